/** From when and how long what somebody watches is. Pure. */
import { enumerate, isBegun, mean, percent, rounded, shrunken, type Listed } from './listed.ts';

export type Shape = { readonly name: string; readonly n: number; readonly share: number; readonly mean_score: number | null; readonly difference: number };
export type Shapes = { readonly sentences: string[]; readonly all: Shape[] };

const felt = 0.25;
const few = 5;

const lengths = ['films', 'up to 13 episodes', '14 to 26 episodes', '27 to 99 episodes', '100 episodes and more', 'unknown length'] as const;

/** By decade of the first episode. */
export const eras = (listed: readonly Listed[]): Shapes => shapes(listed, ({ anime: { year } }) => (year === null ? null : `${Math.floor(year / 10) * 10}s`), (a, b) => a.localeCompare(b, 'en'), (name) => `titles from the ${name}`);

export const lengthsOf = (listed: readonly Listed[]): Shapes => shapes(listed, lengthOf, (a, b) => rankOf(a) - rankOf(b), (name) => (name === 'films' ? name : `series of ${name}`));

const rankOf = (name: string): number => lengths.findIndex((length) => length === name);

const lengthOf = ({ anime: { type, episodes } }: Listed): (typeof lengths)[number] => {
  if (type === 'MOVIE') return 'films';
  if (episodes === null) return 'unknown length';
  return episodes <= 13 ? 'up to 13 episodes' : episodes <= 26 ? '14 to 26 episodes' : episodes < 100 ? '27 to 99 episodes' : '100 episodes and more';
};

const shapes = (listed: readonly Listed[], nameOf: (one: Listed) => string | null, order: (a: string, b: string) => number, phrase: (name: string) => string): Shapes => {
  const begun = listed.filter((one) => isBegun(one) && nameOf(one) !== null);
  const names = [...new Set(begun.flatMap((one) => nameOf(one) ?? []))].sort(order);
  const all = names.map((name) => {
    const own = begun.filter((one) => nameOf(one) === name);
    const scores = own.flatMap(({ entry: { score } }) => score ?? []);
    return { name, n: own.length, share: rounded(own.length / begun.length), mean_score: scores.length === 0 ? null : rounded(mean(scores)), difference: rounded(shrunken(own.flatMap(({ surplus }) => surplus ?? []))) };
  });
  if (begun.length < few) return { sentences: [], all };
  const most = [...all].sort((a, b) => b.n - a.n).slice(0, 2).filter(({ share }) => share >= 0.2);
  const better = all.filter(({ n, difference }) => n >= 3 && difference >= felt);
  const worse = all.filter(({ n, difference }) => n >= 3 && difference <= -felt);
  return {
    all,
    sentences: [
      most.length === 0 ? '' : `You watch most ${enumerate(most.map(({ name, share }) => `${phrase(name)} (${percent(share)})`))}.`,
      better.length === 0 ? '' : `You score ${enumerate(better.map(({ name }) => phrase(name)))} higher than the rest.`,
      worse.length === 0 ? '' : `You score ${enumerate(worse.map(({ name }) => phrase(name)))} lower than the rest.`,
    ].filter(Boolean),
  };
};
