/** Talks to a running service as a chat UI does, and keeps an eye on every title it names. */
import { expect } from 'vitest';
import type { ChatEvent, ChatReply, Message } from '../../src/domain/chat-turn.ts';

export type Answer<Body> = { readonly status: number; readonly body: Body; readonly headers: Headers };
export type ErrorBody = { readonly error: { readonly code: string; readonly message: string; readonly hint?: string; readonly request_id: string } };

/** A JSON request. The caller says what it expects to come back. */
export const request = async <Body>(url: string, { method = 'GET', body, headers = {}, signal }: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {}): Promise<Answer<Body>> => {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
};

export const callTool = async (url: string, name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
  const { status, body } = await request<{ result: Record<string, unknown> }>(`${url}/api/v1/mcp/call_tool`, { method: 'POST', body: { name, arguments: args } });
  expect(status, `${name} ${JSON.stringify(args)}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200);
  return body.result;
};

export type ChatBody = { message?: string; thread_id?: string; user_id?: string; resume?: { interrupt_id: string; option_id: string } };

export const chat = (url: string, body: ChatBody, options: { headers?: Record<string, string>; signal?: AbortSignal } = {}): Promise<Answer<ChatReply & ErrorBody>> =>
  request(`${url}/api/v1/chat`, { method: 'POST', body, ...options });

/** The same turn as events, in the order in which they came, each with its id. */
export const chatEvents = async (url: string, body: ChatBody, { headers = {} }: { headers?: Record<string, string> } = {}): Promise<(ChatEvent & { id: number })[]> => {
  const response = await fetch(`${url}/api/v1/chat`, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', ...headers }, body: JSON.stringify(body) });
  expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({ status: 200, type: 'text/event-stream; charset=utf-8' });
  return readEvents(await response.text());
};

const readEvents = (text: string): (ChatEvent & { id: number })[] =>
  text.split('\n\n').filter((frame) => frame !== '' && !frame.startsWith(':')).map((frame) => {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1] ?? '';
    return { id: Number(field('id')), event: field('event'), data: JSON.parse(field('data')) } as ChatEvent & { id: number }; // the stream's own contract
  });

export const messagesOf = async (url: string, thread_id: string, user_id = 'local'): Promise<Message[]> => {
  const { status, body } = await request<{ messages: Message[] }>(`${url}/api/v1/threads/${thread_id}/messages?limit=1000&user_id=${user_id}`);
  return status === 404 ? [] : body.messages;
};

export const listOf = async (url: string, user_id = 'local'): Promise<Record<string, unknown>[]> =>
  (await callTool(url, 'get_watchlist', { user_id, limit: 500 }))['results'] as Record<string, unknown>[]; // a list tool's results are objects

export type Conversation = {
  readonly thread_id: string;
  say(message: string): Promise<ChatReply>;
  resume(interrupt_id: string, option_id: string): Promise<Answer<ChatReply & ErrorBody>>;
};

/**
 * A thread of one profile. Each answer is checked: what it prints in bold must be a title that a tool of this thread has given.
 * @param url a function, because a service that was killed comes back elsewhere
 */
export const conversation = (url: () => string, { thread_id, user_id }: { thread_id: string; user_id: string }): Conversation => {
  const known = new Set<string>();
  const check = async (reply: ChatReply): Promise<void> => {
    for (const title of titlesIn(reply.results)) known.add(title);
    for (const title of await titlesOfCalls(url(), reply, user_id)) known.add(title);
    expect(boldIn(reply.response).filter((name) => !known.has(name)), `titles that no tool of this thread has given, in: ${reply.response}`).toEqual([]);
  };
  return {
    thread_id,
    say: async (message) => {
      const { status, body } = await chat(url(), { message, thread_id, user_id });
      expect(status, `“${message}”: ${JSON.stringify(body).slice(0, 400)}`).toBe(200);
      await check(body);
      return body;
    },
    resume: async (interrupt_id, option_id) => {
      const answer = await chat(url(), { resume: { interrupt_id, option_id }, thread_id, user_id });
      if (answer.status === 200) await check(answer.body);
      return answer;
    },
  };
};

/** The turn's own tool calls, asked once more: the reply records names and arguments, not results. Writes are left alone, their entries are results. */
const titlesOfCalls = async (url: string, { tool_calls }: ChatReply, user_id: string): Promise<string[]> => {
  const reads = tool_calls.filter(({ ok, name }) => ok && name !== 'update_watchlist');
  const results = await Promise.all(reads.map(({ name, arguments: args }) => callTool(url, name, { ...args, user_id })));
  return results.flatMap(titlesIn);
};

/** Every spelling of every entry found anywhere in a result, and "English / original" as answers write it. */
const titlesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(titlesIn);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(titlesIn);
  if (!('title' in value) || typeof value.title !== 'string') return inner;
  const english = 'title_english' in value && typeof value.title_english === 'string' ? value.title_english : null;
  const native = 'title_native' in value && typeof value.title_native === 'string' ? [value.title_native] : [];
  return [value.title, ...native, ...(english === null ? [] : [english, `${english} / ${value.title}`]), ...inner];
};

const boldIn = (markdown: string): string[] =>
  [...markdown.matchAll(/\*\*((?:[^*\\]|\\.)+)\*\*/g)].map(([, name = '']) => name.replace(/\\([\\`*_[\]<>|])/g, '$1'));

/** What two runs of one turn have in common: everything but ids and times. */
export const essence = ({ thread_id: _thread, turn_id: _turn, timing_ms: _timing, tool_calls, interrupt, ...rest }: ChatReply) => ({
  ...rest,
  tool_calls: tool_calls.map(({ duration_ms: _duration, ...call }) => call),
  interrupt: interrupt === null ? null : { ...interrupt, id: '' },
});
