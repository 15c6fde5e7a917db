/** The shipped catalogue with its real title index, as the embedded brain sees it; made once per test file. */
import path from 'node:path';
import { loadVocabulary } from '../../src/catalogue/load-vocabulary.ts';
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import { createEntryCollector } from '../../src/catalogue/collect-entries.ts';
import { readOwnEntries } from '../../src/catalogue/own-entries.ts';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { buildFranchises } from '../../src/retrieval/franchise.ts';
import { createTitleIndex } from '../../src/retrieval/title-index.ts';
import { seasonsFrom } from '../../src/retrieval/watch-order.ts';
import { loadIntents } from '../../src/models/intents/stored-model.ts';
import type { Field } from '../../graphs/chat/deps.ts';

const data = path.resolve(import.meta.dirname, '../../data');

export const shippedCatalogue = async (): Promise<Catalogue> => {
  const vocabulary = await loadVocabulary(path.join(data, 'lexicon'));
  const collector = createEntryCollector();
  for (const entry of (await readOwnEntries(path.join(data, 'catalogue'), vocabulary)).entries) collector.add(entry);
  const entries = collector.finish();
  return createCatalogue({
    info: {
      snapshot_id: 'test', origin: 'shipped', entries: entries.length, created_at: '2026-01-01T00:00:00.000Z', licence: [],
      source: { name: 'own', location: 'data/catalogue', tag: null, sha256: '', last_update: null }, encoder: { provider: 'none', model: 'none', dimension: 1 },
    },
    entries,
    vectors: null,
    faissFolder: null,
  });
};

/** A Sunday in autumn 2026, so that "this season" is FALL 2026. */
export const testNow = new Date(2026, 10, 22);

export const shippedField = async (): Promise<Field> => {
  const catalogue = await shippedCatalogue();
  const franchises = buildFranchises(catalogue);
  const titles = createTitleIndex(catalogue);
  const studios = [...new Set(catalogue.entries.flatMap((entry) => entry.studios))].sort((a, b) => b.length - a.length);
  return {
    titles: { resolve: titles.resolve, findMentions: titles.findMentions, byId: catalogue.byId, seasonsFrom: (anime) => seasonsFrom(anime, { catalogue, franchises }) },
    vocabulary: await loadVocabulary(path.join(data, 'lexicon')),
    studios: () => studios,
    intents: await loadIntents(path.join(data, 'models/intents')),
    now: () => testNow,
  };
};
