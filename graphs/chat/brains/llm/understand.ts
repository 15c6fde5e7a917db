/** One structured call for intent and entities; its answer is checked by us, never retried, and never trusted with ids. */
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import { seasonOf } from '../../../../src/domain/season.ts';
import type { Field } from '../../deps.ts';
import { intents } from '../../intents/all.ts';
import type { Reading } from '../../state.ts';
import type { TurnView } from '../brain.ts';
import { doubtChange, readAlone } from './doubt-change.ts';
import { internalCall, type LlmBrainDeps } from './llm-deps.ts';
import { readingOf } from './reading-of.ts';
import { historyData, messageData, threadData } from './thread-data.ts';
import { parseUnderstanding, understandingJsonSchema } from './understanding.ts';

const examplesShown = 4;
const promptName = 'understand';

export type Understand = (turn: TurnView, signal?: AbortSignal) => Promise<{ intent: Intent; reading: Reading } | null>;

/** Null when the model answered with something else than what was asked for (a refusal included). @throws AppError of `guarded` */
export const createUnderstand = ({ chatModel, prompts, field, fallback }: Pick<LlmBrainDeps, 'chatModel' | 'prompts' | 'field' | 'fallback'>): Understand => {
  prompts.expect(promptName, ['intents', 'genres', 'today', 'thread', 'history', 'message']);
  // Plain JSON Schema and no check by LangChain: with a zod schema it would send the request again, at cost, whenever the answer does not fit.
  const structured = chatModel.model.withStructuredOutput(understandingJsonSchema, { name: 'understanding', method: 'jsonSchema', strict: true, includeRaw: true });
  const known = { intents: describeIntents(), genres: field.vocabulary.genres.filter((genre) => field.vocabulary.fold(genre)?.adult === false).join(', ') };

  return async (turn, signal) => {
    // A wish for good is read by its whole wording: a model could only get it wrong.
    const own = await fallback.extract(turn, { name: 'status_update', confidence: 1, source: 'rules' }, signal);
    if (own.wish !== undefined) return { intent: { name: 'status_update', confidence: 1, source: 'rules' }, reading: own };
    const { system, user } = prompts.render(promptName, { ...known, today: todayOf(field), thread: threadData(turn), history: await historyData(turn), message: messageData(turn) });
    const messages = [new SystemMessage(system), new HumanMessage(user)];
    const answer = await chatModel.guarded((_model, inner) => structured.invoke(messages, { ...internalCall, signal: inner }), signal);
    const understood = parseUnderstanding(answer.parsed);
    if (understood === null) return null;
    const { intent, reading } = readingOf(understood, turn, field);
    if (intent.name !== 'status_update') return { intent, reading };
    return { intent, reading: doubtChange(reading, turn, await readAlone(turn, fallback, signal), field.titles) };
  };
};

export const todayOf = ({ now }: Pick<Field, 'now'>): string => {
  const today = now();
  const { season, year } = seasonOf(today);
  return `${today.toISOString().slice(0, 10)} (anime season: ${season.toLowerCase()} ${year})`;
};

const describeIntents = (): string =>
  Object.values(intents)
    .map(({ name, description, examples }) => `- ${name}: ${description} E.g. ${examples.slice(0, examplesShown).map((example) => `"${example}"`).join(', ')}.`)
    .join('\n');
