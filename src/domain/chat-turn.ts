/** A turn of the conversation as every door sees it: request, reply, events. */
import { z } from 'zod';
import { entrySchema } from './anime.ts';
import { entitiesSchema, intentNames } from './entities.ts';

export const maxMessageLength = 10_000;
const idPattern = /^[\w.:@-]{1,120}$/;
export const threadIdSchema = z.string().regex(idPattern, 'must be 1-120 letters, digits or any of . _ : @ -');
export const userIdSchema = z.string().regex(idPattern, 'must be 1-120 letters, digits or any of . _ : @ -');

/** Body of `POST /api/v1/chat`: a message, or the answer to a pending question. */
export const chatRequestSchema = z
  .object({
    message: z.string().trim().min(1).max(maxMessageLength).optional(),
    thread_id: threadIdSchema.optional(),
    user_id: userIdSchema.optional(),
    resume: z.object({ interrupt_id: z.string().min(1).max(120), option_id: z.string().min(1).max(120) }).optional(),
  })
  .refine((body) => (body.message === undefined) !== (body.resume === undefined), 'send either `message` or `resume`')
  .refine((body) => body.resume === undefined || body.thread_id !== undefined, '`resume` needs the `thread_id` of the question');

/** An entry in an answer: with why it is there and how well it fits. */
export const resultSchema = entrySchema.extend({
  reasons: z.array(z.string()).optional(),
  similarity_score: z.number().optional(),
});
export type Result = z.infer<typeof resultSchema>;

export const interruptSchema = z.object({
  id: z.string(),
  kind: z.enum(['choose_title', 'confirm_change']),
  question: z.string(),
  options: z.array(z.object({ id: z.string(), label: z.string(), anime_id: z.string().optional() })),
  diff: z.array(z.record(z.string(), z.unknown())).optional(),
});
export type Interrupt = z.infer<typeof interruptSchema>;

export const toolCallSchema = z.object({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  ok: z.boolean(),
  duration_ms: z.number(),
});
export type ToolCallRecord = z.infer<typeof toolCallSchema>;

export const intentSchema = z.object({
  name: z.enum(intentNames),
  confidence: z.number().min(0).max(1),
  /** What decided: `rules`, `classifier`, `follow_up`, `model`. */
  source: z.string(),
});
export type Intent = z.infer<typeof intentSchema>;

export const brainStateSchema = z.object({
  mode: z.enum(['embedded', 'llm']),
  model: z.string().nullable(),
  degraded: z.boolean(),
});

/** Reply of a turn. `response` is markdown; `timing_ms` has `total` and one figure per phase. */
export const chatReplySchema = z.object({
  thread_id: z.string(),
  turn_id: z.string(),
  success: z.boolean(),
  response: z.string(),
  intent: intentSchema,
  entities: entitiesSchema,
  results: z.array(resultSchema),
  tool_calls: z.array(toolCallSchema),
  interrupt: interruptSchema.nullable(),
  brain: brainStateSchema,
  timing_ms: z.record(z.string(), z.number()),
});
export type ChatReply = z.infer<typeof chatReplySchema>;

/** What happens while a turn runs, in the order of the SSE stream. `done` carries the whole reply. */
export type ChatEvent =
  | { event: 'thread'; data: { thread_id: string; turn_id: string } }
  | { event: 'intent'; data: { name: string; confidence: number } }
  | { event: 'tool_start'; data: { call_id: string; name: string; arguments: Record<string, unknown> } }
  | { event: 'tool_end'; data: { call_id: string; ok: boolean; duration_ms: number } }
  | { event: 'token'; data: { text: string } }
  | { event: 'results'; data: { results: Result[] } }
  | { event: 'interrupt'; data: Interrupt }
  | { event: 'done'; data: ChatReply }
  | { event: 'error'; data: { error: { code: string; message: string; hint?: string; request_id: string } } };
export type EmitChatEvent = (event: ChatEvent) => void;

/** A row of the message table. `reply` only on the assistant's. */
export const messageSchema = z.object({
  id: z.string(),
  turn_id: z.string(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  created_at: z.string(),
  reply: chatReplySchema.optional(),
});
export type Message = z.infer<typeof messageSchema>;

export type Said = Pick<Message, 'role' | 'content'>;

/** Runs one turn; the port through which tools and doors reach the conversation. `past`: what a new conversation was before it came here; one that is known has its own. */
export type RunTurn = (
  request: { message?: string; resume?: { interrupt_id: string; option_id: string }; thread_id?: string; user_id: string; past?: readonly Said[] },
  options?: { emit?: EmitChatEvent; signal?: AbortSignal; idempotencyKey?: string; /** For doors that name it before it begins. */ turn_id?: string },
) => Promise<ChatReply>;
