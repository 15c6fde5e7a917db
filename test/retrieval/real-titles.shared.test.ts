/** Titles as people type them, against the development data: some 23,000 entries. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readAnimeOfflineDatabase } from '../../src/catalogue/anime-offline-database.ts';
import { createEntryCollector } from '../../src/catalogue/collect-entries.ts';
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import { loadVocabulary } from '../../src/catalogue/load-vocabulary.ts';
import { normalise } from '../../src/catalogue/normalise.ts';
import type { Anime } from '../../src/domain/anime.ts';
import { titleKey } from '../../src/domain/title-match.ts';
import { buildGeneration, type Generation } from '../../src/retrieval/generation.ts';
import { createSearch } from '../../src/retrieval/search.ts';
import { finish } from '../../src/retrieval/steps.ts';
import type { ListRow } from '../../src/watchlist/formats/list-format.ts';
import { matchRows, type Matching } from '../../src/watchlist/match-rows.ts';
import { catalogueOf } from './small-catalogue.ts';

const root = path.resolve(import.meta.dirname, '../..');
const entriesFolder = path.join(root, 'data/catalogue/entries');
let generation: Generation;

const readInto = async (file: string, take: (anime: Anime) => void, vocabulary: Awaited<ReturnType<typeof loadVocabulary>>): Promise<void> => {
  for await (const item of readAnimeOfflineDatabase(file)) {
    if (item.kind !== 'entry') continue;
    const result = normalise(item.entry, { vocabulary, englishWords: new Set() });
    if ('anime' in result) take(result.anime);
  }
};

beforeAll(async () => {
  const vocabulary = await loadVocabulary(path.join(root, 'data/lexicon'));
  const collector = createEntryCollector();
  await readInto(path.resolve(root, '../shared/data/aod-real.jsonl'), (anime) => collector.add(anime), vocabulary);
  for (const name of readdirSync(entriesFolder).filter((file) => file.endsWith('.jsonl'))) await readInto(path.join(entriesFolder, name), (anime) => collector.overlay(anime), vocabulary);
  const { info } = catalogueOf([]);
  const catalogue = createCatalogue({ info, entries: collector.finish(), vectors: null, faissFolder: null });
  const begun = performance.now();
  generation = buildGeneration({ catalogue, index: null, vocabulary });
  process.stderr.write(`${catalogue.entries.length} entries: generation built in ${Math.round(performance.now() - begun)} ms\n`);
}, 120_000);

/** The same typos in every run. */
const createRandom = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

const misspell = (name: string, random: () => number): string => {
  const signs = [...name.toLowerCase()];
  const edits = Math.min(Math.floor(random() * 4), Math.floor(signs.length / 5));
  for (let edit = 0; edit < edits; edit++) {
    const at = Math.floor(random() * (signs.length - 1));
    const letter = String.fromCodePoint(97 + Math.floor(random() * 26));
    const kind = Math.floor(random() * 4);
    if (kind === 0) signs.splice(at, 1);
    else if (kind === 1) signs.splice(at, 0, letter);
    else if (kind === 2) signs[at] = letter;
    else [signs[at], signs[at + 1]] = [signs[at + 1] ?? '', signs[at] ?? ''];
  }
  return signs.join('');
};

const percentile = (times: number[], share: number): string => ([...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0).toFixed(2);

it('finds at least 98 of 100 misspelt titles first', () => {
  const random = createRandom(11);
  const known = generation.catalogue.entries.filter(({ adult }) => !adult).sort((a, b) => b.prominence - a.prominence).slice(0, 3000);
  const times: number[] = [];
  const missed: string[] = [];
  const asked = 300;
  for (let run = 0; run < asked; run++) {
    const anime = known[Math.floor(random() * known.length)];
    if (anime === undefined) throw new Error('the data has too few entries');
    const names = [anime.title, anime.title_english ?? anime.title].filter((name) => /^[ -~]{6,}$/.test(name));
    const name = names[Math.floor(random() * names.length)] ?? anime.title;
    const typed = misspell(name, random);
    const begun = performance.now();
    const [best] = generation.titles.resolve(typed);
    times.push(performance.now() - begun);
    // A name that several entries have is found when any of them is.
    const found = best !== undefined && [best.anime.title, best.anime.title_english ?? '', ...best.anime.synonyms].some((other) => titleKey(other) === titleKey(name));
    if (!found) missed.push(`${name} as "${typed}" -> ${best?.anime.title ?? 'nothing'}`);
  }
  process.stderr.write(`misspelt titles: ${asked - missed.length} of ${asked} first; p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms\n${missed.join('\n')}\n`);

  expect(missed.length).toBeLessThanOrEqual(asked * 0.02);
});

it('matches an import of 20,000 rows in a few seconds, whether the catalogue has their titles or not', () => {
  const random = createRandom(5);
  const words = [...new Set(generation.catalogue.entries.flatMap(({ title }) => title.split(' ')))];
  const made = (count: number): string => Array.from({ length: 1 + Math.floor(random() * count) }, () => words[Math.floor(random() * words.length)] ?? '').join(' ');
  const rowsOf = (titles: readonly string[]): ListRow[] => titles.map((title, line) => ({ line, refs: [], titles: [title], remarks: [] }));
  const run = (titles: readonly string[]): Matching & { readonly seconds: number } => {
    const begun = process.cpuUsage().user;
    return { ...finish(matchRows(rowsOf(titles), generation)), seconds: (process.cpuUsage().user - begun) / 1e6 };
  };

  const nearly = generation.catalogue.entries.filter(({ adult }) => !adult).slice(0, 100);
  const unknown = run([...nearly.map(({ title }) => misspell(title, random)), ...Array.from({ length: 20_000 }, () => made(7))]);
  const known = run(generation.catalogue.entries.slice(0, 20_000).map(({ title }) => title));

  process.stderr.write(`20,000 rows matched: unknown ${unknown.seconds.toFixed(1)} s, known ${known.seconds.toFixed(1)} s\n`);
  expect([unknown.searchedAll, known.searchedAll]).toEqual([false, true]);
  const found = nearly.filter((anime, line) => unknown.matched.some((one) => one.row.line === line && one.anime === anime) || unknown.unmatched.some(({ row, candidates }) => row.line === line && candidates.includes(anime)));
  expect(found.length).toBeGreaterThan(85);
  expect(known.matched.length).toBeGreaterThan(18_000);
  expect(unknown.seconds).toBeLessThan(10);
  expect(known.seconds).toBeLessThan(5);
});

it.each([
  ['FMA 2003', 'Fullmetal Alchemist'],
  ['Brotherhood', 'Fullmetal Alchemist: Brotherhood'],
  ['Naruto', 'Naruto'],
  ['Demon Slayer', 'Kimetsu no Yaiba'],
  ['the demon slayer movie', 'Kimetsu no Yaiba Movie: Mugen Ressha-hen'],
  ['hunter x hunter 2011', 'Hunter x Hunter (2011)'],
  ['aot s2', 'Shingeki no Kyojin Season 2'],
  ['attack on titan season 3 part 2', 'Shingeki no Kyojin Season 3 Part 2'],
  ['JJK', 'Jujutsu Kaisen'],
  ['code geass r2', 'Code Geass: Hangyaku no Lelouch R2'],
  ['鬼滅の刃', 'Kimetsu no Yaiba'],
])('%s means %s among them all', (text, title) => {
  expect(generation.titles.resolve(text)[0]?.anime.title).toBe(title);
});

it.each(['recommend me something cozy and relaxing', 'I want a short romance anime from the 90s', 'more like that', 'what is your name?', 'a sad story about friendship and loss', 'no mecha, no harem please', 'surprise me'])(
  'sees no title in "%s"',
  (sentence) => {
    expect(generation.titles.findMentions(sentence)).toEqual([]);
  },
);

it('searches in a few milliseconds', async () => {
  const { search } = createSearch({ current: () => generation, embedQuery: async () => null });
  const queries = ['cozy slice of life in the countryside', 'time travel thriller', 'naruto', 'vampire detective', 'horror', 'stiens gate', '', 'anime like mushishi'];
  const times: number[] = [];
  for (let run = 0; run < 80; run++) {
    const begun = performance.now();
    const { hits } = await search({ query: queries[run % queries.length] ?? '', filters: run % 2 === 0 ? {} : { year_from: 2005 }, limit: 20, offset: 0 });
    times.push(performance.now() - begun);

    expect(hits).toHaveLength(20);
  }
  process.stderr.write(`searches: p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms\n`);
});
