/** Intent of a message that no rule knows: the intents' own examples, compared as sentence vectors. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import type { IntentName } from '../../../../src/domain/entities.ts';

type Embed = (text: string) => Promise<Float32Array | null>;
export type ExampleIndex = readonly { readonly name: IntentName; readonly vector: Float32Array }[];

/** How many nearest examples vote. */
const voters = 5;
/** Cosine below which nothing is near. */
const floor = 0.35;

/** Null when there is no encoder. */
const index = async (groups: readonly { name: IntentName; texts: readonly string[] }[], embed: Embed | null): Promise<ExampleIndex | null> => {
  if (embed === null) return null;
  const examples: { name: IntentName; vector: Float32Array }[] = [];
  for (const { name, texts } of groups) {
    for (const text of texts) {
      const vector = await embed(text.toLowerCase());
      if (vector !== null) examples.push({ name, vector });
    }
  }
  return examples.length === 0 ? null : examples;
};

const find = async (examples: ExampleIndex | null, masked: string, embed: Embed | null): Promise<Intent | null> => {
  const vector = examples === null || embed === null ? null : await embed(masked.replace(/⟦\d+⟧/g, 'Naruto').slice(0, 500));
  if (examples === null || vector === null) return null;
  const nearest = examples
    .map(({ name, vector: example }) => ({ name, cosine: dot(example, vector) }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, voters)
    .filter(({ cosine }) => cosine > floor);
  const votes = new Map<IntentName, number>();
  for (const { name, cosine } of nearest) votes.set(name, (votes.get(name) ?? 0) + cosine);
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  if (best === undefined) return null;
  const total = [...votes.values()].reduce((sum, vote) => sum + vote, 0);
  return { name: best[0], confidence: Math.round((best[1] / total) * 80) / 100, source: 'classifier' };
};

const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (const [at, value] of a.entries()) sum += value * (b[at] ?? 0);
  return sum;
};

export const nearestExample = { index, find };
