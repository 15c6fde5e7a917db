/** Few rows of a table with their weights, together of length 1 or as the caller says. */
import type { Facts } from './facts.ts';
import { sidesOf, wordsOf, workOf } from './facts.ts';
import { termsIn, weightOf } from './words.ts';

export type Sparse = { readonly ids: readonly number[]; readonly weights: readonly number[] };
type Names = { readonly names: readonly string[]; readonly rarity: Float32Array };

/** Type, era and each studio, and the work itself, weigh this much beside all genres and tags together. */
const [sideWeight, workWeight] = [0.4, 0.5];

const idsOf = (names: readonly string[]): Map<string, number> => new Map(names.map((name, id) => [name, id]));

const ofLengthOne = (found: ReadonlyMap<number, number>): Sparse => {
  const length = Math.sqrt([...found.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
  return { ids: [...found.keys()], weights: Array.from(found.values(), (weight) => weight / length) };
};

/** A request's known terms. */
export const createTextReader = ({ names, rarity }: Names): ((text: string) => Sparse) => {
  const ids = idsOf(names);
  return (text) => {
    const found = new Map<number, number>();
    for (const term of termsIn(text)) {
      const id = ids.get(term);
      if (id !== undefined) found.set(id, weightOf(term) * (rarity[id] ?? 0));
    }
    return ofLengthOne(found);
  };
};

/** An entry's known facts. */
export const createFactReader = ({ names, rarity }: Names): ((facts: Facts) => Sparse) => {
  const ids = idsOf(names);
  const known = (features: readonly string[]): number[] => features.flatMap((feature) => ids.get(feature) ?? []);
  return (facts) => {
    const words = ofLengthOne(new Map(known(wordsOf(facts)).map((id) => [id, rarity[id] ?? 0])));
    const sides = known(sidesOf(facts));
    const work = known([workOf(facts)]);
    return { ids: [...words.ids, ...sides, ...work], weights: [...words.weights, ...sides.map(() => sideWeight), ...work.map(() => workWeight)] };
  };
};
