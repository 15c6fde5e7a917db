/** What the terminal talks to: the conversation of this program, or a server elsewhere. */
import type { ChatEvent, ChatReply } from '../domain/chat-turn.ts';

/** A server elsewhere says no more of a turn than its answer. */
export type Answer = Pick<ChatReply, 'thread_id' | 'response' | 'results' | 'interrupt'> & Partial<ChatReply>;
export type Words = { readonly message: string } | { readonly resume: { readonly interrupt_id: string; readonly option_id: string } };
export type ToolInfo = { readonly name: string; readonly description: string };
export type Past = { readonly thread_id: string; readonly title: string; readonly updated_at: string };

export type Session = {
  /** One line at the start. */
  readonly about: string;
  /** @throws AppError, or what `toAppError` makes one of */
  say(words: Words, options: { readonly thread_id: string | undefined; readonly emit: (event: ChatEvent) => void; readonly signal: AbortSignal }): Promise<Answer>;
  /** Names of titles that begin so, best known first. */
  titles(typed: string): readonly string[];
  tools(): Promise<readonly ToolInfo[]>;
  /** @returns the structured result @throws AppError */
  call(name: string, args: Record<string, unknown>): Promise<unknown>;
  /** Conversations held before, last used first; not of a server elsewhere. */
  readonly past?: { list(): Promise<readonly Past[]>; read(thread_id: string): Promise<readonly { readonly role: 'user' | 'assistant'; readonly content: string }[]> };
  readonly files?: { take(file: string): Promise<string>; save(file: string): Promise<string> };
  close(): Promise<void>;
};
