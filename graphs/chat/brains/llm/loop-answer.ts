/** The final text of the tool loop as an answer: checked like any other, with the entries it names as results. */
import { resultSchema, type Result } from '../../../../src/domain/chat-turn.ts';
import { listingTools } from '../../intents/listing.ts';
import type { ToolResult } from '../../state.ts';
import type { Answer, AnswerView } from '../brain.ts';
import type { LlmBrainDeps } from './llm-deps.ts';
import { cutPieces, withoutThinking } from './pieces.ts';
import { createSpeaker } from './speak.ts';
import { evidenceForView, type WordAnswer } from './word-answer.ts';

export const loopPrefix = 'agent:';
export const loopPrompt = { name: 'agent', inputs: ['today', 'thread', 'history', 'message'] };
const deepest = 4;

export const createLoopAnswer = ({ field, fallback, onUngrounded }: Pick<LlmBrainDeps, 'field' | 'fallback' | 'onUngrounded'>): WordAnswer =>
  async (view, emit, signal): Promise<Answer> => {
    const speaker = createSpeaker(evidenceForView(view, []), field.titles, emit);
    for await (const piece of cutPieces(withoutThinking(once((view.say ?? '').slice(loopPrefix.length))))) speaker.say(piece);
    const { response, mentioned, dropped } = speaker.said();
    if (dropped > 0) onUngrounded(dropped);
    if (response === '') return { ...(await fallback.compose(plainView(view), emit, signal)), degraded: true };
    const found = new Map(view.tool_results.flatMap((result) => entriesIn(result)).map((entry) => [entry.anime_id, entry]));
    return { response, results: mentioned.flatMap((id) => found.get(id) ?? []), success: true, degraded: false };
  };

const once = async function* (text: string): AsyncGenerator<string> {
  yield text;
};

/** What the loop found without saying anything usable about it, as the intent that such findings belong to. */
const plainView = (view: AnswerView): AnswerView => {
  const found = view.tool_results.filter((result) => result.ok);
  const has = (names: ReadonlySet<string>): boolean => found.some(({ name }) => names.has(name));
  const name = has(new Set(['update_watchlist'])) ? 'status_update' : has(listingTools) ? 'search' : has(new Set(['get_anime_details'])) ? 'information' : null;
  return name === null ? { ...view, say: 'off_topic' } : { ...view, say: null, tool_results: found, intent: { ...view.intent, name } };
};

/** Whole entries, wherever a tool result has them. */
const entriesIn = (result: ToolResult): Result[] => {
  const walk = (value: unknown, depth: number): Result[] => {
    if (typeof value !== 'object' || value === null || depth > deepest) return [];
    if (Array.isArray(value)) return value.flatMap((item) => walk(item, depth + 1));
    const entry = 'anime_id' in value && 'genres' in value ? resultSchema.safeParse(value) : undefined;
    return entry?.success === true ? [entry.data] : Object.values(value).flatMap((field) => walk(field, depth + 1));
  };
  return result.ok ? walk(result.structured, 0) : [];
};
