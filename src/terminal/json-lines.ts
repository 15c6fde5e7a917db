/** `--json`: each line is one message, each answer one line of JSON; nothing else is printed. */
import { toAppError } from '../errors.ts';
import type { Answer, Session } from './session.ts';
import { wordsFor } from './words-for.ts';

/** @returns whether every line was answered. A line that fails is `{ error: { code, message, hint } }`, and the next is said all the same. */
export const runJsonLines = async (session: Pick<Session, 'say'>, { lines, print, thread_id, signal }: { readonly lines: AsyncIterable<string>; readonly print: (text: string) => void; readonly thread_id: string | undefined; readonly signal: AbortSignal }): Promise<boolean> => {
  let last: Answer | undefined;
  let good = true;
  for await (const line of lines) {
    const message = line.trim();
    if (message === '') continue;
    try {
      last = await session.say(wordsFor(message, last), { thread_id: last?.thread_id ?? thread_id, emit: () => undefined, signal });
      print(`${JSON.stringify(last)}\n`);
    } catch (thrown) {
      const { code, message: words, hint } = toAppError(thrown);
      good = false;
      print(`${JSON.stringify({ error: { code, message: words, ...(hint !== undefined && { hint }) } })}\n`);
    }
  }
  return good;
};
