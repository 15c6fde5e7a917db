/** Settings: the environment, read once. `loadConfig` reports every problem at once, each with the name of the setting. */
import path from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { logLevels } from './log.ts';

const loopback = ['127.0.0.1', '::1', 'localhost'];
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);

/** One row per setting: schema, default as shown to users, meaning. README's table and `.env.example` are generated from it. */
export const settings = {
  HOST: { schema: z.string().default('127.0.0.1'), shown: '127.0.0.1', about: 'Address to listen on. With AUTH_MODE=local only this machine (127.0.0.1, ::1, localhost).' },
  PORT: { schema: z.coerce.number('must be a number').int().min(0).max(65535).default(3000), shown: '3000', about: 'Port of the HTTP server; 0 picks a free one.' },
  DATA_DIR: { schema: z.string().default('.data'), shown: '.data', about: 'Folder for snapshots and the database. Relative to the project.' },
  DATA_URL: { schema: z.string().default(''), shown: '', about: "Where `npm run sync` gets the data set: a URL, a release tag such as 2026-30, or a file. Empty = the living fork's latest release, then the archived original's last." },
  AUTH_MODE: { schema: z.enum(['local', 'jwt']).default('local'), shown: 'local', about: 'Who may ask. `local`: one person on one machine. (`jwt`, accounts, does not exist yet and is refused.)' },
  DATABASE_URL: { schema: url('postgres:', 'postgresql:').optional(), shown: '', about: 'PostgreSQL instead of the SQLite file in DATA_DIR, e.g. postgres://user:password@host:5432/animetrackr. Several processes may share it.' },
  REDIS_URL: { schema: url('redis:', 'rediss:').optional(), shown: '', about: 'Redis that several processes share, e.g. redis://127.0.0.1:6379: vectors of queries already paid for, and how long a model provider wants to be left alone. Empty = in memory.' },
  MCP_URL: { schema: url('http:', 'https:').optional(), shown: '', about: "A remote AnimeTrackr MCP server whose tools the conversation uses instead of this process's own." },
  MODEL: { schema: z.string().optional(), shown: '', about: 'Chat model, e.g. gpt-5-mini or llama3.1. Empty = the embedded brain, which needs no model.' },
  OPENAI_API_KEY: { schema: z.string().optional(), shown: '', about: 'Key for MODEL and EMBEDDINGS=openai. Many local servers accept any.' },
  OPENAI_BASE_URL: { schema: url('http:', 'https:').optional(), shown: '', about: 'Any OpenAI-compatible API, e.g. http://127.0.0.1:11434/v1 for Ollama.' },
  EMBEDDINGS: { schema: z.enum(['local', 'openai']).default('local'), shown: 'local', about: 'Sentence encoder: `local` (in this process, no network) or `openai` (OPENAI_BASE_URL).' },
  LOG_LEVEL: { schema: z.enum(logLevels).default('info'), shown: 'info', about: `Log on stderr: ${logLevels.join(', ')}.` },
  ALLOWED_ORIGINS: { schema: z.string().default(''), shown: '', about: 'Exact origins of other local web UIs that may call the API, separated by commas, e.g. http://localhost:5173.' },
} as const;

export type Config = {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly dataUrl: string;
  /** PostgreSQL; null = SQLite in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null = each process remembers for itself. */
  readonly redisUrl: string | null;
  readonly mcpUrl: string | null;
  readonly model: { readonly name: string; readonly apiKey: string; readonly baseUrl: string | null } | null;
  readonly embeddings: { readonly provider: 'local' } | { readonly provider: 'openai'; readonly apiKey: string; readonly baseUrl: string | null };
  readonly logLevel: (typeof logLevels)[number];
  readonly allowedOrigins: readonly string[];
};

/**
 * @param env the environment; empty strings count as unset
 * @param root folder that relative paths start from
 * @throws AppError invalid_input that names every bad setting
 */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>, root: string): Config => {
  const problems: string[] = [];
  const read = <Schema extends z.ZodType>(name: keyof typeof settings, schema: Schema): z.output<Schema> | undefined => {
    const result = schema.safeParse(env[name] === '' ? undefined : env[name]);
    if (result.success) return result.data;
    problems.push(`${name}=${JSON.stringify(env[name])}: ${result.error.issues[0]?.message ?? 'not understood'}`);
    return undefined;
  };
  const host = read('HOST', settings.HOST.schema) ?? '127.0.0.1';
  const port = read('PORT', settings.PORT.schema) ?? 3000;
  const dataDir = read('DATA_DIR', settings.DATA_DIR.schema) ?? '.data';
  const dataUrl = read('DATA_URL', settings.DATA_URL.schema) ?? '';
  const authMode = read('AUTH_MODE', settings.AUTH_MODE.schema);
  const databaseUrl = read('DATABASE_URL', settings.DATABASE_URL.schema);
  const redisUrl = read('REDIS_URL', settings.REDIS_URL.schema);
  const mcpUrl = read('MCP_URL', settings.MCP_URL.schema);
  const model = read('MODEL', settings.MODEL.schema);
  const apiKey = read('OPENAI_API_KEY', settings.OPENAI_API_KEY.schema);
  const baseUrl = read('OPENAI_BASE_URL', settings.OPENAI_BASE_URL.schema) ?? null;
  const embeddings = read('EMBEDDINGS', settings.EMBEDDINGS.schema) ?? 'local';
  const logLevel = read('LOG_LEVEL', settings.LOG_LEVEL.schema) ?? 'info';
  const allowedOrigins = (read('ALLOWED_ORIGINS', settings.ALLOWED_ORIGINS.schema) ?? '').split(',').map((origin) => origin.trim()).filter(Boolean);

  if (authMode === 'jwt') problems.push('AUTH_MODE=jwt: accounts do not exist yet; leave it unset to run for one person on this machine');
  if (!loopback.includes(host)) problems.push(`HOST=${JSON.stringify(host)}: without accounts the agent listens on this machine only (127.0.0.1, ::1 or localhost)`);
  for (const origin of allowedOrigins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) problems.push(`ALLOWED_ORIGINS: ${JSON.stringify(origin)} is not an origin such as http://localhost:5173`);
  }
  if (embeddings === 'openai' && apiKey === undefined && baseUrl === null) problems.push('EMBEDDINGS=openai: needs OPENAI_API_KEY (or OPENAI_BASE_URL of a server that wants none)');
  if (model !== undefined && apiKey === undefined && baseUrl === null) problems.push('MODEL: needs OPENAI_API_KEY (or OPENAI_BASE_URL of a server that wants none)');
  if (problems.length > 0) {
    throw new AppError('invalid_input', `Bad setting${problems.length > 1 ? 's' : ''}: ${problems.join('; ')}.`, { hint: 'Settings and their meaning are in .env.example.' });
  }

  const key = apiKey ?? 'none';
  return Object.freeze({
    host, port, dataDir: path.resolve(root, dataDir), dataUrl, databaseUrl: databaseUrl ?? null, redisUrl: redisUrl ?? null, mcpUrl: mcpUrl ?? null,
    model: model === undefined ? null : { name: model, apiKey: key, baseUrl },
    embeddings: embeddings === 'openai' ? { provider: 'openai', apiKey: key, baseUrl } : { provider: 'local' },
    logLevel, allowedOrigins,
  } satisfies Config);
};
