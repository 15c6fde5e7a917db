/** What a turn of a scripted dialogue must bring, and how that is checked. Pure. */
import type { ChatReply, Result } from '../../src/domain/chat-turn.ts';
import type { HeldTurn } from './dialogues.ts';

/** Every result satisfies all of it; an unknown value satisfies no bound. */
type ResultRule = {
  readonly type?: string; readonly not_type?: string; readonly status?: string; readonly season?: string;
  readonly year?: number; readonly year_from?: number; readonly year_to?: number;
  readonly min_episodes?: number; readonly max_episodes?: number; readonly max_minutes?: number; readonly min_score?: number;
  readonly genre?: string | readonly string[]; readonly not_genre?: readonly string[]; readonly tag?: string; readonly not_tag?: readonly string[];
  /** Part of a name. */
  readonly studio?: string; readonly not_studio?: string;
};
export type ListedEntry = { readonly anime_id: string; readonly status: string; readonly score: number | null; readonly progress: number };
type Wanted = Partial<Omit<ListedEntry, 'anime_id'>>;

/** `n` counts from 1 in the list of two or more last shown before the turn; -1 = its last. */
export type Expected = {
  readonly intent?: string | readonly string[];
  readonly results_min?: number; readonly results_max?: number; readonly results_count?: number;
  readonly results_all?: ResultRule;
  readonly results_include?: readonly string[]; readonly results_include_any?: readonly string[]; readonly results_exclude?: readonly string[];
  /** Nothing of the list before is shown again. */
  readonly differs_from_previous?: boolean;
  /** The middle value, compared with that of the list before. */
  readonly moves?: { readonly year?: 'up' | 'down'; readonly episodes?: 'up' | 'down' };
  readonly sorted?: 'score_desc' | 'year_desc';
  readonly about_shown?: number;
  readonly tool?: string;
  readonly interrupt?: string | null;
  readonly list_has?: Readonly<Record<string, Wanted>>; readonly list_lacks?: readonly string[]; readonly list_size?: number;
  readonly list_has_shown?: readonly (Wanted & { readonly n: number })[];
  readonly mentions?: string; readonly not_mentions?: string;
};

/** What was not as expected, in words; empty = the turn passed. @param before the turns that went before */
export const failures = (expect: Expected, turn: HeldTurn, before: readonly HeldTurn[]): string[] => {
  const { reply, asked, list } = turn;
  const { results, response } = reply;
  const shown = before.map((one) => one.reply.results).filter(({ length }) => length > 1).at(-1) ?? [];
  const ids = results.map(({ anime_id }) => anime_id);
  const nth = (n: number): Result | undefined => shown.at(n < 0 ? n : n - 1);
  const checks: [boolean, string][] = [
    [expect.intent === undefined || [expect.intent].flat().includes(reply.intent.name), `intent ${reply.intent.name}`],
    [results.length >= (expect.results_min ?? 0), `${results.length} results`],
    [results.length <= (expect.results_max ?? Infinity), `${results.length} results`],
    [results.length === (expect.results_count ?? results.length), `${results.length} results`],
    ...results.map((result): [boolean, string] => [satisfies(result, expect.results_all ?? {}), `breaks the rule: ${result.title}`]),
    ...(expect.results_include ?? []).map((id): [boolean, string] => [ids.includes(id), `${id} is missing`]),
    [expect.results_include_any?.some((id) => ids.includes(id)) ?? true, 'none of the expected'],
    ...(expect.results_exclude ?? []).map((id): [boolean, string] => [!ids.includes(id), `${id} is shown`]),
    [expect.differs_from_previous !== true || !shown.some(({ anime_id }) => ids.includes(anime_id)), 'shown again'],
    ...(['year', 'episodes'] as const).map((field): [boolean, string] => [movesAs(expect.moves?.[field], middle(shown, field), middle(results, field)), `${field} ${middle(shown, field)} -> ${middle(results, field)}`]),
    [isSorted(results, expect.sorted), `not ${expect.sorted ?? ''}`],
    [expect.about_shown === undefined || isAbout(reply, nth(expect.about_shown)), `not about ${nth(expect.about_shown ?? 0)?.title ?? 'anything shown'}`],
    [expect.tool === undefined || reply.tool_calls.some(({ name, ok }) => name === expect.tool && ok), `no call of ${expect.tool ?? ''}`],
    [expect.interrupt === undefined || asked === expect.interrupt, `asked: ${asked ?? 'nothing'}`],
    ...Object.entries(expect.list_has ?? {}).map(([id, wanted]): [boolean, string] => [holds(list, id, wanted), `list: ${shownEntry(list, id)}`]),
    ...(expect.list_lacks ?? []).map((id): [boolean, string] => [!list.some(({ anime_id }) => anime_id === id), `${id} is on the list`]),
    [list.length === (expect.list_size ?? list.length), `${list.length} on the list`],
    ...(expect.list_has_shown ?? []).map(({ n, ...wanted }): [boolean, string] => [holds(list, nth(n)?.anime_id ?? '', wanted), `list: ${shownEntry(list, nth(n)?.anime_id ?? '')}`]),
    [expect.mentions === undefined || new RegExp(expect.mentions, 'i').test(response), 'not mentioned'],
    [expect.not_mentions === undefined || !new RegExp(expect.not_mentions, 'i').test(response), 'mentioned'],
  ];
  return checks.flatMap(([isRight, problem]) => (isRight ? [] : [problem]));
};

const satisfies = (result: Result, rule: ResultRule): boolean => {
  const words = [...result.genres, ...result.tags].map((word) => word.toLowerCase());
  const has = (word: string): boolean => words.includes(word.toLowerCase());
  const made = (name: string): boolean => result.studios.some((studio) => studio.toLowerCase().includes(name.toLowerCase()));
  const within = (value: number | null, low = -Infinity, high = Infinity): boolean => (low === -Infinity && high === Infinity) || (value !== null && value >= low && value <= high);
  return (
    result.type === (rule.type ?? result.type) && result.type !== rule.not_type && result.status === (rule.status ?? result.status) && result.season === (rule.season ?? result.season) &&
    within(result.year, rule.year ?? rule.year_from, rule.year ?? rule.year_to) && within(result.episodes, rule.min_episodes, rule.max_episodes) &&
    within(result.duration_minutes, undefined, rule.max_minutes) && within(result.score, rule.min_score) &&
    [rule.genre ?? []].flat().every(has) && [rule.tag ?? []].flat().every(has) && ![...(rule.not_genre ?? []), ...(rule.not_tag ?? [])].some(has) &&
    (rule.studio === undefined || made(rule.studio)) && (rule.not_studio === undefined || !made(rule.not_studio))
  );
};

const isAbout = ({ results, response }: ChatReply, shown: Result | undefined): boolean =>
  shown !== undefined && ((results.length === 1 && results[0]?.anime_id === shown.anime_id) || [shown.title, shown.title_english].some((title) => title !== null && response.includes(title)));

const middle = (results: readonly Result[], field: 'year' | 'episodes'): number | null => {
  const values = results.flatMap((result) => result[field] ?? []).sort((a, b) => a - b);
  return values[Math.floor((values.length - 1) / 2)] ?? null;
};

const movesAs = (direction: 'up' | 'down' | undefined, from: number | null, to: number | null): boolean =>
  direction === undefined || (from !== null && to !== null && (direction === 'up' ? to > from : to < from));

const isSorted = (results: readonly Result[], order: Expected['sorted']): boolean => {
  const value = (result: Result): number => (order === 'year_desc' ? result.year : result.score) ?? -Infinity;
  return order === undefined || results.every((result, at) => at === 0 || value(result) <= value(results[at - 1] ?? result));
};

const holds = (list: readonly ListedEntry[], id: string, wanted: Wanted): boolean => {
  const listed = list.find(({ anime_id }) => anime_id === id);
  return listed !== undefined && (['status', 'score', 'progress'] as const).every((field) => wanted[field] === undefined || listed[field] === wanted[field]);
};

const shownEntry = (list: readonly ListedEntry[], id: string): string => {
  const listed = list.find(({ anime_id }) => anime_id === id);
  return listed === undefined ? `${id === '' ? 'what was shown' : id} is not on it` : `${id} ${listed.status}, score ${listed.score ?? '-'}, progress ${listed.progress}`;
};
