/** Answers in OpenAI's shapes: a completion, and the chunks of a stream. */
import type { Message } from '../../domain/chat-turn.ts';
import type { Finish } from './cut.ts';

export const modelId = 'animetrackr';

export type Usage = { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number };
export type Head = { readonly id: string; readonly created: number; /** Null: nothing was said in any conversation. */ readonly thread_id: string | null };

const tokensOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / bytesPerToken), 0);
/** The built-in brain reads no tokens and every model counts its own way: an estimate that fits English. */
export const bytesPerToken = 4;

export const usageOf = (said: readonly Pick<Message, 'content'>[], answer: string): Usage => {
  const [prompt_tokens, completion_tokens] = [tokensOf(said.map(({ content }) => content)), tokensOf([answer])];
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
};

const common = ({ id, created, thread_id }: Head, object: string) => ({ id: `chatcmpl-${id}`, object, created, model: modelId, metadata: thread_id === null ? {} : { thread_id } });

export const completion = (head: Head, content: string, finish_reason: Finish, usage: Usage) => ({
  ...common(head, 'chat.completion'),
  choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason }],
  usage,
});

type Delta = { readonly role?: 'assistant'; readonly content?: string };

export const chunk = (head: Head, delta: Delta, finish_reason: Finish | null = null) => ({
  ...common(head, 'chat.completion.chunk'),
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
});

/** Comes last, and without choices: some clients look into the first one whatever it says. */
export const usageChunk = (head: Head, usage: Usage) => ({ ...common(head, 'chat.completion.chunk'), choices: [], usage });
