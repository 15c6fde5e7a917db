/** The use cases and tools without the conversation, the server and the toolbelt around them: wired as `src/compose.ts` wires them. */
import path from 'node:path';
import { readBangumiData } from '../../../src/catalogue/bangumi-data.ts';
import type { Catalogue } from '../../../src/catalogue/catalogue.ts';
import { loadNewestSnapshot } from '../../../src/catalogue/load-snapshot.ts';
import { loadVocabulary } from '../../../src/catalogue/load-vocabulary.ts';
import { encoderOf, loadShippedCatalogue } from '../../../src/catalogue/shipped.ts';
import { createLog } from '../../../src/log.ts';
import { createEmbeddingModel } from '../../../src/models/all.ts';
import { loadAnimeSpace } from '../../../src/models/anime-space/encode.ts';
import { createSetPreferences } from '../../../src/preferences/set-preferences.ts';
import { createViewerOf } from '../../../src/preferences/viewer.ts';
import { createExplain } from '../../../src/recommend/explain.ts';
import { createRecommend } from '../../../src/recommend/recommend.ts';
import { createTasteReport } from '../../../src/recommend/report/taste-report.ts';
import { createSeasonal } from '../../../src/recommend/seasonal.ts';
import { compare } from '../../../src/retrieval/compare.ts';
import { buildGeneration } from '../../../src/retrieval/generation.ts';
import { createSearch, type Search } from '../../../src/retrieval/search.ts';
import { createSimilar } from '../../../src/retrieval/similar.ts';
import { watchOrder } from '../../../src/retrieval/watch-order.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite.ts';
import { createTools } from '../../../src/tools/all.ts';
import type { Tool } from '../../../src/tools/tool.ts';
import { createFaissIndex } from '../../../src/vectors/faiss-index.ts';
import type { VectorMatrix } from '../../../src/vectors/vector-index.ts';
import { createExportWatchlist } from '../../../src/watchlist/export.ts';
import { createImportWatchlist } from '../../../src/watchlist/import.ts';
import { createReadWatchlist } from '../../../src/watchlist/read.ts';
import { createUndoWatchlist } from '../../../src/watchlist/undo.ts';
import { createUpdateWatchlist } from '../../../src/watchlist/update.ts';
import { projectRoot } from './start-service.ts';

export type UseCases = {
  readonly search: Search;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly vectors: VectorMatrix;
};

const data = path.join(projectRoot, 'data');

/** The newest snapshot of the folder, else the shipped catalogue: what the service would serve. */
export const servedCatalogue = async (dataDir: string): Promise<Catalogue & { readonly vectors: VectorMatrix }> => {
  const encoder = await encoderOf(createEmbeddingModel({ provider: 'local' }));
  const space = await loadAnimeSpace(path.join(data, 'models'));
  const newest = await loadNewestSnapshot(dataDir, { encoder, space });
  const catalogue = newest.catalogue ?? (await loadShippedCatalogue({ folder: path.join(data, 'catalogue'), vocabulary: await loadVocabulary(path.join(data, 'lexicon')), encoder, space, works: await readBangumiData() })).catalogue;
  const { vectors } = catalogue;
  if (vectors === null) throw new Error('The catalogue has no vectors of the local encoder.');
  return { ...catalogue, vectors };
};

/** @param dataDir of a service whose catalogue and list are read */
export const openUseCases = async (dataDir: string): Promise<UseCases> => {
  const log = createLog('error');
  const catalogue = await servedCatalogue(dataDir);
  const index = createFaissIndex({ matrix: catalogue.space ?? catalogue.vectors, folder: catalogue.faissFolder, log });
  await index.ready();
  const generation = buildGeneration({ catalogue, index, space: await loadAnimeSpace(path.join(data, 'models')), vocabulary: await loadVocabulary(path.join(data, 'lexicon')) });
  const current = () => generation;
  const { embeddings } = createEmbeddingModel({ provider: 'local' });
  const embedQuery = async (text: string) => Float32Array.from(await embeddings.embedQuery(text));
  const storage = await createSqliteStorage({ file: path.join(dataDir, 'animetrackr.sqlite'), log });
  const search = createSearch({ current, embedQuery });
  const recommend = createRecommend({ current, search });
  const tools = createTools({
    current,
    search,
    similar: createSimilar({ current }),
    recommend,
    explain: createExplain({ current }),
    tasteReport: createTasteReport({ current, recommend, list: storage.list, suggestions: storage.suggestions }),
    seasonal: createSeasonal({ current }),
    compare,
    viewerOf: createViewerOf({ wishes: storage.wishes, list: storage.list, current }),
    setPreferences: createSetPreferences({ wishes: storage.wishes, current, now: () => new Date() }),
    watchOrder,
    list: storage.list,
    updateWatchlist: createUpdateWatchlist({ list: storage.list, now: () => new Date() }),
    undoWatchlist: createUndoWatchlist({ list: storage.list, byId: catalogue.byId }),
    readWatchlist: createReadWatchlist({ list: storage.list, byId: catalogue.byId }),
    importWatchlist: createImportWatchlist({ list: storage.list, current, now: () => new Date() }),
    exportWatchlist: createExportWatchlist({ list: storage.list, byId: catalogue.byId, now: () => new Date() }),
    recall: storage.idempotency.recall,
    now: () => new Date(),
    runTurn: () => Promise.reject(new Error('There is no conversation here.')),
  });
  return {
    search,
    tools: new Map(tools.map((tool) => [tool.name, tool])),
    vectors: catalogue.vectors,
  };
};
