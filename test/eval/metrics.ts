/** Arithmetic of the eval. Rankings are lists of ids, best first; grades map an id to its gain (0 or absent = not relevant). */

/** Counts of found, false and missed things; F1 of none at all is 1. */
export type Counts = { readonly found: number; readonly wrong: number; readonly missed: number };

export const addCounts = (counts: readonly Counts[]): Counts =>
  counts.reduce((sum, { found, wrong, missed }) => ({ found: sum.found + found, wrong: sum.wrong + wrong, missed: sum.missed + missed }), { found: 0, wrong: 0, missed: 0 });

export const f1 = ({ found, wrong, missed }: Counts): number => (found + wrong + missed === 0 ? 1 : (2 * found) / (2 * found + wrong + missed));

export type Grades = ReadonlyMap<string, number>;

/** Gain 2^grade - 1, discount log2(rank + 1). */
export const ndcg = (ranking: readonly string[], grades: Grades, k: number): number => {
  const gain = (grade: number, at: number): number => (2 ** grade - 1) / Math.log2(at + 2);
  const ideal = sum([...grades.values()].sort((a, b) => b - a).slice(0, k).map(gain));
  return ideal === 0 ? 0 : sum([...new Set(ranking)].slice(0, k).map((id, at) => gain(grades.get(id) ?? 0, at))) / ideal;
};

/** Share of the relevant ones among the first k. */
export const recall = (ranking: readonly string[], grades: Grades, k: number): number => {
  const relevant = [...grades].filter(([, grade]) => grade > 0).map(([id]) => id);
  const seen = new Set(ranking.slice(0, k));
  return relevant.length === 0 ? 0 : relevant.filter((id) => seen.has(id)).length / relevant.length;
};

/** 1 / rank of the first right one; 0 when it is not there. */
export const reciprocalRank = (ranking: readonly string[], right: ReadonlySet<string>): number => {
  const at = ranking.findIndex((id) => right.has(id));
  return at === -1 ? 0 : 1 / (at + 1);
};

export type Guess = { readonly confidence: number; readonly right: boolean };

/** Expected calibration error: how far confidence is from accuracy, over `buckets` of equal width. 0 is perfect. */
export const calibrationError = (guesses: readonly Guess[], buckets = 10): number => {
  const groups = Array.from({ length: buckets }, (): Guess[] => []);
  for (const guess of guesses) groups[Math.min(buckets - 1, Math.floor(guess.confidence * buckets))]?.push(guess);
  const gaps = groups.filter((group) => group.length > 0).map((group) => group.length * Math.abs(mean(group.map(({ confidence }) => confidence)) - accuracy(group)));
  return guesses.length === 0 ? 0 : sum(gaps) / guesses.length;
};

export const accuracy = (guesses: readonly { readonly right: boolean }[]): number => mean(guesses.map(({ right }) => Number(right)));
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
export const mean = (numbers: readonly number[]): number => (numbers.length === 0 ? 0 : sum(numbers) / numbers.length);
