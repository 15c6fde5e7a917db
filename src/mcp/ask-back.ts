/** What a tool's answer asks of the person, for clients that can show a question (MCP's elicitation), and how their choice is given to the tool. */
import { z } from 'zod';
import type { ElicitRequestFormParams } from '@modelcontextprotocol/sdk/types.js';
import type { ToolDescriptor } from './registry.ts';
import type { ToolOutcome } from './tool-outcome.ts';

type Arguments = Readonly<Record<string, unknown>>;
type AskBack = {
  readonly form: ElicitRequestFormParams;
  /** Arguments of the call that takes the choice along; null when it is none of the options. */
  answer(content: unknown): Record<string, unknown> | null;
};

const candidatesSchema = z.array(z.object({ anime_id: z.string(), title: z.string(), type: z.string(), year: z.int().nullable() })).min(1);
const interruptSchema = z.object({ question: z.string(), options: z.array(z.object({ id: z.string(), label: z.string() })).min(1) });
const choiceSchema = z.object({ choice: z.string() });

type Option = { readonly id: string; readonly label: string };

/** One question may lead to the next; whoever has answered so many is left with the last. */
const mostQuestions = 5;

/**
 * Calls a tool, asks what it asks, and calls it with the choice. The outcome is the question itself when nobody can be asked or nobody chooses.
 * @param ask undefined = nothing was chosen
 */
export const asking = async (tool: ToolDescriptor, rawArguments: unknown, call: (args: unknown) => Promise<ToolOutcome>, ask: ((form: ElicitRequestFormParams) => Promise<unknown>) | null): Promise<ToolOutcome> => {
  let args = rawArguments ?? {};
  let outcome = await call(args);
  for (let asked = 0; ask !== null && asked < mostQuestions; asked += 1) {
    const question = askBackOf(outcome, args as Arguments, tool); // an object: the tool has taken it
    if (question === null) break;
    const next = question.answer(await ask(question.form));
    if (next === null) break;
    args = next;
    outcome = await call(args);
  }
  return outcome;
};

/** @returns null when nothing is asked, or nothing that a choice could answer */
const askBackOf = (outcome: ToolOutcome, args: Arguments, { inputSchema }: ToolDescriptor): AskBack | null => {
  const takes = (name: string): boolean => Object.hasOwn(inputSchema.properties ?? {}, name);
  if (!outcome.ok) {
    const candidates = candidatesSchema.safeParse(outcome.error.data?.['candidates']);
    if (outcome.error.code !== 'ambiguous' || !candidates.success || !takes('anime_id')) return null;
    const options = candidates.data.map(({ anime_id, title, type, year }) => ({ id: anime_id, label: `${title} (${[type, year].filter((part) => part !== null).join(', ')})` }));
    return choiceOf(`${outcome.error.message} Which one is meant?`, options, ({ id }) => ({ ...args, anime_id: id }));
  }
  const interrupt = interruptSchema.safeParse(outcome.structured['interrupt']);
  const { thread_id } = outcome.structured;
  if (!interrupt.success || typeof thread_id !== 'string' || !takes('thread_id')) return null;
  // Each call of a conversation is a turn of its own, so it is remembered under a key of its own.
  const { idempotency_key: key } = args;
  return choiceOf(interrupt.data.question, interrupt.data.options, ({ label }) => ({ ...args, thread_id, query: label, ...(typeof key === 'string' && { idempotency_key: `${key}:answer` }) }));
};

const choiceOf = (message: string, options: readonly Option[], answer: (chosen: Option) => Record<string, unknown>): AskBack => ({
  form: { message, requestedSchema: { type: 'object', properties: { choice: { type: 'string', title: 'Your choice', enum: options.map(({ id }) => id), enumNames: options.map(({ label }) => label) } }, required: ['choice'] } },
  answer: (content) => {
    const parsed = choiceSchema.safeParse(content);
    const chosen = parsed.success ? options.find(({ id }) => id === parsed.data.choice) : undefined;
    return chosen === undefined ? null : answer(chosen);
  },
});
