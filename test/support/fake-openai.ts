/** A loopback server that speaks the OpenAI API as far as its routes do. Add a route (chat completions, models) as another `FakeRoute`. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

export type FakeRequest = { readonly path: string; readonly authorization: string | undefined; readonly body: Readonly<Record<string, unknown>> };
export type FakeReply = (request: FakeRequest, response: ServerResponse) => void | Promise<void>;
export type FakeRoute = { readonly path: string; readonly answer: FakeReply };
/** How the next requests go wrong, one each: an HTTP status, or silence. */
export type Misbehaviour = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown } | { readonly hang: true };

export type FakeOpenAi = {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string;
  /** All requests so far, those that were answered badly included. */
  readonly requests: readonly FakeRequest[];
  misbehave(...next: Misbehaviour[]): void;
  close(): Promise<void>;
};

export const startFakeOpenAi = async (...routes: FakeRoute[]): Promise<FakeOpenAi> => {
  const requests: FakeRequest[] = [];
  const misbehaviours: Misbehaviour[] = [];
  const server = createServer(async (incoming, response) => {
    let text = '';
    for await (const chunk of incoming) text += String(chunk);
    const request = { path: incoming.url ?? '', authorization: incoming.headers.authorization, body: text === '' ? {} : JSON.parse(text) };
    requests.push(request);
    const misbehaviour = misbehaviours.shift();
    if (misbehaviour !== undefined && 'hang' in misbehaviour) return;
    if (misbehaviour !== undefined) return sendJson(response, misbehaviour.body ?? { error: { message: 'secret upstream text' } }, misbehaviour.status, misbehaviour.headers);
    const route = routes.find(({ path }) => path === request.path);
    if (route === undefined) return sendJson(response, { error: { message: `no route ${request.path}` } }, 404);
    await route.answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake server has no port');

  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests,
    misbehave: (...next) => void misbehaviours.push(...next),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export const sendJson = (response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};
