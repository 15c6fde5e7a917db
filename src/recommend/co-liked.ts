/** What people who like the titles of a list like too, by row. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CoLikes } from '../models/co-likes/co-likes.ts';

export type CoLiked = {
  /** Of a row: about 0 for no sign, 0.5 and more for a likely like; null for a row the model does not know. */
  scoreOf(row: number): number | null;
  /** Share of people who like it, 0-1; 0 for a row the model does not know. */
  shareOf(row: number): number;
  /** Rows of the list that speak for a row, the strongest first. */
  speakersFor(row: number): number[];
};

type Rows = { readonly rowOf: Int32Array; readonly itemOf: Int32Array };
const known = new WeakMap<CoLikes, WeakMap<Catalogue, Rows>>();

/** Items and rows of each other; -1 = none. Once per catalogue. */
const rowsIn = (model: CoLikes, catalogue: Catalogue): Rows => {
  const ofModel = known.get(model) ?? new WeakMap<Catalogue, Rows>();
  known.set(model, ofModel);
  const made = ofModel.get(catalogue);
  if (made !== undefined) return made;
  const rowOf = Int32Array.from(model.ids, (id) => catalogue.rowOf(catalogue.byId(`mal:${id}`)?.anime_id ?? '') ?? -1);
  const itemOf = new Int32Array(catalogue.entries.length).fill(-1);
  rowOf.forEach((row, item) => {
    if (row >= 0) itemOf[row] = item;
  });
  const rows = { rowOf, itemOf };
  ofModel.set(catalogue, rows);
  return rows;
};

/** @param interests by row, negative for what was not liked */
export const coLiked = (model: CoLikes, catalogue: Catalogue, interests: ReadonlyMap<number, number>): CoLiked => {
  const { ids, shares, width, sources, weights } = model;
  const { rowOf, itemOf } = rowsIn(model, catalogue);
  const told = new Float64Array(ids.length);
  for (const [row, interest] of interests) {
    const item = itemOf[row] ?? -1;
    if (item >= 0) told[item] = interest;
  }
  const scores = new Float64Array(ids.length);
  for (let item = 0, at = 0; item < ids.length; item++) {
    let sum = 0;
    for (const end = at + width; at < end; at++) sum += (weights[at] ?? 0) * (told[sources[at] ?? 0] ?? 0);
    scores[item] = sum;
  }
  const itemAt = (row: number): number => itemOf[row] ?? -1;
  return {
    scoreOf: (row) => (itemAt(row) < 0 ? null : (scores[itemAt(row)] ?? null)),
    shareOf: (row) => shares[itemAt(row)] ?? 0,
    speakersFor: (row) => {
      const item = itemAt(row);
      if (item < 0) return [];
      const said = Array.from(weights.subarray(item * width, (item + 1) * width), (weight, at) => {
        const source = sources[item * width + at] ?? 0;
        return { row: rowOf[source] ?? -1, value: told[source] === 0 || (told[source] ?? 0) < 0 ? 0 : weight * (told[source] ?? 0) };
      });
      return said.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value).map((one) => one.row);
    },
  };
};
