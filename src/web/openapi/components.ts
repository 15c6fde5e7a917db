/** Named schemas of `/openapi.json`, made from the schemas that the code itself parses with. */
import { z } from 'zod';
import { entrySchema } from '../../domain/anime.ts';
import { chatReplySchema, chatRequestSchema, intentSchema, interruptSchema, messageSchema, resultSchema, type ChatEvent } from '../../domain/chat-turn.ts';
import { entitiesSchema } from '../../domain/entities.ts';
import { syncStateSchema } from '../../domain/sync-state.ts';
import { errorCodes } from '../../errors.ts';
import { componentPath, embeddable, type Schema } from './schema.ts';

export const errorSchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    hint: z.string().exactOptional().describe('What can be done next.'),
    data: z.record(z.string(), z.unknown()).optional().describe('Facts, e.g. the candidates of an ambiguous title.'),
    request_id: z.string(),
  }),
});

export const threadSchema = z.object({
  thread_id: z.string(),
  title: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  message_count: z.int(),
});
export const renameThreadSchema = z.strictObject({ title: z.string().trim().min(1).max(200) });
export const threadPageSchema = z.object({ threads: z.array(threadSchema), next_offset: z.int().nullable().describe('`offset` of the next page; null on the last.') });
export const messagePageSchema = z.object({ messages: z.array(messageSchema), next: z.string().nullable().describe('`after` of the next page; null on the last.') });

/** `data` of each event of the chat stream. */
const eventData = {
  thread: z.object({ thread_id: z.string(), turn_id: z.string() }),
  intent: z.object({ name: z.string(), confidence: z.number() }),
  tool_start: z.object({ call_id: z.string(), name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
  tool_end: z.object({ call_id: z.string(), ok: z.boolean(), duration_ms: z.number() }),
  token: z.object({ text: z.string() }),
  results: z.object({ results: z.array(resultSchema) }),
  interrupt: interruptSchema,
  done: chatReplySchema,
  error: errorSchema,
} satisfies { [Name in ChatEvent['event']]: z.ZodType<Extract<ChatEvent, { event: Name }>['data']> };

const chatEventSchema = z
  .union(Object.entries(eventData).map(([name, data]) => z.object({ id: z.string().describe('Counts from 1 within the stream.'), event: z.literal(name), data })))
  .describe('One server-sent event; `data` is the JSON of its data lines.');

const named = {
  Error: errorSchema,
  Entry: entrySchema,
  Result: resultSchema,
  Entities: entitiesSchema,
  Intent: intentSchema,
  Interrupt: interruptSchema,
  ChatRequest: chatRequestSchema,
  ChatReply: chatReplySchema,
  ChatEvent: chatEventSchema,
  Message: messageSchema,
  Thread: threadSchema,
  RenameThread: renameThreadSchema,
  ThreadPage: threadPageSchema,
  MessagePage: messagePageSchema,
  CatalogueSync: syncStateSchema,
} as const;
export type ComponentName = keyof typeof named;

export const domainComponents = (): Record<string, Schema> => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: componentPath, io: 'input' });
  // zod's type for JSON Schema has no index signature
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, embeddable(schema as Schema, name)]));
};
