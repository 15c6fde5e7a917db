import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startApp } from './support.ts';

const routes = [
  ['POST', '/api/v1/chat'], ['POST', '/api/v1/mcp/call_tool'], ['POST', '/api/v1/recommendations'], ['POST', '/api/v1/users/me/list'],
  ['PATCH', '/api/v1/users/me/list/mal:1'], ['PUT', '/api/v1/users/me/list/mal:1'], ['PATCH', '/api/v1/threads/t1'],
] as const;
const names = ['message', 'thread_id', 'user_id', 'resume', 'name', 'arguments', 'title', 'anime_id', 'status', 'score', 'limit', 'filters', 'similar_to', '__proto__', 'constructor', 'lc', 'toString'];
const value = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('search_anime', 'update_watchlist', 'constructor', '__proto__', '', -1, 1e308));
const object = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), value), { maxLength: 5 }).map((pairs) => `{${pairs.map(([name, inner]) => `${JSON.stringify(name)}:${JSON.stringify(inner)}`).join(',')}}`);
const body = fc.oneof({ weight: 4, arbitrary: object }, { weight: 1, arbitrary: fc.string() }, { weight: 1, arbitrary: fc.constantFrom('['.repeat(5000), `{"message":${'['.repeat(5000)}${']'.repeat(5000)}}`, '{"__proto__":{"limit":1}}') });

it('answers whatever body it is sent, never with a fault of its own', async () => {
  const { json } = await startApp();

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, async ([method, path], text) => {
      const reply = await json(method, path, text);
      expect(reply.status).toBeLessThan(500);
      if (reply.status >= 400) expect(reply.body.error).toMatchObject({ code: expect.any(String), message: expect.any(String), request_id: expect.any(String) });
    }),
    { numRuns: 200 },
  );
  expect(Object.hasOwn(Object.prototype, 'limit')).toBe(false);
});

it('answers whatever address it is asked for, never with a fault of its own', async () => {
  const { json } = await startApp();
  const segment = fc.oneof(fc.constantFrom('api', 'v1', 'anime', 'search', 'threads', 'messages', 'page', '..', '%2e%2e', '%00', '%ff', ':id', '{id}'), fc.string());
  const query = fc.array(fc.tuple(fc.constantFrom('q', 'limit', 'genres', 'user_id', 'after', 'filters', '__proto__', 'constructor', 'year'), fc.string()), { maxLength: 4 }).map((pairs) => new URLSearchParams(pairs).toString());

  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 5 }), query, async (segments, parameters) => {
      // what a URL cannot hold is encoded; % stays, so that broken encodings get through too
      const path = segments.map((text) => text.replace(/[^\w%.:{}-]/g, (letter) => encodeURIComponent(letter))).join('/');
      const response = await json('HEAD', `/${path}?${parameters}`);
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 200 },
  );
});
