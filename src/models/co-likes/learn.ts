/**
 * Learns, for every title, from which other titles a like of it can be told: its nearest by co-liking, weighted by a ridge regression of "likes it" on
 * the interest in them. Fewer sources than EASE's all-from-all matrix, so they need less shrinking: better on people it has not seen, and a hundredth of the size.
 * Deterministic; some 10 s for 2,000 raters.
 */
import type { CoLikes } from './co-likes.ts';
import { isLike, type Rater } from './raters.ts';

export type LearnOptions = {
  /** Titles that are known, the most liked first; below 65,536. */
  readonly items: number;
  /** Sources per title. */
  readonly width: number;
  /** How much a rating says about its title, about -0.5 to 1.5. */
  readonly interest: (score: number | null) => number;
};

/** Fewer likes than this tell nothing. */
const fewestLikes = 2;
/** Long lists say less per title: a rater counts (likes) ** -0.25. */
const ratersPower = 0.25;
/** Added to the product of the lengths, so that two titles with the same three raters are not neighbours. */
const shrink = 5;
/** Ridge: a constant, and a share of a source's own weight (as if a quarter of the list were missing). */
const ridge = { constant: 5, share: 1 / 3 };

export const learnCoLikes = (raters: readonly Rater[], { items, width: widest, interest }: LearnOptions): CoLikes => {
  const likes = new Map<number, number>();
  for (const { ratings } of raters) for (const rating of ratings) if (isLike(rating)) likes.set(rating.mal_id, (likes.get(rating.mal_id) ?? 0) + 1);
  const ids = [...likes].filter(([, count]) => count >= fewestLikes).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, items).map(([id]) => id);
  const count = ids.length;
  const width = Math.min(widest, Math.max(0, count - 1));
  const { among, towards } = products(raters, new Map(ids.map((id, item) => [id, item])), interest);

  const sources = new Uint16Array(count * width);
  const weights = new Float32Array(count * width);
  const lengths = Float64Array.from(ids, (_, item) => Math.sqrt(among[item * count + item] ?? 0));
  for (let target = 0; target < count; target++) {
    const near = Float64Array.from(ids, (_, item) => (towards[item * count + target] ?? 0) / ((lengths[item] ?? 0) * (lengths[target] ?? 0) + shrink));
    const chosen = Array.from(near.keys()).filter((item) => item !== target).sort((a, b) => (near[b] ?? 0) - (near[a] ?? 0) || a - b).slice(0, width);
    const matrix = Float64Array.from({ length: width * width }, (_, at) => {
      const [row, column] = [chosen[Math.floor(at / width)] ?? 0, chosen[at % width] ?? 0];
      const own = among[row * count + column] ?? 0;
      return row === column ? own * (1 + ridge.share) + ridge.constant : own;
    });
    sources.set(chosen, target * width);
    weights.set(solve(matrix, Float64Array.from(chosen, (item) => towards[item * count + target] ?? 0)), target * width);
  }
  return { ids: Uint32Array.from(ids), shares: Float32Array.from(ids, (id) => (likes.get(id) ?? 0) / raters.length), width, sources, weights };
};

/** Sums over raters, items x items: `among` interest x interest, `towards` interest (row) x like (column). */
const products = (raters: readonly Rater[], itemOf: ReadonlyMap<number, number>, interest: LearnOptions['interest']): { among: Float32Array; towards: Float32Array } => {
  const count = itemOf.size;
  const among = new Float32Array(count * count);
  const towards = new Float32Array(count * count);
  for (const { ratings } of raters) {
    const known = ratings.flatMap((rating) => {
      const item = itemOf.get(rating.mal_id);
      return item === undefined ? [] : [{ item, value: interest(rating.score), liked: isLike(rating) }];
    });
    const weight = Math.max(1, known.filter(({ liked }) => liked).length) ** -ratersPower;
    for (const { item, value } of known) {
      for (const other of known) {
        const cell = item * count + other.item;
        among[cell] = (among[cell] ?? 0) + weight * value * other.value;
        if (other.liked) towards[cell] = (towards[cell] ?? 0) + weight * value;
      }
    }
  }
  return { among, towards };
};

/** Solves a symmetric positive definite system by Cholesky's way. `matrix` (size x size) is used up. */
const solve = (matrix: Float64Array, right: Float64Array): Float64Array => {
  const size = right.length;
  const at = (row: number, column: number): number => matrix[row * size + column] ?? 0;
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = at(row, column);
      for (let before = 0; before < column; before++) sum -= at(row, before) * at(column, before);
      matrix[row * size + column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  const values = right.slice();
  for (let row = 0; row < size; row++) {
    let sum = values[row] ?? 0;
    for (let before = 0; before < row; before++) sum -= at(row, before) * (values[before] ?? 0);
    values[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = values[row] ?? 0;
    for (let after = row + 1; after < size; after++) sum -= at(after, row) * (values[after] ?? 0);
    values[row] = sum / at(row, row);
  }
  return values;
};
