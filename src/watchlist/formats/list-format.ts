/** What a list format is: text in, rows out; entries in, text out. Pure, and in steps, because a list may have 50,000 rows. */
import type { Anime } from '../../domain/anime.ts';
import type { ListStatus, StoredListEntry } from '../../domain/list-entry.ts';
import type { Steps } from '../../retrieval/steps.ts';

/** What a file says about one anime; what it does not say is absent and changes nothing. */
export type ListRow = {
  readonly line: number;
  /** As stored ids are written (`mal:1`), the one to keep it under first. */
  readonly refs: readonly string[];
  readonly titles: readonly string[];
  readonly year?: number;
  readonly status?: ListStatus;
  /** 1-10 in halves. */
  readonly score?: number;
  /** How far apart two neighbouring scores of the file are, on our scale: 1 where it has whole numbers only. */
  readonly score_step?: number;
  readonly progress?: number;
  /** `2017-10-03`; `2017-10` or `2017` where the file knows no more. */
  readonly started_at?: string;
  readonly finished_at?: string;
  readonly rewatches?: number;
  readonly notes?: string;
  /** ISO 8601 UTC. */
  readonly updated_at?: string;
  /** What was understood otherwise than it stands there. */
  readonly remarks: readonly string[];
};

export type RefusedRow = { readonly line: number; readonly title: string | null; readonly reason: string };

export type ParsedList = {
  readonly rows: ListRow[];
  readonly refused: RefusedRow[];
  /** About the file as a whole. */
  readonly warnings: string[];
  /** The file ends in the middle; `rows` are those that were whole. */
  readonly truncated: boolean;
};

/** `anime` as the catalogue has it now; undefined when it does not. */
export type ExportedEntry = { readonly stored: StoredListEntry; readonly anime: Anime | undefined };

export type WrittenList = {
  readonly text: string;
  readonly written: number;
  readonly left_out: { anime_id: string; title: string; reason: string }[];
  /** What the format could not hold exactly. */
  readonly warnings: string[];
};

export type ListFormat = {
  readonly extension: string;
  readonly mime_type: string;
  /** @throws AppError invalid_input when the text as a whole is something else */
  parse(text: string): Steps<ParsedList>;
  write(entries: readonly ExportedEntry[]): Steps<WrittenList>;
};
