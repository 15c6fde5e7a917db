/** The body of a run: what is to be said, and how the client wants to hear of it. What steers a graph we do not have (breakpoints, webhooks ...) is read by nobody. */
import { z } from 'zod';
import { userIdSchema, type Interrupt, type Said } from '../../domain/chat-turn.ts';
import { AppError } from '../../errors.ts';
import { contentSchema, textOf } from '../text-content.ts';
import { answerOf, declineOf, type Answer } from './questions.ts';

const messageSchema = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content: contentSchema,
});
type GivenMessage = z.output<typeof messageSchema>;

export const runRequestSchema = z.looseObject({
  assistant_id: z.string(),
  input: z.looseObject({ messages: z.union([z.string(), messageSchema, z.array(messageSchema)]).optional() }).nullish().describe('`messages`: the last one is said; those before it are the past of a new conversation.'),
  command: z.looseObject({ resume: z.unknown().optional(), goto: z.unknown().optional() }).nullish().describe('`resume` answers the open question: decisions, {option_id} or words. `goto: "__end__"` declines it.'),
  config: z.looseObject({ configurable: z.looseObject({ user_id: userIdSchema.optional() }).nullish() }).nullish(),
  stream_mode: z.union([z.string(), z.array(z.string())]).nullish().describe('values, updates, messages-tuple, messages, custom, tasks, checkpoints, debug; others stay silent.'),
  stream_resumable: z.boolean().nullish(),
  on_disconnect: z.enum(['cancel', 'continue']).nullish().describe('By default a client that leaves cancels the run.'),
  on_completion: z.enum(['delete', 'keep']).nullish().describe('Of a run without a thread.'),
  multitask_strategy: z.enum(['reject', 'interrupt', 'rollback', 'enqueue']).nullish(),
});
export type RunRequest = z.output<typeof runRequestSchema>;

/** @returns null when nothing is said: a run without input changes nothing here. @throws AppError interrupt_gone, invalid_input */
export const whatIsSaid = ({ input, command }: RunRequest, interrupt: Interrupt | null): (Answer & { readonly past?: readonly Said[] }) | null => {
  if (command?.resume !== undefined && command.resume !== null) {
    if (interrupt === null) throw new AppError('interrupt_gone', 'No question is open in this conversation.', { hint: 'It was answered already, or the conversation moved on. Say in words what you want.' });
    return answerOf(command.resume, interrupt);
  }
  if (command?.goto !== undefined && command.goto !== null) return interrupt === null ? null : declineOf(interrupt);
  const given = input?.messages ?? [];
  const said = (Array.isArray(given) ? given : [given]).flatMap(wordsOf);
  const last = said.pop();
  if (last === undefined) return null;
  if (last.role !== 'user') throw new AppError('invalid_input', 'The last message must be a human one.', { hint: 'Send input.messages with the new message at its end.' });
  return { message: last.content, past: said.filter(({ content }) => content !== '') };
};

const roles: ReadonlyMap<string, Said['role']> = new Map([['human', 'user'], ['user', 'user'], ['ai', 'assistant'], ['assistant', 'assistant']]);

const wordsOf = (given: string | GivenMessage): Said[] => {
  if (typeof given === 'string') return [{ role: 'user', content: given.trim() }];
  const role = roles.get(given.type ?? given.role ?? '');
  return role === undefined ? [] : [{ role, content: textOf(given.content) }];
};
