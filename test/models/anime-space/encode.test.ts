import { describe, expect, it } from 'vitest';
import { createAnimeSpace } from '../../../src/models/anime-space/encode.ts';
import type { Facts } from '../../../src/models/anime-space/facts.ts';
import { termsIn } from '../../../src/models/anime-space/words.ts';
import { tinyWeights } from './tiny-weights.ts';

const space = createAnimeSpace(tinyWeights(), 'v1');
const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);
const product = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const facts = (changes: Partial<Facts> = {}): Facts => ({ anime_id: 'mal:1', genres: ['Mecha'], tags: [], type: 'TV', year: 1998, studios: ['Sunrise'], ...changes });
const sentence = Float32Array.of(0.8, 0.6, 0, 0);

describe('a request', () => {
  it.each(['giant robots', 'ROMANCE, please!', 'robots '.repeat(1500)])('becomes a vector of length 1, always the same: %.30s', (text) => {
    expect(lengthOf(space.text(text, null))).toBeCloseTo(1, 5);
    expect(space.text(text, null)).toEqual(space.text(text, null));
    expect(lengthOf(space.text(text, sentence))).toBeCloseTo(1, 5);
  });

  it.each(['', '   ', 'the anime that was', 'zxqwv', '日本', '💥'])('of nothing that is known is all zeros, so that only prominence decides: %j', (text) => {
    expect([...space.text(text, null)]).toEqual([0, 0, 0, 0]);
  });

  it('of unknown words is understood by its sentence vector', () => {
    expect(lengthOf(space.text('zxqwv', sentence))).toBeCloseTo(1, 5);
  });

  it('reads ten thousand letters without delay', () => {
    const begun = performance.now();
    space.text('giant robots fall in love '.repeat(400), null);

    expect(performance.now() - begun).toBeLessThan(50);
  });

  it('is the same in every inflection, and pairs of words count', () => {
    expect(termsIn('Fighting robots, the RESCUING of cities')).toEqual(['fight', 'robot', 'rescu', 'city', 'fight robot', 'robot rescu', 'rescu city']);
    expect(product(space.text('giant robots', null), space.text('robot', null))).toBeLessThan(1);
  });
});

describe('an entry', () => {
  it('is near the requests that it answers', () => {
    const mecha = space.entry(facts(), null);

    expect(lengthOf(mecha)).toBeCloseTo(1, 5);
    expect(product(mecha, space.text('giant robots', null))).toBeGreaterThan(product(mecha, space.text('romance', null)) + 0.5);
  });

  it('needs no fact that was there in training', () => {
    const unknown = facts({ genres: ['Nothing'], tags: ['new'], type: 'UNKNOWN', year: null, studios: ['Nobody'] });

    expect([...space.entry(unknown, null)]).toEqual([0, 0, 0, 0]);
    expect(lengthOf(space.entry(unknown, sentence))).toBeCloseTo(1, 5);
  });

  it('of a work that our writing names has something of its own', () => {
    expect(space.entry(facts({ anime_id: 'mal:7' }), null)).not.toEqual(space.entry(facts(), null));
  });

  it('is the same alone and among many', () => {
    const many = Array.from({ length: 301 }, (_, at) => facts(at % 3 === 0 ? { genres: ['Romance'] } : { year: 1995 + (at % 9) }));
    const sentences = Float32Array.from({ length: 301 * 4 }, (_, at) => Math.sin(at));
    const together = space.entries(many, sentences);

    expect(together).toHaveLength(301 * 4);
    for (const at of [0, 1, 127, 128, 300]) expect(together.slice(4 * at, 4 * at + 4)).toEqual(space.entry(many[at]!, sentences.slice(4 * at, 4 * at + 4)));
    expect(space.entries([], null)).toHaveLength(0);
  });
});
