/** A chat reply as it is stored with its message: without what the message row, the catalogue or a default already says. */
import type { AnimeType, Entry } from '../domain/anime.ts';
import type { ChatReply, Result } from '../domain/chat-turn.ts';
import { noEntities, type Entities } from '../domain/entities.ts';

/** What stands beside the packed reply; without it the reply is packed whole. */
export type MessageFacts = { readonly thread_id: string; readonly turn_id: string; readonly content: string };

export type ReplyCodec = {
  /** To a JSON object. */
  pack(reply: ChatReply, facts?: MessageFacts): object;
  unpack(packed: unknown, facts?: MessageFacts): ChatReply;
};

/** Stores replies as they are. */
// What it unpacks is what it packed: the rows are written by this program alone.
export const wholeReplies: ReplyCodec = { pack: (reply) => reply, unpack: (packed) => packed as ChatReply };

/** `[anime_id, title, year, type, similarity_score, reasons, kept back]`: title, year and type for a result that has left the catalogue since; the last only when its synopsis was kept back. */
type PackedResult = [string, string, number | null, AnimeType, number | null, string[] | null, 1?];

/** Absent: what the message row says, `success: true`, no entities, results, calls or question. */
type PackedReply = Pick<ChatReply, 'intent' | 'brain' | 'timing_ms'> &
  Partial<Pick<ChatReply, 'thread_id' | 'turn_id' | 'response' | 'success' | 'tool_calls' | 'interrupt'>> & {
    entities?: Partial<Entities>;
    results?: PackedResult[];
  };

/** @param entryById the public entry of today's catalogue by any of its ids */
export const createReplyCodec = ({ entryById }: { entryById(id: string): Entry | undefined }): ReplyCodec => ({
  pack: (reply, facts): PackedReply => ({
    ...(reply.thread_id === facts?.thread_id ? {} : { thread_id: reply.thread_id }),
    ...(reply.turn_id === facts?.turn_id ? {} : { turn_id: reply.turn_id }),
    ...(reply.response === facts?.content ? {} : { response: reply.response }),
    ...(reply.success ? {} : { success: false }),
    intent: { ...reply.intent, confidence: rounded(reply.intent.confidence, 3) },
    entities: saidOnly(reply.entities),
    ...(reply.results.length === 0 ? {} : { results: reply.results.map((result) => packResult(result, entryById)) }),
    ...(reply.tool_calls.length === 0 ? {} : { tool_calls: reply.tool_calls.map((call) => ({ ...call, duration_ms: rounded(call.duration_ms, 1) })) }),
    ...(reply.interrupt === null ? {} : { interrupt: reply.interrupt }),
    brain: reply.brain,
    timing_ms: Object.fromEntries(Object.entries(reply.timing_ms).map(([phase, ms]) => [phase, rounded(ms, 1)])),
  }),
  unpack: (packed, facts = { thread_id: '', turn_id: '', content: '' }) => {
    // Written by `pack`; a check of every field would cost ten times the reading.
    const { thread_id = facts.thread_id, turn_id = facts.turn_id, response = facts.content, ...reply } = packed as PackedReply;
    const { success = true, entities = {}, results = [], tool_calls = [], interrupt = null, intent, brain, timing_ms } = reply;
    return {
      thread_id, turn_id, success, response, intent,
      entities: { ...noEntities(), ...entities },
      results: results.map((result) => unpackResult(result, entryById)),
      tool_calls, interrupt, brain, timing_ms,
    };
  },
});

const packResult = ({ anime_id, title, year, type, similarity_score, reasons, synopsis }: Result, entryById: (id: string) => Entry | undefined): PackedResult => {
  const packed: PackedResult = [anime_id, title, year, type, similarity_score === undefined ? null : rounded(similarity_score, 4), reasons ?? null];
  if (synopsis === null && (entryById(anime_id)?.synopsis ?? null) !== null) packed[6] = 1;
  return packed;
};

const unpackResult = ([anime_id, title, year, type, similarity_score, reasons, keptBack]: PackedResult, entryById: (id: string) => Entry | undefined): Result => ({
  ...(entryById(anime_id) ?? departed({ anime_id, title, year, type })),
  ...(similarity_score === null ? {} : { similarity_score }),
  ...(reasons === null ? {} : { reasons }),
  ...(keptBack === undefined ? {} : { synopsis: null }),
});

const departed = ({ anime_id, title, year, type }: Pick<Entry, 'anime_id' | 'title' | 'year' | 'type'>): Entry => ({
  anime_id, title, title_english: null, title_native: null, synonyms: [], type, episodes: null, duration_minutes: null, status: 'UNKNOWN', year, season: null,
  genres: [], tags: [], studios: [], score: null, synopsis: null, picture: null, links: {}, streaming: [],
});

/** The entities that say something. */
const saidOnly = (entities: Entities): Partial<Entities> =>
  Object.fromEntries(Object.entries(entities).filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0)));

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
