/** Turns with everything real: storage, graph, embedded brain, tools, shipped catalogue. A test may hold or break one step of a turn. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Brain } from '../../graphs/chat/brains/brain.ts';
import { createEmbeddedBrain } from '../../graphs/chat/brains/embedded/embedded-brain.ts';
import { compileChatGraph } from '../../graphs/chat/graph.ts';
import { createRunTurn } from '../../src/chat/run-turn.ts';
import type { ChatEvent, ChatReply, Message, RunTurn } from '../../src/domain/chat-turn.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { toAppError, type AppError } from '../../src/errors.ts';
import { createMcp } from '../../src/mcp/server.ts';
import { createToolbelt } from '../../src/mcp/toolbelt.ts';
import { createSetPreferences } from '../../src/preferences/set-preferences.ts';
import { createViewerOf } from '../../src/preferences/viewer.ts';
import { createExplain } from '../../src/recommend/explain.ts';
import { createRecommend } from '../../src/recommend/recommend.ts';
import { createTasteReport } from '../../src/recommend/report/taste-report.ts';
import { createSeasonal } from '../../src/recommend/seasonal.ts';
import { compare } from '../../src/retrieval/compare.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { createSearch } from '../../src/retrieval/search.ts';
import { createSimilar } from '../../src/retrieval/similar.ts';
import { watchOrder } from '../../src/retrieval/watch-order.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createTools } from '../../src/tools/all.ts';
import { createExportWatchlist } from '../../src/watchlist/export.ts';
import { createImportWatchlist } from '../../src/watchlist/import.ts';
import { createReadWatchlist } from '../../src/watchlist/read.ts';
import { createUndoWatchlist } from '../../src/watchlist/undo.ts';
import { createUpdateWatchlist } from '../../src/watchlist/update.ts';
import { resources, silentLog } from '../mcp/support.ts';
import { shippedCatalogue, shippedField, testNow } from '../support/shipped-field.ts';

const [catalogue, field] = await Promise.all([shippedCatalogue(), shippedField()]);
const generation = buildGeneration({ catalogue, index: null });
const current = () => generation;

/** Called where a turn passes; whoever returns a promise holds it there, whoever throws breaks it. */
export type Steps = {
  /** Before the message is understood. */
  onMessage?: (message: string) => void | Promise<void>;
  /** Before the answer is worded. */
  onAnswer?: () => void | Promise<void>;
  /** After a tool has answered. */
  onTool?: (name: string, args: Record<string, unknown>) => void | Promise<void>;
};

type TurnOptions = NonNullable<Parameters<RunTurn>[1]>;
export type ChatWorld = {
  readonly storage: Storage;
  readonly runTurn: RunTurn;
  /** A turn of user `mika` on the thread `t`, unless said otherwise. */
  say(message: string, options?: TurnOptions & { thread_id?: string; user_id?: string }): Promise<ChatReply>;
  resume(interrupt_id: string, option_id: string, options?: TurnOptions): Promise<ChatReply>;
  messages(thread_id?: string): Promise<Message[]>;
  list(user_id?: string): Promise<StoredListEntry[]>;
};

export const createChatWorld = async ({ steps = {}, lockWaitMs }: { steps?: Steps; lockWaitMs?: number } = {}): Promise<ChatWorld> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-'));
  const storage = await createSqliteStorage({ file: path.join(folder, 'test.sqlite'), now: () => testNow });
  const log = silentLog();
  const embedQuery = async () => null;
  const search = createSearch({ current, embedQuery });
  let runTurn: RunTurn = () => Promise.reject(new Error('not started'));
  const recommend = createRecommend({ current, search });
  const tools = createTools({
    current,
    search,
    similar: createSimilar({ current }),
    compare,
    recommend,
    explain: createExplain({ current }),
    tasteReport: createTasteReport({ current, recommend, list: storage.list, suggestions: storage.suggestions }),
    watchOrder,
    seasonal: createSeasonal({ current }),
    updateWatchlist: createUpdateWatchlist({ list: storage.list, now: () => testNow }),
    undoWatchlist: createUndoWatchlist({ list: storage.list, byId: catalogue.byId }),
    readWatchlist: createReadWatchlist({ list: storage.list, byId: catalogue.byId }),
    importWatchlist: createImportWatchlist({ list: storage.list, current, now: () => testNow }),
    exportWatchlist: createExportWatchlist({ list: storage.list, byId: catalogue.byId, now: () => testNow }),
    viewerOf: createViewerOf({ wishes: storage.wishes, list: storage.list, current }),
    setPreferences: createSetPreferences({ wishes: storage.wishes, current, now: () => testNow }),
    list: storage.list,
    recall: storage.idempotency.recall,
    runTurn: (...request) => runTurn(...request),
    now: () => testNow,
  });
  const toolbelt = await createToolbelt({ connect: { mcp: createMcp({ tools, resources, log, version: '0' }) }, log });
  const embedded = createEmbeddedBrain(field, null);
  const brain: Brain = {
    ...embedded,
    classify: async (turn, signal) => {
      await steps.onMessage?.(turn.message);
      return embedded.classify(turn, signal);
    },
    compose: async (view, emit, signal) => {
      await steps.onAnswer?.();
      return embedded.compose(view, emit, signal);
    },
  };
  const call: typeof toolbelt.call = async (name, args, scope) => {
    const outcome = await toolbelt.call(name, args, scope);
    await steps.onTool?.(name, args);
    return outcome;
  };
  const graph = compileChatGraph({ brain, tools: { call, forModel: () => toolbelt.tools() }, titles: field.titles, hasScores: () => false, now: () => testNow }, storage.checkpointer);
  runTurn = createRunTurn({ graph, storage, brain, log, ...(lockWaitMs !== undefined && { lockWaitMs }) });
  onTestFinished(async () => {
    await toolbelt.close();
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    storage,
    runTurn,
    say: (message, { thread_id = 't', user_id = 'mika', ...options } = {}) => runTurn({ message, thread_id, user_id }, options),
    resume: (interrupt_id, option_id, options) => runTurn({ resume: { interrupt_id, option_id }, thread_id: 't', user_id: 'mika' }, options),
    messages: async (thread_id = 't') => (await storage.threads.messages(thread_id, { limit: 1000 })).messages,
    list: (user_id = 'mika') => storage.list.all(user_id),
  };
};

/** What a door would be told. */
export const refusal = (turn: Promise<ChatReply>): Promise<AppError> =>
  turn.then(
    (reply) => {
      throw new Error(`answered instead of refused: ${reply.response}`);
    },
    (thrown: unknown) => toAppError(thrown),
  );

export const recorder = (): { events: ChatEvent[]; emit: (event: ChatEvent) => void } => {
  const events: ChatEvent[] = [];
  return { events, emit: (event) => void events.push(event) };
};

/** A gate that a step waits at: `reached` when something stands before it. */
export const gate = (): { wait: () => Promise<void>; reached: Promise<void>; open: () => void } => {
  let [reach, open] = [(): void => undefined, (): void => undefined];
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    wait: () => {
      reach();
      return opened;
    },
    reached,
    open: () => open(),
  };
};
