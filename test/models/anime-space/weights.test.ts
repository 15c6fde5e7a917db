import { describe, expect, it } from 'vitest';
import { readWeights, versionOf, writeWeights } from '../../../src/models/anime-space/weights.ts';
import { tinyWeights } from './tiny-weights.ts';

describe('the file of the weights', () => {
  it('brings everything back, rows to a hundredth', () => {
    const weights = tinyWeights();
    const back = readWeights(writeWeights(weights));

    expect({ ...back, words: back.words.names, facts: back.facts.names, request: null, entry: null }).toEqual({ ...weights, words: weights.words.names, facts: weights.facts.names, request: null, entry: null });
    for (const part of ['words', 'facts'] as const) {
      expect(back[part].rarity).toEqual(weights[part].rarity);
      back[part].rows.forEach((value, at) => expect(value).toBeCloseTo(weights[part].rows[at]!, 2));
    }
    for (const part of ['request', 'entry'] as const) {
      expect(back[part].centre).toEqual(weights[part].centre);
      back[part].rows.forEach((value, at) => expect(value).toBeCloseTo(weights[part].rows[at]!, 2));
    }
  });

  it('has a version that changes with its content', () => {
    const file = writeWeights(tinyWeights());

    expect(versionOf(file)).toMatch(/^[0-9a-f]{12}$/);
    expect(versionOf(writeWeights({ ...tinyWeights(), spread: 0.6 }))).not.toBe(versionOf(file));
  });

  it.each([
    ['nothing', (file: Uint8Array) => file.slice(0, 0)],
    ['half of it', (file: Uint8Array) => file.slice(0, file.length / 2)],
    ['all but the last byte', (file: Uint8Array) => file.slice(0, -1)],
    ['a byte too many', (file: Uint8Array) => Uint8Array.of(...file, 0)],
    ['another format', (file: Uint8Array) => file.map((byte, at) => (at === 0 ? 0 : byte))],
    ['a header that is no JSON', (file: Uint8Array) => file.map((byte, at) => (at === 12 ? 0 : byte))],
  ])('is refused when it is %s', (_, damage) => {
    expect(() => readWeights(damage(writeWeights(tinyWeights())))).toThrow(expect.objectContaining({ code: 'internal', hint: expect.stringContaining('npm run train') }));
  });
});
