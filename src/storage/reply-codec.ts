/** A chat reply as it is stored with its message: without what the message row, the catalogue or a default already says. */
import { z } from 'zod';
import type { Entry } from '../domain/anime.ts';
import { animeTypes } from '../domain/anime.ts';
import { brainStateSchema, intentSchema, interruptSchema, toolCallSchema, type ChatReply, type Result } from '../domain/chat-turn.ts';
import { entitiesSchema, noEntities, type Entities } from '../domain/entities.ts';

/** What stands beside the packed reply; without it the reply is packed whole. */
export type MessageFacts = { readonly thread_id: string; readonly turn_id: string; readonly content: string };

export type ReplyCodec = {
  /** To a JSON value. */
  pack(reply: ChatReply, facts?: MessageFacts): unknown;
  unpack(packed: unknown, facts?: MessageFacts): ChatReply;
};

/** Stores replies as they are. */
// What it unpacks is what it packed: the rows are written by this program alone.
export const wholeReplies: ReplyCodec = { pack: (reply) => reply, unpack: (packed) => packed as ChatReply };

/** Title, year and type are kept for a result that has left the catalogue since. */
const packedResultSchema = z.tuple([
  z.string(), z.string(), z.int().nullable(), z.enum(animeTypes), z.number().nullable(), z.array(z.string()).nullable(),
]);

const packedReplySchema = z.object({
  thread_id: z.string().optional(),
  turn_id: z.string().optional(),
  response: z.string().optional(),
  success: z.boolean().default(true),
  intent: intentSchema,
  entities: entitiesSchema.partial().default({}),
  /** `[anime_id, title, year, type, similarity_score, reasons]` */
  results: z.array(packedResultSchema).default([]),
  tool_calls: z.array(toolCallSchema).default([]),
  interrupt: interruptSchema.nullable().default(null),
  brain: brainStateSchema,
  timing_ms: z.record(z.string(), z.number()).default({}),
});
type PackedReply = z.input<typeof packedReplySchema>;

/** @param entryById the public entry of today's catalogue by any of its ids */
export const createReplyCodec = ({ entryById }: { entryById(id: string): Entry | undefined }): ReplyCodec => ({
  pack: (reply, facts): PackedReply => ({
    ...(reply.thread_id === facts?.thread_id ? {} : { thread_id: reply.thread_id }),
    ...(reply.turn_id === facts?.turn_id ? {} : { turn_id: reply.turn_id }),
    ...(reply.response === facts?.content ? {} : { response: reply.response }),
    ...(reply.success ? {} : { success: false }),
    intent: { ...reply.intent, confidence: rounded(reply.intent.confidence, 3) },
    entities: saidOnly(reply.entities),
    ...(reply.results.length === 0 ? {} : { results: reply.results.map(packResult) }),
    ...(reply.tool_calls.length === 0 ? {} : { tool_calls: reply.tool_calls.map((call) => ({ ...call, duration_ms: rounded(call.duration_ms, 1) })) }),
    ...(reply.interrupt === null ? {} : { interrupt: reply.interrupt }),
    brain: reply.brain,
    timing_ms: Object.fromEntries(Object.entries(reply.timing_ms).map(([phase, ms]) => [phase, rounded(ms, 1)])),
  }),
  unpack: (packed, facts = { thread_id: '', turn_id: '', content: '' }) => {
    const { thread_id = facts.thread_id, turn_id = facts.turn_id, response = facts.content, ...reply } = packedReplySchema.parse(packed);
    return {
      thread_id, turn_id, success: reply.success, response,
      intent: reply.intent,
      // The schema's optional keys hold a value or are absent; their type adds `undefined`.
      entities: { ...noEntities(), ...(reply.entities as Partial<Entities>) },
      results: reply.results.map((result) => unpackResult(result, entryById)),
      tool_calls: reply.tool_calls,
      interrupt: reply.interrupt,
      brain: reply.brain,
      timing_ms: reply.timing_ms,
    };
  },
});

type PackedResult = z.infer<typeof packedResultSchema>;

const packResult = ({ anime_id, title, year, type, similarity_score, reasons }: Result): PackedResult => [
  anime_id, title, year, type, similarity_score === undefined ? null : rounded(similarity_score, 4), reasons ?? null,
];

const unpackResult = ([anime_id, title, year, type, similarity_score, reasons]: PackedResult, entryById: (id: string) => Entry | undefined): Result => ({
  ...(entryById(anime_id) ?? departed({ anime_id, title, year, type })),
  ...(similarity_score === null ? {} : { similarity_score }),
  ...(reasons === null ? {} : { reasons }),
});

const departed = (known: Pick<Entry, 'anime_id' | 'title' | 'year' | 'type'>): Entry => ({
  ...known,
  title_english: null, title_native: null, synonyms: [], episodes: null, duration_minutes: null, status: 'UNKNOWN', season: null,
  genres: [], tags: [], studios: [], score: null, synopsis: null, picture: null, links: {}, streaming: [],
});

/** The entities that say something. */
const saidOnly = (entities: Entities): Partial<Entities> =>
  Object.fromEntries(Object.entries(entities).filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0)));

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
