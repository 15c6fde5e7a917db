/** Learns the space: batches of texts that look for their entries, and of entries that look for their like. Same material and seed, same weights. */
import { createFactReader, createTextReader, type Sparse } from '../sparse.ts';
import { sidesOf, wordsOf, workOf } from '../facts.ts';
import type { Weights } from '../weights.ts';
import { termsIn } from '../words.ts';
import { meanOf, centredBy } from './centre.ts';
import { contrast, type Verdict } from './contrast.ts';
import { createLearnedTable } from './learned-table.ts';
import { prepareLessons, type Lesson } from './lessons.ts';
import type { Material } from './material.ts';
import { createRandom, type Random } from './random.ts';
import { createTower, type Pass, type TowerInput } from './tower.ts';

export type TrainOptions = {
  readonly seed: number;
  readonly steps: number;
  readonly encoder: Weights['encoder'];
  /** Sentence vectors of length 1, in order. */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
  readonly onStep?: (step: number, losses: { readonly texts: number; readonly pairs: number }) => void;
  readonly plan?: Partial<Plan>;
};

/** Measured: see the README. */
export type Plan = typeof defaultPlan;
const defaultPlan = {
  dimension: 128,
  batch: 256,
  temperature: 0.12,
  rate: 0.03,
  /** Share of steps with pairs of entries instead of texts. */
  pairShare: 0.4,
  /** Shares of a batch of texts: sentences of synopses, requests, phrases for groups, words of moods. */
  mix: [0.3, 0.35, 0.25, 0.1] as readonly number[],
  /** Made-up requests. */
  requestCount: 24_000,
  /** Words of the table, the most frequent first. */
  words: 5000,
  fewestTexts: 3,
  fewestEntries: 3,
  fewestStudioEntries: 5,
  /** Chances that something is left out of an example, so that the rest learns to do without. */
  drop: { word: 0.3, fact: 0.1, work: 0.4, allWords: 0.25, requestSentence: 0.25, entrySentence: 0.3 },
};

export const trainSpace = async (material: Material, { seed, steps, encoder, embed, onStep, plan: changes }: TrainOptions): Promise<Weights> => {
  const plan = { ...defaultPlan, ...changes };
  const { dimension, batch, drop } = plan;
  const random = createRandom(seed);
  const lessons = prepareLessons(material, plan.requestCount, random);
  const kinds = lessons.texts.filter((kind) => kind.length > 0);
  const shares = lessons.texts.flatMap((kind, at) => (kind.length > 0 ? [plan.mix[at] ?? 0] : []));
  const texts = kinds.flat();

  const words = frequent(texts.map(({ text }) => termsIn(text)), { least: () => plan.fewestTexts, most: plan.words });
  const facts = frequent(material.entries.map((entry) => [...wordsOf(entry), ...sidesOf(entry)]), { least: (name) => (name.startsWith('studio ') ? plan.fewestStudioEntries : plan.fewestEntries), most: Infinity });
  const firstWork = facts.names.length;
  for (const row of lessons.works) facts.names.push(workOf({ anime_id: material.entries[row]?.anime_id ?? '' }));
  const vectors = await embed(texts.map(({ text }) => text));
  const centres = { request: meanOf(vectors), entry: meanOf(material.sentences) };
  const factTable = { ...facts, rarity: Float32Array.from({ length: facts.names.length }, (_, id) => facts.rarity[id] ?? 1) };
  const readText = createTextReader(words);
  const readFacts = createFactReader(factTable);
  const prepared = new Map(texts.map((lesson, at) => [lesson, { sparse: readText(lesson.text), sentence: centredBy(centres.request, vectors[at]) }]));
  const entries = material.entries.map((entry, row) => ({ sparse: readFacts(entry), sentence: centredBy(centres.entry, material.sentences[row]) }));

  const learned = (count: number, deviation: number) => createLearnedTable({ count, dimension, deviation, random });
  const tables = { words: learned(words.names.length, 0.05), facts: learned(facts.names.length, 0.1), request: learned(encoder.dimension, 0.05), entry: learned(encoder.dimension, 0.05) };
  tables.facts.rows.fill(0, firstWork * dimension); // a work is what its facts say until something else is learned
  const requestTower = createTower({ table: tables.words, map: tables.request, dimension, width: encoder.dimension });
  const entryTower = createTower({ table: tables.facts, map: tables.entry, dimension, width: encoder.dimension });

  const entryInput = (row: number): TowerInput => {
    const { sparse, sentence } = entries[row] ?? nothing;
    return { sparse: thinned(sparse, (id) => (id < firstWork ? drop.fact : drop.work), random), sentence: random.chance(drop.entrySentence) ? null : sentence };
  };
  const textInput = (lesson: Lesson): TowerInput => {
    const { sparse, sentence } = prepared.get(lesson) ?? nothing;
    const withSentence = sentence !== null && !random.chance(drop.requestSentence);
    return { sparse: withSentence && random.chance(drop.allWords) ? nothing.sparse : thinned(sparse, () => drop.word, random), sentence: withSentence ? sentence : null };
  };
  const compare = (left: Pass, right: Pass, verdict: Verdict) => contrast({ left: left.units, right: right.units, dimension, temperature: plan.temperature, verdict });

  const textStep = (rate: number): number => {
    const asked = kinds.flatMap((kind, at) => Array.from({ length: Math.round(((shares[at] ?? 0) / sum(shares)) * batch) }, () => random.pick(kind)));
    const chosen = Array.from({ length: batch }, (_, at) => asked[at] ?? random.pick(texts));
    const rows = chosen.map((lesson) => lesson.draw(random));
    const [left, right] = [requestTower.forward(chosen.map(textInput)), entryTower.forward(rows.map(entryInput))];
    const { loss, leftSlope, rightSlope } = compare(left, right, (i, j) => (i === j || chosen[i]?.fits(rows[j] ?? -1) === true ? 1 : 0));
    requestTower.backward(left, leftSlope);
    entryTower.backward(right, rightSlope);
    requestTower.settle(rate);
    entryTower.settle(rate);
    return loss;
  };
  const pairStep = (rate: number): number => {
    const pairs = Array.from({ length: batch }, () => { const [one, other] = lessons.drawPair(random); return random.chance(0.5) ? [one, other] as const : [other, one] as const; });
    const [left, right] = [entryTower.forward(pairs.map(([one]) => entryInput(one))), entryTower.forward(pairs.map(([, other]) => entryInput(other)))];
    const { loss, leftSlope, rightSlope } = compare(left, right, (i, j) => {
      if (i === j) return 1;
      return pairs[i]?.[0] === pairs[j]?.[1] || pairs[i]?.[1] === pairs[j]?.[1] ? -1 : 0;
    });
    entryTower.backward(left, leftSlope);
    entryTower.backward(right, rightSlope);
    entryTower.settle(rate);
    return loss;
  };

  const losses = { texts: 0, pairs: 0 };
  for (let step = 0; step < steps; step++) {
    const rate = plan.rate * (1 - (0.9 * step) / steps);
    if (lessons.pairs.length > 0 && random.chance(plan.pairShare)) losses.pairs = smooth(losses.pairs, pairStep(rate));
    else losses.texts = smooth(losses.texts, textStep(rate));
    onStep?.(step + 1, losses);
    if (step % 20 === 19) await new Promise((resolve) => setImmediate(resolve)); // so that it can be stopped
  }
  const spread = spreadOf(entryTower.forward(Array.from({ length: 1024 }, () => random.pick(entries))).units, dimension);
  return {
    dimension, encoder, spread,
    words: { ...words, rows: tables.words.rows }, facts: { ...factTable, rows: tables.facts.rows },
    request: { centre: centres.request, rows: tables.request.rows }, entry: { centre: centres.entry, rows: tables.entry.rows },
  };
};

const nothing: { sparse: Sparse; sentence: Float32Array | null } = { sparse: { ids: [], weights: [] }, sentence: null };

/** Names by how many examples have them, with the logarithm of their rarity. */
const frequent = (examples: readonly (readonly string[])[], { least, most }: { least: (name: string) => number; most: number }) => {
  const counts = new Map<string, number>();
  for (const example of examples) for (const name of new Set(example)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const kept = [...counts].filter(([name, count]) => count >= least(name)).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, most);
  return { names: kept.map(([name]) => name), rarity: Float32Array.from(kept, ([, count]) => Math.log(1 + examples.length / count)) };
};

const thinned = ({ ids, weights }: Sparse, chance: (id: number) => number, random: Random): Sparse => {
  const kept = ids.map((id) => !random.chance(chance(id)));
  return { ids: ids.filter((_, at) => kept[at]), weights: weights.filter((_, at) => kept[at]) };
};

const smooth = (before: number, now: number): number => (before === 0 ? now : 0.98 * before + 0.02 * now);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Deviation of the inner products of one half of the rows with the other. */
const spreadOf = (units: Float32Array, dimension: number): number => {
  const half = units.length / dimension / 2;
  let [total, squares] = [0, 0];
  for (let a = 0; a < half; a++) {
    for (let b = half; b < 2 * half; b++) {
      let cosine = 0;
      for (let at = 0; at < dimension; at++) cosine += (units[a * dimension + at] ?? 0) * (units[b * dimension + at] ?? 0);
      total += cosine;
      squares += cosine ** 2;
    }
  }
  const mean = total / half ** 2;
  return Math.sqrt(squares / half ** 2 - mean ** 2) || 1;
};
