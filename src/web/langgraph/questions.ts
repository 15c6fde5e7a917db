/** Our questions as LangGraph's clients show them (one action to approve, edit or reject), and their decisions as answers to ours. Pure. */
import { z } from 'zod';
import type { Interrupt, RunTurn } from '../../domain/chat-turn.ts';
import { AppError, describeZod } from '../../errors.ts';

export type Answer = Pick<Parameters<RunTurn>[0], 'message' | 'resume'>;

/** Options that change nothing. */
const declining = new Set(['no', 'none']);

export const shownQuestion = (interrupt: Interrupt) => ({ id: interrupt.id, value: valueOf(interrupt) });

const valueOf = ({ kind, question, options, diff }: Interrupt) => {
  if (kind === 'confirm_change') return action('update_watchlist', { changes: diff ?? [] }, question, ['approve', 'reject']);
  const labels = options.filter(({ id }) => !declining.has(id)).map(({ id, label }) => `${id}. ${label}`);
  return action('choose_title', { option: firstOption(options)?.id ?? '' }, [question, ...labels].join('\n'), ['approve', 'edit', 'reject']);
};

const action = (name: string, args: Readonly<Record<string, unknown>>, description: string, allowed_decisions: readonly string[]) => ({
  action_requests: [{ name, args, description }],
  review_configs: [{ action_name: name, allowed_decisions }],
});

const firstOption = (options: Interrupt['options']): Interrupt['options'][number] | undefined => options.find(({ id }) => !declining.has(id));

const decisionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('approve') }),
  z.object({ type: z.literal('reject') }),
  z.object({ type: z.literal('edit'), edited_action: z.object({ args: z.looseObject({ option: z.union([z.string(), z.number()]) }) }) }),
]);
const resumeSchema = z.union([
  z.object({ decisions: z.array(decisionSchema).length(1) }).transform(({ decisions: [decision] }) => ({ decision })),
  z.object({ option_id: z.string() }),
  z.string().trim().min(1).transform((message) => ({ message })),
]);

/**
 * @param given decisions, `{option_id}` or words; also under the id of the question, as clients send it when there could be several
 * @throws AppError invalid_input
 */
export const answerOf = (given: unknown, interrupt: Interrupt): Answer => {
  const keyed = typeof given === 'object' && given !== null ? Object.entries<unknown>({ ...given }).find(([id]) => id === interrupt.id)?.[1] : undefined;
  const parsed = resumeSchema.safeParse(keyed ?? given);
  if (!parsed.success) throw new AppError('invalid_input', `The answer cannot be read: ${describeZod(parsed.error)}.`, { hint: 'Send {"decisions": [{"type": "approve"}]} (or reject, edit), {"option_id"} or the words themselves.' });
  const resume = (option_id: string | undefined): Answer => ({ resume: { interrupt_id: interrupt.id, option_id: option_id ?? '' } });
  if ('message' in parsed.data) return { message: parsed.data.message };
  if ('option_id' in parsed.data) return resume(parsed.data.option_id);
  const { decision } = parsed.data;
  if (decision?.type === 'reject') return declineOf(interrupt);
  if (decision?.type !== 'edit') return resume(firstOption(interrupt.options)?.id);
  const wanted = String(decision.edited_action.args.option).trim().toLowerCase();
  const option = interrupt.options.find(({ id, label }) => id === wanted || label.toLowerCase() === wanted);
  return option === undefined ? { message: wanted } : resume(option.id);
};

/** What "no" is to the question; a rejection never becomes a "yes" by the words that come with it. */
export const declineOf = ({ id, options }: Interrupt): Answer => ({ resume: { interrupt_id: id, option_id: options.find((option) => declining.has(option.id))?.id ?? '' } });
