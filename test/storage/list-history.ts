/** What a history of list changes must not show. Each checker returns sentences, none when all fits. */
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import type { ChangeRecord } from '../../src/storage/storage.ts';

/** Replays a user's change log: every change begins where the one before it ended, and the last ones are the list. @param log oldest first */
export const anomaliesOfLog = (log: readonly ChangeRecord[], list: readonly StoredListEntry[]): string[] => {
  const found: string[] = [];
  const rows = new Map<string, string>();
  const ids = new Set<string>();
  for (const { change_id, anime_id, before, after } of log) {
    if (ids.has(change_id)) found.push(`change ${change_id} is logged twice`);
    ids.add(change_id);
    const known = rows.get(anime_id) ?? 'null';
    if (textOf(before) !== known) found.push(`change ${change_id} of ${anime_id} begins with ${textOf(before)}, but ${known} was written last`);
    rows.set(anime_id, textOf(after));
  }
  const held = new Map(list.map((row) => [row.anime_id, textOf(row)]));
  for (const [anime_id, row] of rows) if ((held.get(anime_id) ?? 'null') !== row) found.push(`the log leads to ${row} for ${anime_id}, the list has ${held.get(anime_id) ?? 'nothing'}`);
  for (const anime_id of held.keys()) if (!rows.has(anime_id)) found.push(`${anime_id} is on the list without a change`);
  return found;
};

/** Keys in one order: the log is JSON, the list are columns. */
const textOf = (row: StoredListEntry | null): string => (row === null ? 'null' : JSON.stringify(Object.entries(row).filter(([key]) => key !== 'user_id').sort(([a], [b]) => (a < b ? -1 : 1))));

/** One client's operation on an entry that all append tokens to. Times are milliseconds of one clock. */
export type Operation = {
  readonly client: string;
  readonly place: string;
  /** What was appended; null = a read. */
  readonly token: string | null;
  /** The tokens that were there, its own included; null when it failed or nobody knows how it ended. */
  readonly seen: readonly string[] | null;
  readonly began: number;
  readonly ended: number;
};

/** Appends to shared entries (after Elle's list-append): nothing lost, doubled or invented, every view a beginning of the same order, and nothing hidden that was acknowledged before. */
export const anomaliesOfAppends = (operations: readonly Operation[], last: ReadonlyMap<string, readonly string[]>): string[] => {
  const found: string[] = [];
  const attempted = new Set(operations.flatMap(({ token }) => token ?? []));
  for (const [place, tokens] of last) {
    if (new Set(tokens).size !== tokens.length) found.push(`${place} holds a token twice`);
    for (const token of tokens) if (!attempted.has(token)) found.push(`${place} holds ${token}, which nobody wrote`);
  }
  for (const { client, place, token, seen, began } of operations) {
    const order = last.get(place) ?? [];
    if (seen === null) continue;
    if (token !== null && !order.includes(token)) found.push(`${token} of ${client} was acknowledged and is lost`);
    if (seen.some((one, at) => one !== order[at])) found.push(`${client} saw an order in ${place} that is not the final one`);
    if (token !== null && seen.at(-1) !== token) found.push(`${client} appended ${token} and did not see it last`);
    const visible = new Set(seen);
    const hidden = operations.find((other) => other.place === place && other.token !== null && other.seen !== null && other.ended < began && !visible.has(other.token));
    if (hidden !== undefined) found.push(`${client} did not see ${String(hidden.token)} in ${place}, acknowledged before it began`);
  }
  return found;
};
