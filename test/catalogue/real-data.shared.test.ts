/** The whole of a real data set, which is not part of the project: it lies beside it where people develop. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import { ingest, type Ingested } from '../../src/catalogue/ingest.ts';
import { loadVocabulary } from '../../src/catalogue/load-vocabulary.ts';
import { readOwnEntries } from '../../src/catalogue/own-entries.ts';
import { entrySchema, toEntry } from '../../src/domain/anime.ts';

const project = path.resolve(import.meta.dirname, '../..');
const file = path.resolve(project, '../shared/data/aod-real.jsonl');

describe('a real data set of 23,193 entries', () => {
  let ingested: Ingested;
  let seconds = 0;
  beforeAll(async () => {
    const vocabulary = await loadVocabulary(path.join(project, 'data/lexicon'));
    const own = await readOwnEntries(path.join(project, 'data/catalogue'), vocabulary);
    const start = performance.now();
    ingested = await ingest({ file, vocabulary, own });
    seconds = (performance.now() - start) / 1000;
  }, 120_000);

  it('is read without refusing an entry, in seconds', () => {
    expect(ingested.refusals).toEqual([]);
    expect(ingested.entries.length).toBeGreaterThanOrEqual(23_193);
    expect(ingested.metadata.lastUpdate).toBe('2026-08-22');
    expect(seconds).toBeLessThan(45); // 5 s alone; the machine may be busy
  });

  it('has unique ids, and finds each entry by every one of them', () => {
    const { entries } = ingested;
    const info = {
      snapshot_id: 'x', origin: 'synced' as const, entries: entries.length, created_at: '', licence: [],
      source: { name: '', location: '', tag: null, sha256: '', last_update: null }, encoder: { provider: '', model: '', dimension: 1 },
    };
    const catalogue = createCatalogue({ info, entries, vectors: null, faissFolder: null });

    expect(new Set(entries.map(({ anime_id }) => anime_id)).size).toBe(entries.length);
    expect(entries.filter((anime) => anime.aliases.some((alias) => catalogue.byId(alias) !== anime))).toEqual([]);
    expect(entries.filter((anime) => Object.values(anime.links).some((url) => catalogue.byId(url) !== anime))).toEqual([]);
  });

  it('has the public shape throughout, and relations that lead somewhere', () => {
    const ids = new Set(ingested.entries.map(({ anime_id }) => anime_id));

    for (const anime of ingested.entries) entrySchema.parse(toEntry(anime));
    expect(ingested.entries.flatMap(({ related }) => related).filter((id) => !ids.has(id))).toEqual([]);
    expect(ingested.entries.filter(({ related }) => related.length > 0).length).toBeGreaterThan(11_000);
  });

  it('marks the adult share, folds the tags and spreads prominence', () => {
    const { entries } = ingested;
    const tags = new Set(entries.flatMap((anime) => [...anime.tags]));
    const prominence = entries.map((anime) => anime.prominence).sort((a, b) => a - b);

    expect(entries.filter(({ adult }) => adult).length).toBeGreaterThanOrEqual(1600);
    expect(entries.filter(({ adult }) => adult).length).toBeLessThan(1700);
    expect(tags.size).toBeLessThan(1200); // 1,974 bare words
    expect([...tags].filter((tag) => ['sci fi', 'scifi', 'sci-fi', 'science fiction', 'yaoi', '7.43'].includes(tag))).toEqual([]);
    expect([prominence[0], prominence.at(-1)]).toEqual([1, 5]);
    expect(prominence[Math.floor(entries.length / 2)]).toBeLessThan(2.5);
  });
});
