/** What an answer may speak of: the titles, links and words that stand in this turn's tool results and in the thread. Pure. */
import { foldTitle } from '../../../../src/domain/title-match.ts';
import type { Slots, ToolResult } from '../../state.ts';

export type Evidence = {
  /** Folded names of every title that may be named, by id. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** The titles as they are written, longest first. */
  readonly titles: readonly { readonly id: string; readonly title: string }[];
  readonly links: ReadonlySet<string>;
  /** Folded, with a space at both ends: everything that was found, said or drafted. */
  readonly words: string;
  /** A tool changed the list. */
  readonly changed: boolean;
};

type Sources = {
  readonly tool_results: readonly ToolResult[];
  readonly slots: Slots;
  /** Ids the user named and that resolved. */
  readonly named: readonly string[];
  /** More text the answer may take words from: the draft, the message. */
  readonly texts: readonly string[];
};

const deepest = 8;
/** What others wrote at length vouches for nothing. */
const freeText = new Set(['synopsis', 'notes']);

export const evidenceOf = ({ tool_results, slots, named, texts }: Sources): Evidence => {
  const names = new Map<string, string[]>();
  const written = new Map<string, string>();
  const links = new Set<string>();
  const words: string[] = [...texts];
  const nameIt = (id: string, titles: readonly unknown[]) => {
    const folded = titles.filter((title) => typeof title === 'string').map(foldTitle).filter((title) => title !== '');
    names.set(id, [...new Set([...(names.get(id) ?? []), ...folded])]);
  };
  const walk = (value: unknown, depth: number): void => {
    if (typeof value === 'string') words.push(value);
    if (typeof value !== 'object' || value === null || depth > deepest) return;
    if (Array.isArray(value)) return value.forEach((item) => walk(item, depth + 1));
    const record = value as Record<string, unknown>; // neither null nor an array
    const { anime_id, title, title_english, title_native, synonyms } = record;
    for (const shown of [title, title_english, title_native]) if (typeof anime_id === 'string' && typeof shown === 'string' && !written.has(shown)) written.set(shown, anime_id);
    if (typeof anime_id === 'string') nameIt(anime_id, [title, title_english, title_native, ...(Array.isArray(synonyms) ? (synonyms as unknown[]) : [])]); // isArray narrows to any[]
    for (const [key, field] of Object.entries(record)) {
      if (key === 'links' || key === 'streaming' || key === 'picture') collectLinks(field, links);
      if (!freeText.has(key)) walk(field, depth + 1);
    }
  };
  for (const result of tool_results) if (result.ok) walk(result.structured, 0);
  for (const shown of [...slots.shown, slots.focus, slots.last_change]) {
    if (shown === null) continue;
    nameIt(shown.anime_id, [shown.title]);
    if (!written.has(shown.title)) written.set(shown.title, shown.anime_id);
  }
  for (const id of named) nameIt(id, []);
  const titles = [...written].map(([title, id]) => ({ id, title })).sort((a, b) => b.title.length - a.title.length);
  return { names, titles, links, words: ` ${foldTitle([...words, ...written.keys()].join(' \n '))} `, changed: tool_results.some(isChange) };
};

const isChange = (result: ToolResult): boolean => result.ok && result.name === 'update_watchlist' && result.arguments['dry_run'] !== true && result.structured['success'] !== false;

/** Links only from the fields that hold them: an address inside a synopsis is text like any other. */
const collectLinks = (value: unknown, links: Set<string>): void => {
  if (typeof value === 'string' && /^https?:\/\//.test(value)) links.add(value);
  else if (typeof value === 'object' && value !== null) for (const field of Object.values(value)) collectLinks(field, links);
};
