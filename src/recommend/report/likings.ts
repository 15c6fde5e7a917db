/** Genres, tags and studios that somebody scores or watches more, or less, than was to be expected. Pure. */
import type { Generation } from '../../retrieval/generation.ts';
import { deviation, doubtOfMean, enumerate, isBegun, mean, rounded, shrunken, type Listed } from './listed.ts';
import { isTelling, sureFrom } from './telling-words.ts';

export type Liking = {
  readonly name: string;
  /** Begun titles that have it, and how many of them are scored. */
  readonly n: number;
  readonly scored: number;
  readonly mean_score: number | null;
  /** How much higher than expected its titles are scored, drawn towards 0 when they are few. */
  readonly difference: number;
  /** 1 = as often as it is watched by others, 2 = twice as often; drawn towards 1 when titles are few. Null for studios. */
  readonly watched_ratio: number | null;
};
export type Likings = { readonly sentences: string[]; readonly liked: Liking[]; readonly disliked: Liking[]; /** The most watched first. */ readonly all: Liking[] };

/** From here on a difference is worth a word. */
const felt = { difference: 0.25, scored: 3, more: 1.5, watched: 5 };
const mostNamed = 8;
const mostKept = 30;
const doubt = 3;

type Shelf = Pick<Generation, 'catalogue' | 'tags' | 'prior' | 'vocabulary'>;
type Kind = 'genre' | 'tag';

export const wordLikings = (listed: readonly Listed[], shelf: Shelf, kind: Kind): Likings => {
  const begun = listed.filter(isBegun);
  const all = groupsOf(begun, ({ anime }) => (kind === 'genre' ? anime.genres : anime.tags.filter((tag) => isTelling(tag, shelf.vocabulary)))).map(([name, own]) => {
    const expected = begun.length * usualShare(name, shelf);
    return { ...liking(name, own), watched_ratio: rounded((own.length + doubt) / (expected + doubt)) };
  });
  return judged(all, listed, kind === 'genre' ? 'genres' : 'tags');
};

export const studioLikings = (listed: readonly Listed[]): Likings =>
  judged(groupsOf(listed.filter(isBegun), ({ anime }) => anime.studios).map(([name, own]) => ({ ...liking(name, own), watched_ratio: null })), listed, 'studios');

const groupsOf = (listed: readonly Listed[], wordsOf: (one: Listed) => readonly string[]): [string, Listed[]][] => {
  const groups = new Map<string, Listed[]>();
  for (const one of listed) for (const word of new Set(wordsOf(one))) {
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [one]);
    else group.push(one);
  }
  return [...groups].filter(([, own]) => own.length >= 2);
};

const liking = (name: string, own: readonly Listed[]): Omit<Liking, 'watched_ratio'> => {
  const scores = own.flatMap(({ entry: { score } }) => score ?? []);
  return { name, n: own.length, scored: scores.length, mean_score: scores.length === 0 ? null : rounded(mean(scores)), difference: rounded(shrunken(own.flatMap(({ surplus }) => surplus ?? []))) };
};

const shares = new WeakMap<object, Map<string, number>>();
/** Of what people watch, by how well known it is. */
const usualShare = (word: string, { catalogue, tags, prior }: Shelf): number => {
  const known = shares.get(catalogue) ?? new Map<string, number>();
  shares.set(catalogue, known);
  const id = tags.idOf(word);
  const share = known.get(word) ?? (id === undefined ? 0 : sumOf(tags.rowsOf(id), prior.squares) / prior.squares.reduce((sum, value) => sum + value, 0));
  known.set(word, share);
  return share;
};
const sumOf = (rows: Uint32Array, values: Float64Array): number => rows.reduce((sum, row) => sum + (values[row] ?? 0), 0);

const judged = (all: readonly Liking[], listed: readonly Listed[], what: 'genres' | 'tags' | 'studios'): Likings => {
  const usual = deviation(listed.flatMap(({ surplus }) => surplus ?? []));
  // The shrunken difference is of (n + 5) titles; chance alone moves a mean of n by usual / sqrt(n).
  const strength = ({ difference, scored }: Liking): number => (Math.abs(difference) * (scored + doubtOfMean)) / Math.max(0.01, usual * Math.sqrt(scored));
  const sure = all.filter((one) => one.scored >= felt.scored && strength(one) >= (what === 'genres' ? sureFrom.genre : sureFrom.tag));
  const liked = sure.filter(({ difference }) => difference >= felt.difference).sort((a, b) => b.difference - a.difference || b.n - a.n).slice(0, mostNamed);
  const disliked = sure.filter(({ difference }) => difference <= -felt.difference).sort((a, b) => a.difference - b.difference || b.n - a.n).slice(0, mostNamed);
  const often = all.filter(({ n, watched_ratio }) => n >= felt.watched && (watched_ratio ?? 0) >= felt.more).sort((a, b) => (b.watched_ratio ?? 0) - (a.watched_ratio ?? 0)).slice(0, 3);
  const named = (some: readonly Liking[]): string => enumerate(some.slice(0, 3).map(({ name, n, difference }) => `${said(name, what)} (${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)} over ${n})`));
  const most = [...all].sort((a, b) => b.n - a.n || a.name.localeCompare(b.name, 'en'));
  const sentences = [
    liked.length > 0 ? `You score these ${what} higher than expected: ${named(liked)}.` : '',
    disliked.length > 0 ? `You score these ${what} lower than expected: ${named(disliked)}.` : '',
    often.length > 0 ? `You watch more of these ${what} than most people: ${enumerate(often.map(({ name, n }) => `${said(name, what)} (${n})`))}.` : '',
  ].filter(Boolean);
  if (sentences.length === 0 && most[0] !== undefined) sentences.push(`Most on your list of the ${what}: ${enumerate(most.slice(0, 3).map(({ name, n }) => `${said(name, what)} (${n})`))}. No difference in your scores is large enough to call a preference.`);
  return { sentences, liked, disliked, all: most.slice(0, mostKept) };
};

const said = (name: string, what: string): string => (what === 'studios' ? name : name.toLowerCase());
