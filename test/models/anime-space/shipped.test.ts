/** The weights that ship, on the catalogue that ships. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadVocabulary } from '../../../src/catalogue/load-vocabulary.ts';
import { readOwnEntries } from '../../../src/catalogue/own-entries.ts';
import type { Anime } from '../../../src/domain/anime.ts';
import { loadAnimeSpace, type AnimeSpace } from '../../../src/models/anime-space/encode.ts';
import { kindredSchema } from '../../../src/models/anime-space/train/material.ts';
import { readWeights } from '../../../src/models/anime-space/weights.ts';
import { termsIn } from '../../../src/models/anime-space/words.ts';

const data = path.resolve(import.meta.dirname, '../../../data');
const models = path.join(data, 'models');
let space: AnimeSpace;
let entries: readonly Anime[];
let vectors: Float32Array;

beforeAll(async () => {
  space = await loadAnimeSpace(models);
  ({ entries } = await readOwnEntries(path.join(data, 'catalogue'), await loadVocabulary(path.join(data, 'lexicon'))));
  vectors = space.entries(entries, null);
});

/** By words and facts alone: what holds without sentence vectors holds with them. */
const nearest = (vector: Float32Array, count: number): Anime[] => {
  const fit = (row: number): number => vector.reduce((sum, value, at) => sum + value * vectors[row * space.dimension + at]!, 0);
  return entries.map((entry, row) => ({ entry, fit: fit(row) })).sort((a, b) => b.fit - a.fit).slice(0, count).map(({ entry }) => entry);
};
const share = (found: readonly Anime[], fits: (entry: Anime) => boolean): number => found.filter(fits).length / found.length;

describe('the shipped weights', () => {
  it('are the ones that the manifest speaks of', async () => {
    const manifest = JSON.parse(await readFile(path.join(models, 'manifest.json'), 'utf8'));
    const file = await readFile(path.join(models, 'anime-space.bin'));

    expect(manifest.weights).toMatchObject({ bytes: file.byteLength, version: space.version, dimension: 128 });
    expect(file.byteLength).toBeLessThan(1_600_000);
    expect(manifest.learned_from.every(({ licence }: { licence: string }) => licence !== '')).toBe(true);
  });

  it('hold words, tags, studios and ids, and no titles', async () => {
    const { words, facts } = readWeights(await readFile(path.join(models, 'anime-space.bin')));
    // Titles of three words and more: two may be everyday words ("first love").
    const titles = new Set(entries.flatMap(({ title, title_english }) => [title, title_english ?? '']).map((title) => termsIn(title).filter((term) => !term.includes(' ')).join(' ')).filter((title) => title.split(' ').length > 2));

    expect(words.names.filter((name) => titles.has(name) || !/^[a-z0-9]+( [a-z0-9]+)?$/.test(name))).toEqual([]);
    expect(facts.names.filter((name) => !/^(tag .+|type [A-Z]+|era \d{4}|studio .+|work [a-z]+:\w+)$/.test(name))).toEqual([]);
  });

  it.each([
    ['huge robots fighting in space', (entry: Anime) => entry.genres.includes('Mecha')],
    ['girls who transform with magic', (entry: Anime) => entry.genres.includes('Mahou Shoujo')],
    ['cute animals, cats', (entry: Anime) => entry.tags.includes('cats') || entry.tags.includes('animals') || entry.genres.includes('Slice of Life')],
    ['a scary ghost story', (entry: Anime) => entry.genres.includes('Horror') || entry.genres.includes('Supernatural')],
    ['underdog team wants to win the tournament', (entry: Anime) => entry.genres.includes('Sports')],
    ['reborn in another world with cheat powers', (entry: Anime) => entry.tags.includes('isekai')],
    ['two people slowly fall in love', (entry: Anime) => entry.genres.includes('Romance')],
    ['I want to cry', (entry: Anime) => entry.genres.includes('Drama')],
  ])('find what fits: %s', (text, fits) => {
    // By words and facts alone; by chance it would be one in ten for most of these.
    expect(share(nearest(space.text(text, null), 10), fits)).toBeGreaterThanOrEqual(0.4);
  });

  it.each([
    ['mal:457', ['mal:4081']],
    ['mal:1535', ['mal:1575', 'mal:13601']],
    ['mal:5680', ['mal:47917', 'mal:1887']],
    ['mal:30', ['mal:5', 'mal:790', 'mal:237', 'mal:339', 'mal:227']],
  ])('find what is like %s', (id, expected) => {
    const seed = entries.find(({ anime_id }) => anime_id === id)!;
    const found = nearest(space.entry(seed, null), 25).map(({ anime_id }) => anime_id);

    expect(found[0]).toBe(id);
    expect(expected.some((other) => found.includes(other))).toBe(true);
  });

  it('were taught groups that are well formed, each of works of one kind only once', async () => {
    const groups = (await readFile(path.join(models, 'kindred.jsonl'), 'utf8')).split('\n').filter(Boolean).map((line) => kindredSchema.parse(JSON.parse(line)));

    expect(groups.length).toBeGreaterThan(400);
    expect(groups.filter(({ entries: ids }) => new Set(ids).size < ids.length || ids.some((id) => !/^[a-z]+:\w+$/.test(id)))).toEqual([]);
  });
});
