/** The answer in the model's words: streamed, each piece checked before it leaves, with the embedded brain's text to fall back on. */
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { Result } from '../../../../src/domain/chat-turn.ts';
import type { IntentName } from '../../../../src/domain/entities.ts';
import { toAppError } from '../../../../src/errors.ts';
import type { Answer, AnswerView } from '../brain.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { factsOf } from './facts.ts';
import { internalCall, type LlmBrainDeps } from './llm-deps.ts';
import { cutPieces, withoutThinking } from './pieces.ts';
import { createSpeaker, type Speaker } from './speak.ts';
import { historyData, messageData } from './thread-data.ts';
import { todayOf } from './understand.ts';

const promptName = 'answer';
/** What was written to the list, and what is on it, is told in fixed and exact words. */
const worded: readonly IntentName[] = ['recommendation', 'search', 'seasonal', 'information', 'comparison', 'explanation', 'analysis'];

/** Ways a message ends before its end. */
const unfinished: readonly string[] = ['length', 'content_filter'];

type Deps = Pick<LlmBrainDeps, 'chatModel' | 'prompts' | 'field' | 'fallback' | 'log' | 'onUngrounded'>;
export type WordAnswer = (view: AnswerView, emit: (text: string) => void, signal?: AbortSignal) => Promise<Answer>;

/** True when there is something to word, and the turn has not fallen back before. */
const isWordable = (view: AnswerView, plain: Answer): boolean =>
  view.say === null && view.intent.source === 'model' && worded.includes(view.intent.name) && plain.success && plain.results.length > 0 && view.tool_results.every(({ ok }) => ok);

export const createWordAnswer = ({ chatModel, prompts, field, fallback, log, onUngrounded }: Deps): WordAnswer => {
  prompts.expect(promptName, ['today', 'facts', 'draft', 'history', 'message']);

  const stream = async (view: AnswerView, plain: Answer, speaker: Speaker, signal?: AbortSignal): Promise<'complete' | 'cut'> => {
    const { system, user } = prompts.render(promptName, {
      today: todayOf(field), facts: factsOf(view, plain), draft: plain.response, history: await historyData(view), message: messageData(view),
    });
    return chatModel.guarded(async (model, inner) => {
      let finish: unknown;
      const chunks = await model.stream([new SystemMessage(system), new HumanMessage(user)], { ...internalCall, signal: inner });
      const texts = async function* (): AsyncGenerator<string> {
        for await (const chunk of chunks) {
          finish ??= chunk.response_metadata['finish_reason'];
          if (chunk.text !== '') yield chunk.text;
        }
      };
      // The last piece waits until it is known whether it is whole.
      let waiting: string | undefined;
      for await (const piece of cutPieces(withoutThinking(texts()))) {
        inner.throwIfAborted();
        const ready = [...(waiting === undefined ? [] : [waiting]), ...(isWhole(piece) ? [piece] : [])];
        waiting = isWhole(piece) ? undefined : piece;
        if (!ready.every((text) => speaker.say(text))) return 'complete';
      }
      inner.throwIfAborted();
      if (typeof finish !== 'string' || unfinished.includes(finish)) return 'cut';
      if (waiting !== undefined) speaker.say(waiting);
      return 'complete';
    }, signal);
  };

  return async (view, emit, signal) => {
    const pieces: string[] = [];
    const plain = await fallback.compose(view, (text) => pieces.push(text), signal);
    const speakPlainly = (degraded: boolean): Answer => {
      pieces.forEach(emit);
      return { ...plain, degraded: plain.degraded || degraded };
    };
    if (!isWordable(view, plain)) return speakPlainly(false);
    const evidence = evidenceForView(view, [plain.response]);
    const speaker = createSpeaker(evidence, field.titles, emit);
    const ending = await stream(view, plain, speaker, signal).catch((thrown: unknown) => {
      const error = toAppError(thrown);
      if (error.code === 'cancelled') throw error;
      log.warn({ code: error.code }, 'the answer could not be worded by the model');
      return 'cut' as const;
    });
    const { response, mentioned, dropped } = speaker.said();
    if (dropped > 0) onUngrounded(dropped);
    if (response === '') return speakPlainly(true);
    const left = plain.results.filter(({ anime_id }) => !mentioned.includes(anime_id));
    // An introduction without its list, or talk beside the point.
    const nothingNamed = left.length === plain.results.length && (dropped > 0 || plain.results.length > 1);
    if (nothingNamed) speaker.append(plain.response);
    else if (ending === 'cut' && left.length > 0 && plain.results.length > 1) speaker.append(`Also: ${left.map(({ title, year }) => `${escape(title)}${year === null ? '' : ` (${year})`}`).join(', ')}.`);
    return { response: speaker.said().response, results: inOrderOfMention(plain.results, mentioned), success: true, degraded: ending === 'cut' || nothingNamed };
  };
};

export const evidenceForView = (view: AnswerView, texts: readonly string[]): Evidence =>
  evidenceOf({
    tool_results: view.tool_results,
    slots: view.slots,
    named: view.reading.entities.titles.map(({ anime_id }) => anime_id).filter((id) => id !== null),
    texts: [...texts, view.message],
  });

/** "The second one" is counted in what was read: named results first, as named. */
const inOrderOfMention = (results: readonly Result[], mentioned: readonly string[]): Result[] => {
  const place = (result: Result): number => (mentioned.includes(result.anime_id) ? mentioned.indexOf(result.anime_id) : mentioned.length);
  return [...results].sort((a, b) => place(a) - place(b));
};

/** A line or sentence that ends with its own mark: it may leave although more is to come. */
const isWhole = (piece: string): boolean => piece.endsWith('\n') || /[.!?…。！？][)\]"'”’»*_」』）]*$/.test(piece);

const escape = (text: string): string => text.replace(/[\\`*_[\]<>|]/g, '\\$&');
