import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AppError } from '../../../src/errors.ts';
import type { Answer, AnswerView } from '../brains/brain.ts';
import type { ChatDeps } from '../deps.ts';
import { asGiven, inLanguage, languageOf } from '../in-language.ts';
import { defaultCount, listingTools } from '../intents/listing.ts';
import { remember } from '../remember.ts';
import type { ChatStateValue, ChatUpdate, Slots } from '../state.ts';
import type { TurnReader, WordKeeper } from '../turn-reader.ts';

/** Words the answer from the tool results, and remembers what it showed. What the message asked besides is answered after it. */
export const answer =
  ({ brain, hasScores, readTurn, keepWords }: Pick<ChatDeps, 'brain' | 'hasScores'> & { readTurn: TurnReader; keepWords: WordKeeper }) =>
  async (state: ChatStateValue, config: LangGraphRunnableConfig): Promise<ChatUpdate> => {
    const { intent, reading, slots, plan, tool_results, then_results, left } = state;
    if (intent === null || reading === null) throw new AppError('internal', 'There was nothing to answer.');
    const turn = readTurn(state, config);
    const emit = (text: string): void => turn.emit({ event: 'token', data: { text } });
    type Said = Pick<AnswerView, 'intent' | 'reading' | 'tool_results' | 'left'> & { plan: ChatStateValue['plan'] };
    const word = async (known: Slots, { plan: planned, ...said }: Said): Promise<Answer & { slots: Slots }> => {
      const call = planned?.kind === 'call' ? planned : null;
      const view = { message: turn.message, history: () => turn.history(), slots: known, ...said, say: planned?.kind === 'say' ? planned.topic : null, count: call?.count ?? defaultCount, skip: call?.skip ?? [], hasScores: hasScores() };
      const language = languageOf(said.tool_results);
      const spoken = language === undefined ? view : { ...view, tool_results: inLanguage(said.tool_results, language) };
      const worded = await brain.compose(spoken, emit, turn.signal);
      const composed = language === undefined ? worded : { ...worded, results: asGiven(worded.results, said.tool_results) };
      return { ...composed, slots: remember(known, { ...said, results: composed.results }) };
    };
    const then = plan?.kind === 'call' && then_results.length > 0 ? plan.then : undefined;
    const { also: _also, ...alone } = reading;
    let composed = await word(slots, { intent, reading: then === undefined ? reading : alone, tool_results, left, plan });
    if (then !== undefined) {
      emit('\n\n');
      const second = await word(composed.slots, { ...then, tool_results: then_results, left: null });
      // "the second" is counted in the list that stands last.
      const listed = then_results.some(({ name }) => listingTools.has(name));
      // "recommend something like X and add Y": Y is still what was written, and "it" beside a list.
      const slots = { ...second.slots, focus: second.slots.focus ?? composed.slots.focus, changed: second.slots.changed ?? composed.slots.changed ?? null };
      composed = { ...second, slots, response: `${composed.response}\n\n${second.response}`, results: listed ? second.results : [...composed.results, ...second.results], success: composed.success && second.success, degraded: composed.degraded || second.degraded };
    }
    return {
      ...keepWords([{ role: 'assistant', content: composed.response }]),
      outcome: { intent, entities: reading.entities, response: composed.response, results: composed.results, success: composed.success },
      degraded: state.degraded || composed.degraded,
      slots: composed.slots,
      // What only this turn needed is not stored with the thread.
      intent: null,
      reading: null,
      plan: null,
    };
  };
