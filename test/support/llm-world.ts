/** A whole conversation with the llm brain: shipped catalogue, real tools, storage and graph. The model is scripted, over real HTTP, and so is the ranking. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Brain } from '../../graphs/chat/brains/brain.ts';
import { createEmbeddedBrain } from '../../graphs/chat/brains/embedded/embedded-brain.ts';
import { createLlmBrain, type LlmBrainDeps } from '../../graphs/chat/brains/llm/llm-brain.ts';
import type { Understanding } from '../../graphs/chat/brains/llm/understanding.ts';
import type { Field } from '../../graphs/chat/deps.ts';
import { compileChatGraph } from '../../graphs/chat/graph.ts';
import { createRunTurn } from '../../src/chat/run-turn.ts';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { Anime } from '../../src/domain/anime.ts';
import type { ChatEvent, ChatReply, RunTurn, Said } from '../../src/domain/chat-turn.ts';
import { noEntities, type Entities } from '../../src/domain/entities.ts';
import { createMcp } from '../../src/mcp/server.ts';
import { createToolbelt } from '../../src/mcp/toolbelt.ts';
import { createOpenAIChatModel, type OpenAIChatOptions } from '../../src/models/chat/openai.ts';
import { loadPrompts } from '../../src/prompts.ts';
import { createSetPreferences } from '../../src/preferences/set-preferences.ts';
import { createViewerOf } from '../../src/preferences/viewer.ts';
import { createExplain } from '../../src/recommend/explain.ts';
import type { Recommend } from '../../src/recommend/recommend.ts';
import { createTasteReport } from '../../src/recommend/report/taste-report.ts';
import { compare } from '../../src/retrieval/compare.ts';
import { watchOrder } from '../../src/retrieval/watch-order.ts';
import { buildGeneration, type Generation } from '../../src/retrieval/generation.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import { createTools } from '../../src/tools/all.ts';
import { catalogueResources } from '../../src/tools/catalogue-resources.ts';
import { createExportWatchlist } from '../../src/watchlist/export.ts';
import { createImportWatchlist } from '../../src/watchlist/import.ts';
import { createReadWatchlist } from '../../src/watchlist/read.ts';
import { createUndoWatchlist } from '../../src/watchlist/undo.ts';
import { createUpdateWatchlist } from '../../src/watchlist/update.ts';
import { resources, silentLog } from '../mcp/support.ts';
import { fakeChat, says } from './fake-openai-chat.ts';
import { startFakeOpenAi, type FakeReply, type FakeRequest } from './fake-openai.ts';
import { shippedCatalogue, shippedField, testNow } from './shipped-field.ts';

/** What every listing tool finds, unless a test says otherwise: ranking is not the matter here. */
const usual = ['mal:457', 'mal:19', 'mal:9253', 'mal:1'];

type Options = { readonly found?: readonly string[]; readonly model?: Partial<OpenAIChatOptions>; readonly brain?: Partial<LlmBrainDeps>; /** Catalogue entries changed for a test, e.g. poisoned. */ readonly change?: (anime: Anime) => Anime };

/** Made once per test file: it takes a while and never changes. */
let shared: Promise<{ shipped: Catalogue; field: Field; generation: Generation }> | undefined;
const makeShared = async () => {
  const [shipped, field] = await Promise.all([shippedCatalogue(), shippedField()]);
  return { shipped, field, generation: buildGeneration({ catalogue: shipped, index: null }) };
};

export const createLlmWorld = async ({ model = {}, brain: changes = {}, change, found = usual }: Options = {}) => {
  const { shipped, field, generation: unchanged } = await (shared ??= makeShared());
  const chat = fakeChat();
  const server = await startFakeOpenAi(chat);
  const folder = await mkdtemp(path.join(tmpdir(), 'llm-'));
  const storage = await createSqliteStorage({ file: path.join(folder, 'test.sqlite'), now: () => testNow });
  const log = silentLog();

  const entries = change === undefined ? shipped.entries : shipped.entries.map(change);
  const byId = (ref: string): Anime | undefined => entries[shipped.entries.findIndex((anime) => anime === shipped.byId(ref))];
  const generation = change === undefined ? unchanged : buildGeneration({ catalogue: { ...shipped, entries, byId }, index: null });
  const current = () => generation;
  const hits = () => found.map((id) => byId(id)).filter((anime) => anime !== undefined).map((anime) => ({ anime, reasons: ['patient and strange'], similarity_score: 0.5, score_detail: {}, shared: ['mystery'] }));
  let runTurn: RunTurn = () => Promise.reject(new Error('not started'));
  const recommend: Recommend = { recommend: () => Promise.resolve({ hits: hits(), hidden: {}, without: {} }) };
  const tools = createTools({
    current,
    search: { search: () => Promise.resolve({ hits: hits(), total: found.length, notes: [], without: {}, hidden: {} }) },
    similar: { similar: () => Promise.resolve({ hits: hits(), hidden: {} }) },
    compare,
    recommend,
    explain: createExplain({ current }),
    tasteReport: createTasteReport({ current, recommend, list: storage.list, suggestions: storage.suggestions }),
    seasonal: { seasonal: () => ({ hits: hits(), total: found.length, hidden: {} }) },
    watchOrder,
    updateWatchlist: createUpdateWatchlist({ list: storage.list, now: () => testNow }),
    undoWatchlist: createUndoWatchlist({ list: storage.list, byId }),
    readWatchlist: createReadWatchlist({ list: storage.list, byId }),
    importWatchlist: createImportWatchlist({ list: storage.list, current, now: () => testNow }),
    exportWatchlist: createExportWatchlist({ list: storage.list, byId, now: () => testNow }),
    viewerOf: createViewerOf({ wishes: storage.wishes, list: storage.list, current }),
    setPreferences: createSetPreferences({ wishes: storage.wishes, current, now: () => testNow }),
    list: storage.list,
    recall: storage.idempotency.recall,
    runTurn: (...request) => runTurn(...request),
    now: () => testNow,
  });
  const mcp = createMcp({ tools, resources: change === undefined ? catalogueResources({ current }) : resources, log, version: '0' });
  const toolbelt = await createToolbelt({ connect: { mcp }, log });

  const ungrounded: number[] = [];
  const chatModel = createOpenAIChatModel({ name: 'gpt-4o-mini', apiKey: 'sk-secret', baseUrl: server.baseUrl, log, timeoutMs: 3000, ...model });
  const embedded = createEmbeddedBrain(field, null);
  const brain: Brain = createLlmBrain({
    chatModel,
    fallback: embedded,
    prompts: await loadPrompts(path.resolve(import.meta.dirname, '../../prompts')),
    field,
    tools: () => toolbelt.tools(),
    log,
    onUngrounded: (count) => void ungrounded.push(count),
    ...changes,
  });
  const graph = compileChatGraph({ brain, tools: { call: toolbelt.call, forModel: () => toolbelt.tools() }, titles: field.titles, hasScores: () => false, now: () => testNow }, storage.checkpointer);
  runTurn = createRunTurn({ graph, storage, brain, log });
  onTestFinished(async () => {
    await toolbelt.close();
    await storage.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    chat,
    server,
    chatModel,
    brain,
    embedded,
    field,
    toolbelt,
    storage,
    ungrounded,
    /** One turn of user `mika` on one thread. */
    say: async (message: string, { signal, past, onEvent }: { signal?: AbortSignal; past?: readonly Said[]; onEvent?: (event: ChatEvent) => void } = {}): Promise<ChatReply & { events: ChatEvent[]; streamed: string }> => {
      const events: ChatEvent[] = [];
      const emit = (event: ChatEvent): void => {
        events.push(event);
        onEvent?.(event);
      };
      const reply = await runTurn({ message, thread_id: 'th-1', user_id: 'mika', ...(past && { past }) }, { emit, ...(signal && { signal }) });
      return { ...reply, events, streamed: events.map((event) => (event.event === 'token' ? event.data.text : '')).join('') };
    },
    list: async () => (await toolbelt.as({ user_id: 'mika', door: 'chat' }, () => toolbelt.call('get_watchlist', {}))) as { ok: true; structured: { results: { title: string; status: string; score: number | null }[] } },
  };
};

/** What a model would fill in. */
export const understood = (intent: Understanding['intent'], said: Partial<Understanding['entities']> & { topic?: string; follows_up?: boolean } = {}): Understanding => {
  const { topic = '', follows_up = false, ...entities } = said;
  const empty: Entities = noEntities();
  return { intent, confidence: 0.95, follows_up, topic, entities: { ...empty, titles: [], exclude_titles: [], ...entities } };
};

/** The data block of a prompt as the model sees it. */
export const dataIn = ({ body }: FakeRequest, name: string): string => {
  const text = (body['messages'] as { content: string }[]).map(({ content }) => content).join('\n'); // chat completions' shape
  return new RegExp(`<data name="${name}">\\n([\\s\\S]*?)\\n</data>`).exec(text)?.[1] ?? '';
};

/** Words the items it was given, as a model would. */
export const words = (write: (titles: string[]) => string, options: Parameters<typeof says>[1] = {}): FakeReply => (request, response) => {
  const facts = JSON.parse(dataIn(request, 'facts')) as { items?: { title: string }[] };
  return says(write((facts.items ?? []).map(({ title }) => title)), options)(request, response);
};
