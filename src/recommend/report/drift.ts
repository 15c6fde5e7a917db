/** How a taste has changed: the later half of what was watched beside the earlier one. Pure. */
import type { Vocabulary } from '../../domain/vocabulary.ts';
import { enumerate, isBegun, mean, rounded, type Listed } from './listed.ts';
import { sureFrom, tellingWords } from './telling-words.ts';

export type Drift = {
  readonly sentences: string[];
  /** Where the later half begins; null when the list does not say when things were watched. */
  readonly since: string | null;
  readonly n: number;
  /** Genres and tags of which there is more or less than before: shares of titles, 0-1. */
  readonly more: Shift[];
  readonly less: Shift[];
  readonly mean_score: { readonly before: number; readonly since: number } | null;
};
export type Shift = { readonly name: string; readonly before: number; readonly since: number };

const fewest = 20;
const fewestDays = 60;
const mostNamed = 5;
const day = 24 * 60 * 60 * 1000;

export const drift = (listed: readonly Listed[], vocabulary: Vocabulary | null): Drift => {
  const dated = listed.filter(isBegun).flatMap((one) => { const at = dateOf(one); return at === null ? [] : [{ one, at }]; }).sort((a, b) => (a.at < b.at ? -1 : 1));
  const unknown = (why: string): Drift => ({ sentences: [why], since: null, n: dated.length, more: [], less: [], mean_score: null });
  const [first, last] = [dated[0]?.at, dated.at(-1)?.at];
  if (dated.length < fewest || first === undefined || last === undefined) return unknown(`Of ${dated.length === 0 ? 'no title' : dated.length === 1 ? 'one title' : `only ${dated.length} titles`} I know when you watched them: too few to see a change.`);
  if (Date.parse(last) - Date.parse(first) < fewestDays * day) return unknown('All your dates lie within two months, so there is no change to see yet.');
  const half = Math.floor(dated.length / 2);
  const [before, since] = [dated.slice(0, half).map(({ one }) => one), dated.slice(half).map(({ one }) => one)];
  const shifts = shiftsOf(before, since, vocabulary);
  const more = shifts.filter((shift) => shift.since > shift.before).slice(0, mostNamed);
  const less = shifts.filter((shift) => shift.since < shift.before).slice(0, mostNamed);
  const from = dated[half]?.at ?? last;
  const scores = [before, since].map((part) => part.flatMap(({ entry: { score } }) => score ?? []));
  const [old = [], now = []] = scores;
  const mean_score = old.length < fewest / 2 || now.length < fewest / 2 ? null : { before: rounded(mean(old)), since: rounded(mean(now)) };
  const words = (some: readonly Shift[]): string => enumerate(some.slice(0, 3).map(({ name }) => name.toLowerCase()));
  const changed = [more.length > 0 ? `more ${words(more)}` : '', less.length > 0 ? `less ${words(less)}` : ''].filter(Boolean);
  const apart = mean_score === null ? 0 : mean_score.since - mean_score.before;
  return {
    since: from, n: dated.length, more, less, mean_score,
    sentences: [
      changed.length === 0 ? `Since ${from.slice(0, 7)} you watch about the same things as before.` : `Since ${from.slice(0, 7)} you watch ${enumerate(changed)} than before.`,
      Math.abs(apart) < 0.5 || mean_score === null ? '' : `You have become ${apart < 0 ? 'harsher' : 'kinder'}: ${mean_score.since.toFixed(1)} on average, ${mean_score.before.toFixed(1)} before.`,
    ].filter(Boolean),
  };
};

/** The day it was finished or begun. When a row was written says nothing: a whole list may be written in one day. */
const dateOf = ({ entry: { finished_at, started_at } }: Listed): string | null => finished_at ?? started_at;

const shiftsOf = (before: readonly Listed[], since: readonly Listed[], vocabulary: Vocabulary | null): Shift[] => {
  const [old, now] = [countsOf(before, vocabulary), countsOf(since, vocabulary)];
  const genres = new Set([...before, ...since].flatMap(({ anime }) => anime.genres));
  const strength = ({ before: a, since: b }: Shift): number => {
    const all = (a * before.length + b * since.length) / (before.length + since.length);
    return Math.abs(b - a) / Math.max(0.01, Math.sqrt(all * (1 - all) * (1 / before.length + 1 / since.length)));
  };
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((name) => ({ name, before: (old.get(name) ?? 0) / before.length, since: (now.get(name) ?? 0) / since.length }))
    .filter((shift) => strength(shift) >= (genres.has(shift.name) ? sureFrom.genre : sureFrom.tag))
    .sort((a, b) => strength(b) - strength(a) || a.name.localeCompare(b.name, 'en'))
    .map(({ name, before: a, since: b }) => ({ name, before: rounded(a), since: rounded(b) }));
};

const countsOf = (part: readonly Listed[], vocabulary: Vocabulary | null): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { anime } of part) for (const word of tellingWords(anime, vocabulary)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};
