/** `/v1/chat/completions` of the fake OpenAI server, scripted per test: each reply answers as a whole or as a stream, as the request asks. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { FakeReply, FakeRequest, FakeRoute } from './fake-openai.ts';

export type FakeChat = FakeRoute & {
  /** Replies to the next requests, one each, in order. */
  next(...replies: FakeReply[]): void;
  /** What comes after them; until it is set, a 500. */
  otherwise(reply: FakeReply): void;
  /** Resolves when the client hangs up on an answer that was not whole. */
  readonly hungUp: Promise<void>;
};

export const fakeChat = (): FakeChat => {
  const script: FakeReply[] = [];
  let rest: FakeReply = status(500);
  let resolve = (): void => {};
  const hungUp = new Promise<void>((hangUp) => (resolve = hangUp));
  return {
    path: '/v1/chat/completions',
    next: (...replies) => void script.push(...replies),
    otherwise: (reply) => void (rest = reply),
    hungUp,
    answer(request, response) {
      response.on('close', () => void (response.writableFinished || resolve()));
      return (script.shift() ?? rest)(request, response);
    },
  };
};

/** The error body OpenAI sends, with text that must not reach a user. */
export const status =
  (code: number, headers: Record<string, string> = {}): FakeReply =>
  (_request, response) =>
    void response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error: { message: 'secret upstream text', type: 'fake', code: null, param: null } }));

/** Never answers. */
export const hang: FakeReply = () => undefined;

/** Valid headers, then bytes that are no JSON. */
export const malformedJson: FakeReply = (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[{"mess');

type Call = { readonly name: string; readonly args: Record<string, unknown> | string };
type Message = { readonly content?: string | null; readonly refusal?: string; readonly calls?: readonly Call[]; readonly finish?: string };

const usage = { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 };
const frameOf = (object: string, { body }: FakeRequest) => ({ id: 'chatcmpl-fake', object, created: 1_700_000_000, model: body['model'] });

/** The text in pieces; `pauseMs` between them. */
export const says = (text: string | readonly string[], { pauseMs = 0, finish = 'stop' }: { pauseMs?: number; finish?: string } = {}): FakeReply =>
  async (request, response) => {
    const pieces = typeof text === 'string' ? (text.match(/\S+\s*|\s+/g) ?? []) : text;
    if (request.body['stream'] !== true) return whole(request, response, { content: pieces.join(''), finish });
    const send = stream(request, response);
    for (const piece of pieces) {
      send({ content: piece });
      if (pauseMs > 0) await wait(pauseMs);
    }
    end(request, response, send, finish);
  };

/** An object as the answer's content: structured output. */
export const answersJson = (value: unknown): FakeReply => says([JSON.stringify(value)]);

/** Asks for tools, all in one message and numbered from zero, as some servers do; streamed, the arguments come in fragments that take turns. */
export const callsTools = (...calls: readonly Call[]): FakeReply =>
  (request, response) => {
    if (request.body['stream'] !== true) return whole(request, response, { content: null, calls, finish: 'tool_calls' });
    const send = stream(request, response);
    const fragments = calls.map(({ args }) => textOf(args).match(/.{1,7}/gs) ?? []);
    calls.forEach(({ name }, index) => send({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] }));
    for (let at = 0; fragments.some(({ length }) => at < length); at += 1) {
      fragments.forEach((pieces, index) => pieces[at] !== undefined && send({ tool_calls: [{ index, function: { arguments: pieces[at] } }] }));
    }
    end(request, response, send, 'tool_calls');
  };

export const refuses: FakeReply = (request, response) => {
  if (request.body['stream'] !== true) return whole(request, response, { content: null, refusal: 'I cannot help with that.' });
  const send = stream(request, response);
  send({ refusal: 'I cannot help with that.' });
  end(request, response, send, 'stop');
};

export const emptyChoices: FakeReply = (request, response) => {
  if (request.body['stream'] !== true) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...frameOf('chat.completion', request), choices: [], usage }));
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: [DONE]\n\n');
};

/** Streams these pieces, then the connection breaks. */
export const breaksAfter = (pieces: readonly string[], { pauseMs = 5 }: { pauseMs?: number } = {}): FakeReply =>
  async (request, response) => {
    const send = stream(request, response);
    for (const piece of pieces) send({ content: piece });
    await wait(pauseMs); // lets what was sent arrive first
    response.socket?.resetAndDestroy();
  };

/** Streams these pieces, then nothing more comes. */
export const stallsAfter = (pieces: readonly string[]): FakeReply =>
  (request, response) => {
    const send = stream(request, response);
    for (const piece of pieces) send({ content: piece });
  };

/** Streams these pieces and ends as if all were well, but never says how the message finished. */
export const endsEarlyAfter = (pieces: readonly string[]): FakeReply =>
  (request, response) => {
    const send = stream(request, response);
    for (const piece of pieces) send({ content: piece });
    response.end();
  };

/** The reply of `says`, whole or streamed, one byte at a time. */
export const drips = (text: string, { everyMs }: { everyMs: number }): FakeReply =>
  async (request, response) => {
    const streamed = request.body['stream'] === true;
    const all = streamed ? `data: ${JSON.stringify(chunkOf(request, { content: text }))}\n\n` : JSON.stringify(completionOf(request, { content: text }));
    response.writeHead(200, { 'content-type': streamed ? 'text/event-stream' : 'application/json' });
    for (const byte of all) {
      if (response.destroyed) return;
      response.write(byte);
      await wait(everyMs);
    }
    response.end();
  };

const textOf = (args: Call['args']): string => (typeof args === 'string' ? args : JSON.stringify(args));

const completionOf = (request: FakeRequest, { content = '', refusal, calls, finish = 'stop' }: Message) => ({
  ...frameOf('chat.completion', request),
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content,
        refusal: refusal ?? null,
        ...(calls && { tool_calls: calls.map(({ name, args }, index) => ({ id: `call_${index}`, type: 'function', function: { name, arguments: textOf(args) } })) }),
      },
      finish_reason: finish,
    },
  ],
  usage,
});

const whole = (request: FakeRequest, response: ServerResponse, message: Message): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completionOf(request, message)));

const chunkOf = (request: FakeRequest, delta: Record<string, unknown>, finish: string | null = null) => ({ ...frameOf('chat.completion.chunk', request), choices: [{ index: 0, delta, finish_reason: finish }] });

type Send = (delta: Record<string, unknown>, finish?: string | null) => void;

const stream = (request: FakeRequest, response: ServerResponse): Send => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send: Send = (delta, finish) => void response.write(`data: ${JSON.stringify(chunkOf(request, delta, finish))}\n\n`);
  send({ role: 'assistant', content: '' });
  return send;
};

const end = (request: FakeRequest, response: ServerResponse, send: Send, finish: string): void => {
  send({}, finish);
  const { include_usage: wanted } = (request.body['stream_options'] ?? {}) as { include_usage?: boolean }; // the option's shape in OpenAI's API
  if (wanted === true) response.write(`data: ${JSON.stringify({ ...frameOf('chat.completion.chunk', request), choices: [], usage })}\n\n`);
  response.end('data: [DONE]\n\n');
};
