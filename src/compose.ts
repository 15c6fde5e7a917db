/** Puts the parts together. The only file that knows every concrete adapter. */
import path from 'node:path';
import { createEmbeddedBrain } from '../graphs/chat/brains/embedded/embedded-brain.ts';
import { createLlmBrain } from '../graphs/chat/brains/llm/llm-brain.ts';
import type { Brain } from '../graphs/chat/brains/brain.ts';
import type { ChatDeps } from '../graphs/chat/deps.ts';
import { compileChatGraph } from '../graphs/chat/graph.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { sameEncoder } from './catalogue/manifest.ts';
import { loadNewestSnapshot } from './catalogue/load-snapshot.ts';
import { loadVocabulary } from './catalogue/load-vocabulary.ts';
import { readBangumiData } from './catalogue/bangumi-data.ts';
import { encoderOf, loadShippedCatalogue } from './catalogue/shipped.ts';
import { createCatalogueSync, type CatalogueSync } from './catalogue/sync-process.ts';
import { watchSnapshots } from './catalogue/watch-snapshots.ts';
import { createRunTurn } from './chat/run-turn.ts';
import type { Config } from './config.ts';
import { toEntry } from './domain/anime.ts';
import type { RunTurn } from './domain/chat-turn.ts';
import { AppError } from './errors.ts';
import type { Log } from './log.ts';
import { createMcp, type Mcp } from './mcp/server.ts';
import { createToolbelt } from './mcp/toolbelt.ts';
import { createChatModel, createEmbeddingModel } from './models/all.ts';
import { loadCoLikes } from './models/co-likes/stored-co-likes.ts';
import { loadAnimeSpace } from './models/anime-space/encode.ts';
import { loadIntents } from './models/intents/stored-model.ts';
import { createHealth, type Health } from './ops/health.ts';
import { createMetrics, type Metrics } from './ops/metrics.ts';
import { loadPrompts } from './prompts.ts';
import { createSetPreferences } from './preferences/set-preferences.ts';
import { createViewerOf } from './preferences/viewer.ts';
import { createExplain } from './recommend/explain.ts';
import { createRecommend } from './recommend/recommend.ts';
import { createTasteReport } from './recommend/report/taste-report.ts';
import { createSeasonal } from './recommend/seasonal.ts';
import { compare } from './retrieval/compare.ts';
import { buildGeneration, buildGenerationInTurns, type Generation } from './retrieval/generation.ts';
import { createLive } from './retrieval/live.ts';
import { createSearch } from './retrieval/search.ts';
import { createSimilar } from './retrieval/similar.ts';
import { seasonsFrom, watchOrder } from './retrieval/watch-order.ts';
import { titlesBeginning } from './retrieval/titles-beginning.ts';
import { createReplyCodec } from './storage/reply-codec.ts';
import { createMemoryCache } from './storage/memory-cache.ts';
import { createRedisCache } from './storage/redis-cache.ts';
import { createPostgresStorage } from './storage/postgres.ts';
import { createSqliteStorage } from './storage/sqlite.ts';
import type { ThreadStore } from './storage/storage.ts';
import { createTools } from './tools/all.ts';
import { joinResources } from './tools/resource.ts';
import { createPrompts } from './tools/prompts.ts';
import { watchlistResource } from './tools/watchlist-resource.ts';
import { catalogueResources } from './tools/catalogue-resources.ts';
import { createFaissIndex } from './vectors/faiss-index.ts';
import { version } from './version.ts';
import { createExportWatchlist } from './watchlist/export.ts';
import { createImportWatchlist } from './watchlist/import.ts';
import { createReadWatchlist } from './watchlist/read.ts';
import { createUndoWatchlist } from './watchlist/undo.ts';
import { createUpdateWatchlist } from './watchlist/update.ts';

export type App = {
  readonly runTurn: RunTurn;
  readonly threads: ThreadStore;
  readonly mcp: Mcp;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly catalogueSync: CatalogueSync;
  readonly brain: { readonly mode: 'embedded' | 'llm'; readonly model: string | null };
  /** What the graph is made of; Studio compiles its own. */
  readonly chatDeps: ChatDeps;
  readonly version: string;
  catalogueSize(): number;
  /** Names that begin with what was typed. */
  titlesBeginning(typed: string): string[];
  close(): Promise<void>;
};

/** The repository's folders that ship with the program. */
const root = path.resolve(import.meta.dirname, '..');
const shipped = { catalogue: path.join(root, 'data/catalogue'), lexicon: path.join(root, 'data/lexicon'), prompts: path.join(root, 'prompts'), models: path.join(root, 'data/models'), intents: path.join(root, 'data/models/intents'), coLikes: path.join(root, 'data/models/co-likes') };

/** @throws AppError for settings or files that make a start impossible */
export const compose = async (config: Config, log: Log): Promise<App> => {
  // First, because it is what most often cannot be: a wrong folder is said at once.
  const compact = createReplyCodec({ entryById: (id) => { const anime = live.current().catalogue.byId(id); return anime && toEntry(anime); } });
  const storage = config.databaseUrl === null
    ? await createSqliteStorage({ file: path.join(config.dataDir, 'animetrackr.sqlite'), log, compact })
    : await createPostgresStorage({ url: config.databaseUrl, log, compact });
  const cache = config.redisUrl === null ? createMemoryCache() : await createRedisCache({ url: config.redisUrl, log });
  const vocabulary = await loadVocabulary(shipped.lexicon);
  const embeddingModel = createEmbeddingModel(config.embeddings, cache);
  const encoder = await encoderOf(embeddingModel);
  const problems: string[] = [];
  const space = await loadAnimeSpace(shipped.models).catch((error: unknown) => (log.warn({ err: error }, 'the learned space is not there; sentence vectors take its place'), null));

  const indexOf = (catalogue: Catalogue) => {
    const matrix = catalogue.space ?? catalogue.vectors;
    return matrix === null ? null : createFaissIndex({ matrix, folder: catalogue.faissFolder, log });
  };
  const readsSentences = space !== null && sameEncoder(space.encoder, encoder);
  /** What the space does not understand is searched beside it. */
  const sentencesOf = ({ space: places, vectors }: Catalogue) =>
    places === null || vectors === null || readsSentences ? null : createFaissIndex({ matrix: vectors, folder: null, log });
  const partsOf = (catalogue: Catalogue) => ({ catalogue, index: indexOf(catalogue), space, readsSentences, sentences: sentencesOf(catalogue), vocabulary });
  const generationOf = (catalogue: Catalogue): Generation => buildGeneration(partsOf(catalogue));
  const newest = async (): Promise<Catalogue | null> => {
    const { catalogue, problems: found } = await loadNewestSnapshot(config.dataDir, { encoder, space });
    problems.splice(0, problems.length, ...found);
    return catalogue;
  };
  const shippedCatalogue = async (): Promise<Catalogue> => {
    const works = await readBangumiData().catch((error: unknown) => (log.warn({ err: error }, 'bangumi-data is not there; where a title can be watched is not known'), null));
    const { catalogue, problems: found } = await loadShippedCatalogue({ folder: shipped.catalogue, vocabulary, encoder, space, works });
    problems.push(...found);
    return catalogue;
  };
  const first = await newest();
  const served = first ?? (await shippedCatalogue());
  for (const problem of problems) log.warn({ problem }, 'catalogue');

  const live = createLive({ first: generationOf(served), log });
  const { current } = live;
  // One after the other: each takes seconds beside the requests, and the last one must win.
  let swapped: Promise<void> = Promise.resolve();
  const watch = await watchSnapshots(config.dataDir, (snapshot_id) => {
    swapped = swapped
      .then(newest)
      .then(async (catalogue) => {
        if (catalogue === null || catalogue.info.snapshot_id === current().catalogue.info.snapshot_id) return;
        live.swap(await buildGenerationInTurns(partsOf(catalogue)));
        log.info({ snapshot_id, entries: catalogue.entries.length }, 'a new catalogue is served');
      })
      .catch((error: unknown) => log.error({ err: error, snapshot_id }, 'a new catalogue could not be read; the old one stays'));
  });

  const embedQuery = (text: string): Promise<Float32Array | null> =>
    embeddingModel.embeddings.embedQuery(text).then(
      (vector) => Float32Array.from(vector),
      (error: unknown) => (log.warn({ err: error }, 'the query was not embedded; words alone decide'), null),
    );
  const metrics = createMetrics();
  let runTurn: RunTurn = () => Promise.reject(new AppError('unavailable', 'The conversation is still starting.', { retryAfter: 1 }));
  const coLikes = await loadCoLikes(shipped.coLikes).catch((error: unknown) => (log.warn({ err: error }, 'the co-like model is not there; recommendations go by content alone'), null));
  const search = createSearch({ current, embedQuery });
  const recommend = createRecommend({ current, search, coLikes });
  const readWatchlist = createReadWatchlist({ list: storage.list, byId: (ref) => current().catalogue.byId(ref) });
  const tools = createTools({
    current,
    search,
    similar: createSimilar({ current }),
    recommend,
    explain: createExplain({ current, coLikes }),
    tasteReport: createTasteReport({ current, recommend, list: storage.list, suggestions: storage.suggestions }),
    seasonal: createSeasonal({ current }),
    compare,
    viewerOf: createViewerOf({ wishes: storage.wishes, list: storage.list, current }),
    setPreferences: createSetPreferences({ wishes: storage.wishes, current, now: () => new Date() }),
    watchOrder,
    list: storage.list,
    updateWatchlist: createUpdateWatchlist({ list: storage.list, now: () => new Date() }),
    undoWatchlist: createUndoWatchlist({ list: storage.list, byId: (ref) => current().catalogue.byId(ref) }),
    readWatchlist,
    importWatchlist: createImportWatchlist({ list: storage.list, current, now: () => new Date() }),
    exportWatchlist: createExportWatchlist({ list: storage.list, byId: (ref) => current().catalogue.byId(ref), now: () => new Date() }),
    recall: storage.idempotency.recall,
    now: () => new Date(),
    runTurn: (...request) => runTurn(...request),
  });
  const prompts = await loadPrompts(shipped.prompts);
  const mcp = createMcp({ tools, resources: joinResources([catalogueResources({ current }), watchlistResource({ readWatchlist })]), prompts: createPrompts({ current, genres: vocabulary.genres, texts: prompts, now: () => new Date() }), log, metrics, version });
  const toolbelt = await createToolbelt({ connect: config.mcpUrl === null ? { mcp } : { url: config.mcpUrl }, log, version });

  const titles: ChatDeps['titles'] = {
    resolve: (text, options) => current().titles.resolve(text, options),
    findMentions: (sentence) => current().titles.findMentions(sentence),
    byId: (ref) => current().catalogue.byId(ref),
    seasonsFrom: (anime) => seasonsFrom(anime, current()),
  };
  const intents = await loadIntents(shipped.intents);
  const field = { titles, vocabulary, studios: studiosOf(current), intents, now: () => new Date() };
  // Vectors of another encoder would mean nothing to the classifier.
  const embedded = createEmbeddedBrain(field, intents.encoder.model === embeddingModel.model ? embedQuery : null);
  const chatModel = config.model === null ? null : await createChatModel({ ...config.model, log, memory: cache });
  const brain: Brain =
    chatModel === null
      ? embedded
      : createLlmBrain({ chatModel, fallback: embedded, prompts, tools: () => toolbelt.tools(), field, log, onUngrounded: (count) => metrics.titlesRemoved(count) });
  const chatDeps: ChatDeps = { brain, tools: { call: toolbelt.call, forModel: () => toolbelt.tools() }, titles, hasScores: () => current().catalogue.entries.some(({ score }) => score !== null), now: () => new Date() };
  runTurn = createRunTurn({ graph: compileChatGraph(chatDeps, storage.checkpointer), storage, brain, log, metrics });

  // Beside the first requests, not before them: nothing needs it to answer.
  void embeddingModel.warm().catch((error: unknown) => log.warn({ err: error }, 'the sentence encoder is not there; words alone decide'));

  const catalogueSync = createCatalogueSync();

  return {
    runTurn,
    threads: storage.threads,
    mcp,
    metrics,
    health: createHealth({
      version,
      storage,
      cache,
      catalogue: () => ({ info: current().catalogue.info, problems }),
      vectors: () => current().index?.status() ?? null,
      embeddings: () => ({ provider: embeddingModel.provider, model: embeddingModel.model }),
      brain: () => ({ mode: brain.mode, model: brain.model, circuit: chatModel?.circuit() ?? null }),
    }),
    brain: { mode: brain.mode, model: brain.model },
    chatDeps,
    version,
    catalogueSize: () => current().catalogue.entries.length,
    titlesBeginning: (typed) => titlesBeginning(current().catalogue.entries, typed),
    catalogueSync,
    close: async () => {
      await catalogueSync.stop();
      watch.close();
      await toolbelt.close();
      await live.close();
      await cache.close();
      await storage.close();
    },
  };
};

/** Studio names of the catalogue, longest first so that "Studio Ghibli" is found before "Ghibli"; made once per generation. */
const studiosOf = (current: () => Generation) => {
  const made = new WeakMap<Catalogue, readonly string[]>();
  return (): readonly string[] => {
    const { catalogue } = current();
    const known = made.get(catalogue) ?? [...new Set(catalogue.entries.flatMap(({ studios }) => studios))].sort((a, b) => b.length - a.length);
    made.set(catalogue, known);
    return known;
  };
};
