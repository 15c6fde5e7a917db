/** The tools over a made-up catalogue, a real database and the real use cases, reached through a real MCP client. Only the conversation is scripted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { onTestFinished } from 'vitest';
import type { Anime } from '../../src/domain/anime.ts';
import type { ChatReply, RunTurn } from '../../src/domain/chat-turn.ts';
import { noEntities } from '../../src/domain/entities.ts';
import { createMcp, type Mcp } from '../../src/mcp/server.ts';
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
import { catalogueResources } from '../../src/tools/catalogue-resources.ts';
import { joinResources } from '../../src/tools/resource.ts';
import { loadPrompts } from '../../src/prompts.ts';
import { createPrompts } from '../../src/tools/prompts.ts';
import { watchlistResource } from '../../src/tools/watchlist-resource.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { createExportWatchlist } from '../../src/watchlist/export.ts';
import { createImportWatchlist } from '../../src/watchlist/import.ts';
import { createReadWatchlist } from '../../src/watchlist/read.ts';
import { createUndoWatchlist } from '../../src/watchlist/undo.ts';
import { createUpdateWatchlist } from '../../src/watchlist/update.ts';
import { createLog } from '../../src/log.ts';
import { connectedClient } from '../mcp/support.ts';
import { madeUpCatalogue } from './catalogue.ts';

export const today = new Date('2031-02-03T12:00:00');

export type World = { readonly mcp: Mcp; readonly client: Client; readonly tools: readonly Tool[]; readonly storage: Storage; readonly turns: Parameters<RunTurn>[] };

export const reply = (changes: Partial<ChatReply> = {}): ChatReply => ({
  thread_id: 'th-1', turn_id: 'tu-1', success: true, response: 'Hello.', intent: { name: 'general', confidence: 0.9, source: 'rules' }, entities: noEntities(), results: [], tool_calls: [], interrupt: null,
  brain: { mode: 'embedded', model: null, degraded: false }, timing_ms: { total: 1 }, ...changes,
});

export const createWorld = async ({ answer = reply() }: { answer?: ChatReply } = {}): Promise<World> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tools-'));
  const storage = await createSqliteStorage({ file: path.join(folder, 'test.sqlite'), now: () => today });
  const generation = buildGeneration({ catalogue: madeUpCatalogue(), index: null });
  const current = () => generation;
  const embedQuery = async () => null;
  const search = createSearch({ current, embedQuery });
  const turns: Parameters<RunTurn>[] = [];
  const recommend = createRecommend({ current, search });
  const readWatchlist = createReadWatchlist({ list: storage.list, byId: (ref: string): Anime | undefined => generation.catalogue.byId(ref) });
  const tools = createTools({
    current,
    search,
    similar: createSimilar({ current }),
    compare,
    recommend,
    explain: createExplain({ current }),
    tasteReport: createTasteReport({ current, recommend, list: storage.list, suggestions: storage.suggestions }),
    seasonal: createSeasonal({ current }),
    updateWatchlist: createUpdateWatchlist({ list: storage.list, now: () => today }),
    undoWatchlist: createUndoWatchlist({ list: storage.list, byId: (ref: string): Anime | undefined => generation.catalogue.byId(ref) }),
    readWatchlist,
    importWatchlist: createImportWatchlist({ list: storage.list, current, now: () => today }),
    exportWatchlist: createExportWatchlist({ list: storage.list, byId: (ref: string): Anime | undefined => generation.catalogue.byId(ref), now: () => today }),
    viewerOf: createViewerOf({ wishes: storage.wishes, list: storage.list, current }),
    setPreferences: createSetPreferences({ wishes: storage.wishes, current, now: () => today }),
    watchOrder,
    list: storage.list,
    recall: storage.idempotency.recall,
    runTurn: async (...turn) => {
      turns.push(turn);
      return answer;
    },
    now: () => today,
  });
  const mcp = createMcp({ tools, resources: joinResources([catalogueResources({ current }), watchlistResource({ readWatchlist })]), prompts: createPrompts({ current, genres: ['Action', 'Adventure', 'Sci-Fi', 'Slice of Life'], texts: await loadPrompts(path.resolve(import.meta.dirname, '../../prompts')), now: () => today }), log: createLog('error'), version: '0' }); // an internal error is never expected, so its cause is shown
  const client = await connectedClient(mcp);
  onTestFinished(async () => {
    await client.close();
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { mcp, client, tools, storage, turns };
};

/** The structure of a result, or the error of a refusal. */
export const call = async ({ client }: Pick<World, 'client'>, name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
  const result = await client.callTool({ name, arguments: args });
  if (!result.isError) return result.structuredContent as Record<string, unknown>; // every tool of ours has one
  const [block] = result.content as { text: string }[]; // every refusal of ours is one JSON text
  const { error } = JSON.parse(block?.text ?? '{}') as { error: Record<string, unknown> };
  const { request_id: _, ...rest } = error;
  return { refused: rest };
};
