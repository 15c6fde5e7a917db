/** A made-up world of two kinds of works: what is learned must tell them apart. */
import { describe, expect, it } from 'vitest';
import type { Anime } from '../../../src/domain/anime.ts';
import { createAnimeSpace } from '../../../src/models/anime-space/encode.ts';
import type { Material } from '../../../src/models/anime-space/train/material.ts';
import { trainSpace } from '../../../src/models/anime-space/train/train-space.ts';
import { readWeights, versionOf, writeWeights } from '../../../src/models/anime-space/weights.ts';

const size = 16;
const anime = (id: number, changes: Partial<Anime>): Anime => ({
  anime_id: `mal:${id}`, title: `Work ${id}`, title_english: null, title_native: null, synonyms: [], type: 'TV', episodes: 12, duration_minutes: 24, status: 'FINISHED', year: 2000 + (id % 20), season: null,
  genres: [], tags: [], studios: [], score: null, synopsis: null, picture: null, links: {}, streaming: [], aliases: [`mal:${id}`], related: [], adult: false, spoiler_tags: [], prominence: 1 + (id % 5), ...changes,
});
const entries = Array.from({ length: 60 }, (_, id) =>
  id % 2 === 0
    ? anime(id, { genres: ['Mecha'], tags: [id % 4 === 0 ? 'space' : 'war'], synopsis: 'Pilots of giant machines defend their city against an invasion.' })
    : anime(id, { genres: ['Romance'], tags: [id % 4 === 1 ? 'school' : 'cooking'], synopsis: 'Two shy students slowly fall in love over shared lunches.' }),
);
/** Letters of a text as a vector: texts of like words lie near each other. */
const embed = async (texts: readonly string[]): Promise<Float32Array[]> =>
  texts.map((text) => {
    const vector = new Float32Array(size);
    for (const word of text.split(/\W+/)) for (let at = 0; at < word.length; at++) vector[(word.charCodeAt(at) * (at + 3)) % size]! += 1;
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => value / length);
  });
const material = async (): Promise<Material> => ({
  entries,
  sentences: await embed(entries.map(({ genres, tags }) => [...genres, ...tags].join(' '))),
  kindred: [{ about: ['metal titans clash'], entries: ['mal:0', 'mal:4', 'mal:8', 'mal:12'] }, { about: ['first kiss after class'], entries: ['mal:1', 'mal:5', 'mal:9', 'mal:13'] }],
  paraphrases: [{ name: 'Mecha', phrases: ['huge machines punching each other'] }],
  requests: [{ text: 'something sweet about cooks', tags: ['cooking'] }],
  moods: [{ name: 'hype', words: ['hype', 'pumped up'], genres: { Mecha: 1 }, avoid: { Romance: 1 } }],
  lexicon: [{ name: 'Mecha', synonyms: ['giant robots'], gloss: 'giant robots and pilots' }, { name: 'Romance', synonyms: ['love story'] }, { name: 'school', synonyms: [] }],
});
const learn = async (steps: number, losses: number[] = []) =>
  trainSpace(await material(), {
    seed: 1, steps, encoder: { provider: 'local', model: 'letters', dimension: size }, embed,
    onStep: (_, { texts }) => texts > 0 && losses.push(texts),
    plan: { dimension: 8, batch: 32, requestCount: 200, fewestTexts: 1 },
  });

describe('training', () => {
  it('learns which works answer which words', async () => {
    const losses: number[] = [];
    const file = writeWeights(await learn(150, losses));
    const space = createAnimeSpace(readWeights(file), versionOf(file));
    const best = (text: string): Anime[] => {
      const query = space.text(text, null);
      const fit = (entry: Anime): number => space.entry(entry, null).reduce((sum, value, at) => sum + value * query[at]!, 0);
      return entries.map((entry) => ({ entry, score: fit(entry) })).sort((a, b) => b.score - a.score).slice(0, 5).map(({ entry }) => entry);
    };

    expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!);
    expect(best('giant robots').every(({ genres }) => genres.includes('Mecha'))).toBe(true);
    expect(best('a love story').every(({ genres }) => genres.includes('Romance'))).toBe(true);
    expect(best('first kiss after class').every(({ genres }) => genres.includes('Romance'))).toBe(true);
    expect(best('pumped up').every(({ genres }) => genres.includes('Mecha'))).toBe(true);
    expect(best('something sweet about cooks')[0]?.tags).toEqual(['cooking']);
  });

  it('comes to the same weights every time', async () => {
    expect(versionOf(writeWeights(await learn(12)))).toBe(versionOf(writeWeights(await learn(12))));
  });

  it('keeps no title', async () => {
    const { words, facts } = await learn(1);

    expect([...words.names, ...facts.names].filter((name) => /\bwork (?!mal:\d+$)/i.test(name))).toEqual([]);
  });
});
