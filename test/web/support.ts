/** The app on a real port, with real threads, a real tool server and stand-in tools under the names of the real ones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { entrySchema, type Entry } from '../../src/domain/anime.ts';
import type { ChatReply, RunTurn } from '../../src/domain/chat-turn.ts';
import { noEntities } from '../../src/domain/entities.ts';
import { filtersSchema } from '../../src/domain/filters.ts';
import { listStatusInput } from '../../src/domain/list-entry.ts';
import { AppError } from '../../src/errors.ts';
import { createMcp } from '../../src/mcp/server.ts';
import { createHealth, type HealthSources } from '../../src/ops/health.ts';
import { createMetrics, type Metrics } from '../../src/ops/metrics.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { defineTool, readOnly, type Tool, type ToolCaller } from '../../src/tools/tool.ts';
import { createCatalogueSync } from '../../src/catalogue/sync-process.ts';
import { createWebApp } from '../../src/web/app.ts';
import { startServer, type WebServer } from '../../src/web/server.ts';

export const pageDir = path.resolve(import.meta.dirname, '../../src/web/page');

/** Untyped on purpose: tests look into bodies of many shapes. */
export type Json = ReturnType<typeof JSON.parse>;
export type Seen = { tool: string; input: Record<string, unknown>; caller: ToolCaller }[];
export type LogLine = Record<string, unknown> & { msg: string };
export type RunningApp = {
  readonly server: WebServer;
  readonly url: string;
  readonly storage: Storage;
  readonly metrics: Metrics;
  readonly health: ReturnType<typeof createHealth>;
  /** What reached the tools. */
  readonly seen: Seen;
  readonly logged: LogLine[];
  /** One request; checks nothing. `body` as text is sent as it is. */
  json(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; body: Json; headers: Headers }>;
};

type Options = { runTurn?: RunTurn; storage?: Storage; tools?: Tool[]; allowedOrigins?: string[]; keepAliveMs?: number; health?: Partial<HealthSources> };

/** @param options `storage`: somebody else's, who closes it */
export const startApp = async ({ runTurn = answering(), storage: given, tools = [], allowedOrigins = [], health: sources = {}, ...rest }: Options = {}): Promise<RunningApp> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'animetrackr-web-'));
  const storage = given ?? (await createSqliteStorage({ file: path.join(folder, 'test.sqlite') }));
  const seen: Seen = [];
  const logged: LogLine[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void logged.push(JSON.parse(line) as LogLine) });
  const metrics = createMetrics();
  const mcp = createMcp({ tools: [...standInTools(seen).filter(({ name }) => !tools.some((tool) => tool.name === name)), ...tools], resources: { fixed: [], templates: [], read: () => undefined }, log, metrics, version: '1.2.3' });
  const health = createHealth({ ...healthSources(storage), ...sources });
  const server = await startServer({ host: '127.0.0.1', port: 0 });
  server.serve(createWebApp({ runTurn, threads: storage.threads, mcp, health, metrics, catalogueSync: createCatalogueSync(), allowedOrigins, port: () => server.port, log, version: '1.2.3', pageDir, openRequests: server.openRequests, ...rest }));
  health.ready();
  onTestFinished(async () => {
    await server.close({ graceMs: 0, lingerMs: 0 });
    if (given === undefined) await storage.close();
    rmSync(folder, { recursive: true });
  });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    server, url, storage, metrics, health, seen, logged,
    json: async (method, at, body, headers = {}) => {
      const response = await fetch(url + at, { method, headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers }, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
};

export const healthSources = (storage: HealthSources['storage']): HealthSources => ({
  version: '1.2.3',
  storage,
  cache: { engine: 'memory', ping: async () => {} },
  catalogue: () => ({
    info: {
      snapshot_id: 's1', origin: 'shipped', entries: 3, created_at: '2026-11-01T00:00:00.000Z', licence: [], encoder: { provider: 'local', model: 'm', dimension: 4 },
      source: { name: 'own', location: 'data', tag: null, sha256: 'x', last_update: null },
    },
    problems: [],
  }),
  vectors: () => ({ engine: 'flat', detail: 'no FAISS here', rows: 3, dimension: 4, restarts: 0, memory_bytes: null }),
  embeddings: () => ({ provider: 'local', model: 'm' }),
  brain: () => ({ mode: 'embedded', model: null, circuit: null }),
  now: () => Date.parse('2026-11-22T00:00:00.000Z'),
});

export const entry = (id: number): Entry => ({
  anime_id: `mal:${id}`, title: `Title ${id}`, title_english: null, title_native: null, synonyms: [], type: 'TV', episodes: 12, duration_minutes: 24, status: 'FINISHED', year: 2010, season: 'SPRING',
  genres: ['Drama'], tags: [], studios: [], score: null, synopsis: 'Two friends walk.', picture: null, links: { mal: `https://myanimelist.net/anime/${id}` }, streaming: [],
});

export const replyWith = (more: Partial<ChatReply> = {}): ChatReply => ({
  thread_id: 't1', turn_id: 'turn1', success: true, response: 'Try **Title 1**.', intent: { name: 'recommendation', confidence: 0.9, source: 'rules' }, entities: noEntities(), results: [entry(1)],
  tool_calls: [{ name: 'get_recommendations', arguments: {}, ok: true, duration_ms: 3 }], interrupt: null, brain: { mode: 'embedded', model: null, degraded: false }, timing_ms: { total: 5 }, ...more,
});

/** A conversation that emits what a real turn does. */
export const answering = (calls: Parameters<RunTurn>[] = []): RunTurn => async (request, options = {}) => {
  calls.push([request, options]);
  const reply = replyWith({ thread_id: request.thread_id ?? 't1' });
  const { emit = () => undefined } = options;
  emit({ event: 'thread', data: { thread_id: reply.thread_id, turn_id: reply.turn_id } });
  emit({ event: 'intent', data: { name: 'recommendation', confidence: 0.9 } });
  emit({ event: 'tool_start', data: { call_id: 'c1', name: 'get_recommendations', arguments: {} } });
  emit({ event: 'tool_end', data: { call_id: 'c1', ok: true, duration_ms: 3 } });
  emit({ event: 'token', data: { text: 'Try **Title ' } });
  emit({ event: 'token', data: { text: '1**.' } });
  emit({ event: 'results', data: { results: reply.results } });
  emit({ event: 'done', data: reply });
  return reply;
};

export const standInTools = (seen: Seen): Tool[] => {
  const entries = z.object({ results: z.array(entrySchema) });
  const limit = z.int().min(1).max(100).default(20);
  const id = { anime_id: z.string().min(1).optional(), title: z.string().min(1).optional() };
  const reading = (name: string, input: z.ZodObject) =>
    defineTool({ name, title: name, description: `Use this to ${name}.`, input, output: entries, annotations: readOnly, text: 'results', run: async (given, caller) => (seen.push({ tool: name, input: given, caller }), { results: [entry(1)] }) });
  return [
    reading('search_anime', z.strictObject({ query: z.string().default(''), filters: filtersSchema.optional(), limit, personalize: z.boolean().default(false) })),
    reading('get_anime_details', z.strictObject(id)),
    reading('get_similar_anime', z.strictObject({ ...id, limit, filters: filtersSchema.optional() })),
    reading('get_recommendations', z.strictObject({ context: z.string().default(''), limit, similar_to: z.union([z.string(), z.array(z.string())]).optional(), filters: filtersSchema.optional() })),
    defineTool({
      name: 'set_preferences', title: 'set_preferences', description: 'Use this to set.', text: 'object', annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
      input: z.strictObject({ title_language: z.string().optional(), feedback: z.strictObject({ anime_id: z.string(), kind: z.string() }).optional() }),
      output: z.object({ success: z.boolean() }),
      run: async (input, caller) => (seen.push({ tool: 'set_preferences', input, caller }), { success: true }),
    }),
    defineTool({
      name: 'analyze_user_preferences', title: 'analyze_user_preferences', description: 'Use this to read.', text: 'object', annotations: readOnly, input: z.strictObject({}),
      output: z.object({ summary: z.array(z.string()), recommendations: z.object({ shown: z.int() }) }),
      run: async (input, caller) => (seen.push({ tool: 'analyze_user_preferences', input, caller }), { summary: ['Little.'], recommendations: { shown: 3 } }),
    }),
    reading('explain_recommendation', z.strictObject(id)),
    reading('get_watch_order', z.strictObject(id)),
    reading('get_watchlist_changes', z.strictObject({ limit })),
    reading('get_watchlist', z.strictObject({ status: listStatusInput.optional(), limit })),
    defineTool({
      name: 'update_watchlist',
      title: 'update_watchlist',
      description: 'Use this to write.',
      input: z.strictObject({ ...id, status: listStatusInput.optional(), score: z.number().min(1).max(10).optional(), remove: z.boolean().optional() }),
      output: z.object({ success: z.boolean(), anime_id: z.string() }),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
      text: 'object',
      run: async (given, caller) => {
        seen.push({ tool: 'update_watchlist', input: given, caller });
        if (given.title !== undefined) throw new AppError('ambiguous', 'It could mean several.', { hint: 'Give the id.', data: { candidates: [{ anime_id: 'mal:1', title: 'One' }] } });
        if (given.anime_id === 'mal:404') throw new AppError('not_found', 'No anime has this id.');
        if (given.anime_id === 'mal:503') throw new AppError('unavailable', 'The database is busy.', { retryAfter: 3 });
        if (given.anime_id === 'mal:500') throw new TypeError("Cannot read properties of undefined (reading 'secret')");
        return { success: true, anime_id: given.anime_id ?? 'mal:1' };
      },
    }),
    defineTool({
      name: 'undo_watchlist_change',
      title: 'undo_watchlist_change',
      description: 'Use this to take back.',
      input: z.strictObject({ change_id: z.string().optional() }),
      output: z.object({ success: z.boolean() }),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
      text: 'object',
      run: async (given, caller) => (seen.push({ tool: 'undo_watchlist_change', input: given, caller }), { success: true }),
    }),
    defineTool({
      name: 'import_watchlist',
      title: 'import_watchlist',
      description: 'Use this to import.',
      input: z.strictObject({ format: z.string().optional(), content: z.string(), dry_run: z.boolean().optional() }),
      output: z.object({ success: z.boolean() }),
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
      text: 'object',
      run: async (given, caller) => (seen.push({ tool: 'import_watchlist', input: given, caller }), { success: true }),
    }),
    defineTool({
      name: 'export_watchlist',
      title: 'export_watchlist',
      description: 'Use this to export.',
      input: z.strictObject({ format: z.enum(['csv', 'mal-xml']), status: listStatusInput.optional() }),
      output: z.object({ content: z.string(), file_name: z.string(), mime_type: z.string(), entries: z.int(), left_out: z.array(z.string()) }),
      annotations: readOnly,
      text: 'object',
      run: async (given, caller) => (seen.push({ tool: 'export_watchlist', input: given, caller }), { content: 'title\r\n星\r\n', file_name: 'list.csv', mime_type: 'text/csv', entries: 1, left_out: ['x'] }),
    }),
  ];
};

/** Opens a thread with messages, as a turn would. */
export const addThread = async (storage: Storage, { user_id = 'local', thread_id = 't1', turns = 1, title = 'A talk' } = {}): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) {
    const unit = await storage.turns.open({ turn_id: `${thread_id}-turn${turn}`, thread_id, user_id });
    await storage.turns.commit(unit, { title, messages: [{ role: 'user', content: `question ${turn}` }, { role: 'assistant', content: `answer ${turn}`, reply: replyWith({ thread_id, turn_id: unit.turn_id }) }] });
  }
};

/** The blocks of an event stream, comments as `{ comment }`. */
export const parseEvents = (text: string): { id?: string; event?: string; data?: Json; comment?: string }[] =>
  text.split('\n\n').filter(Boolean).map((block) => {
    if (block.startsWith(':')) return { comment: block.slice(1).trim() };
    const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
    return { id: fields['id'] ?? '', event: fields['event'] ?? '', data: JSON.parse(fields['data'] ?? 'null') };
  });

/** A promise that a test opens by hand. */
export const gate = (): { readonly opened: Promise<void>; open(): void } => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};
