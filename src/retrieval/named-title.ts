/** Does a query name a title, or ask for something like one? */
import { AppError } from '../errors.ts';
import type { Generation } from './generation.ts';
import { readRefusals } from './refusals.ts';
import { withoutFiller } from './terms.ts';

/** `rows`: the title meant and its equals, best first; `family`: the rest of its franchise, by air date. */
export type Named = { readonly title: string; readonly rows: readonly number[]; readonly family: readonly number[]; readonly confidence: ReadonlyMap<number, number> };

const sure = 0.8;
/** Candidates this near to the best are shown beside it. */
const lead = 0.12;
const longest = 150;
/** A genre, tag or studio is a title only when the title is this well known (Monster, not some short film named Music), and never a misspelt one. */
const fame = 4;

/** The whole query as a title; null when it is a description. */
export const findNamed = (query: string, { titles, catalogue, franchises, filters }: Generation): Named | null => {
  const isWord = filters.knowsTag(query) || filters.knowsStudio(query);
  const candidates = query.length > longest ? [] : titles.resolve(query, { limit: 8 }).filter(({ anime }) => !anime.adult);
  const [best] = candidates;
  if (best === undefined || best.confidence < sure || (isWord && (best.kind === 'fuzzy' || best.anime.prominence < fame))) return null;
  const meant = candidates.filter(({ confidence }) => confidence >= sure && confidence >= best.confidence - lead);
  const confidence = new Map<number, number>();
  for (const candidate of meant) {
    const row = catalogue.rowOf(candidate.anime.anime_id);
    if (row !== undefined) confidence.set(row, candidate.confidence);
  }
  const rows = [...confidence.keys()];
  const year = (row: number): number => catalogue.entries[row]?.year ?? 9999;
  const family = franchises.members(rows[0] ?? -1).filter((row) => !confidence.has(row)).sort((a, b) => year(a) - year(b) || a - b);
  return { title: best.anime.title, rows, family, confidence };
};

/**
 * Rows of a title or id and of all that belongs to it.
 * @throws AppError invalid_input when nothing is called so
 */
export const familyOf = (title: string, { titles, catalogue, franchises }: Pick<Generation, 'titles' | 'catalogue' | 'franchises'>): number[] => {
  const known = /[:/]/.test(title) ? catalogue.byId(title) : undefined;
  const candidates = known === undefined ? titles.resolve(title) : [{ anime: known, confidence: 1 }];
  const meant = candidates.filter(({ confidence }) => confidence >= sure && confidence >= (candidates[0]?.confidence ?? 1) - lead).flatMap(({ anime }) => catalogue.rowOf(anime.anime_id) ?? []);
  if (meant.length === 0) {
    throw new AppError('invalid_input', `No anime called ${JSON.stringify(title.slice(0, 80))} was found.`, { hint: candidates.length === 0 ? 'Check the spelling.' : `Did you mean ${candidates.slice(0, 3).map(({ anime }) => anime.title).join(', ')}?` });
  }
  return [...new Set(meant.flatMap((row) => [row, ...franchises.members(row), ...(catalogue.entries[row]?.related ?? []).flatMap((id) => catalogue.rowOf(id) ?? [])]))];
};

/** "X but darker" says as much as "like X but darker". */
const cues = /\b(?:like|similar to|reminds? me of|in the (?:vein|style) of|same (?:vibes?|feel|energy) as|vibes? of)\s/i;
const leading = /^\W*(?:but|except|only|without)\b/i;
const joining = /\b(?:but|with|more|less|and|actually|only|except)\b/gi;

/** "something like Mushishi but with more action": the row of Mushishi, what is wanted besides, and what is not. */
export const likenessAsked = (text: string, { titles, catalogue }: Generation): { readonly row: number; readonly wanted: string; readonly refused: string } | null => {
  const cue = cues.exec(text);
  if (cue === null && !/\b(?:but|except|only|without)\b/i.test(text)) return null;
  const [from, to] = cue === null ? [0, 0] : [cue.index, cue.index + cue[0].length];
  const mention = titles.findMentions(text).find(({ start, end }) => (cue === null ? /^\W*$/.test(text.slice(0, start)) && leading.test(text.slice(end)) : start >= from && start <= to + 4));
  const row = mention?.candidates[0] && catalogue.rowOf(mention.candidates[0].anime.anime_id);
  if (mention === undefined || row === undefined) return null;
  const { wanted, refused } = readRefusals(`${text.slice(0, from)} ${text.slice(mention.end)}`);
  return { row, wanted: wordsIn(wanted.replace(joining, ' ')), refused: wordsIn(refused) };
};

const wordsIn = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? withoutFiller(text) : '');
