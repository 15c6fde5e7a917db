import type { Weights } from '../../../src/models/anime-space/weights.ts';

/** Four components; the first two are "robots", the last two "romance". Sentence vectors have four components too. */
export const tinyWeights = (): Weights => ({
  dimension: 4,
  encoder: { provider: 'local', model: 'tiny', dimension: 4 },
  spread: 0.5,
  words: { names: ['robot', 'giant robot', 'romanc'], rarity: Float32Array.of(1, 2, 1), rows: Float32Array.of(1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1) },
  facts: {
    names: ['tag mecha', 'tag romance', 'type TV', 'era 1995', 'studio Sunrise', 'work mal:7'],
    rarity: Float32Array.of(2, 1, 1, 1, 1, 1),
    rows: Float32Array.of(1, 1, 0, 0, 0, 0, 1, 1, 0.1, 0, 0, 0.1, 0, 0.2, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, 2),
  },
  request: { centre: Float32Array.of(0.5, 0.5, 0.5, 0.5), rows: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1) },
  entry: { centre: Float32Array.of(0.5, 0.5, 0.5, 0.5), rows: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1) },
});
