import { describe, expect, it } from 'vitest';
import { startApp } from './support.ts';

describe('routes that are tools', () => {
  it('turns query parameters into arguments and filters', async () => {
    const { json, seen } = await startApp();

    const { status, body } = await json('GET', '/api/v1/anime/search?q=quiet%20walks&genres=drama,slice%20of%20life&types=movie&year_from=2010&min_score=7.5&limit=3&personalize=true&user_id=ann');

    expect(status).toBe(200);
    expect(body.results[0].anime_id).toBe('mal:1');
    expect(seen[0]).toMatchObject({
      tool: 'search_anime',
      input: { query: 'quiet walks', limit: 3, personalize: true, filters: { genres: ['drama', 'slice of life'], types: ['MOVIE'], year_from: 2010, min_score: 7.5 } },
      caller: { user_id: 'ann', door: 'http' },
    });
  });

  it('keeps the commas of a title and takes repeated parameters', async () => {
    const { json, seen } = await startApp();

    await json('GET', '/api/v1/recommendations?similar_to=Hello,%20World');
    await json('GET', '/api/v1/recommendations?similar_to=One&similar_to=Two&genres=drama&genres=music');

    expect(seen.map(({ input }) => input['similar_to'])).toEqual(['Hello, World', ['One', 'Two']]);
    expect(seen[1]?.input['filters']).toEqual({ genres: ['drama', 'music'] });
  });

  it.each([
    ['/api/v1/anime/mal:5114', 'mal:5114'],
    ['/api/v1/anime/https%3A%2F%2Fmyanimelist.net%2Fanime%2F5114', 'https://myanimelist.net/anime/5114'],
    ['/api/v1/anime/anime-planet%3Afullmetal', 'anime-planet:fullmetal'],
  ])('takes the id from %s', async (path, anime_id) => {
    const { json, seen } = await startApp();

    const details = await json('GET', path);
    const similar = await json('GET', `${path}/similar?limit=2&types=ova`);

    expect([details.status, similar.status]).toEqual([200, 200]);
    expect(seen).toMatchObject([{ tool: 'get_anime_details', input: { anime_id } }, { tool: 'get_similar_anime', input: { anime_id, limit: 2, filters: { types: ['OVA'] } } }]);
  });

  it('asks for recommendations in JSON too', async () => {
    const { json, seen } = await startApp();

    await json('POST', '/api/v1/recommendations?user_id=ann', { context: 'rainy sunday', limit: 2 });

    expect(seen[0]).toMatchObject({ tool: 'get_recommendations', input: { context: 'rainy sunday', limit: 2 }, caller: { user_id: 'ann' } });
  });

  it('reads and writes the list', async () => {
    const { json, seen } = await startApp();

    await json('GET', '/api/v1/users/me/list?status=ptw&limit=5');
    await json('POST', '/api/v1/users/me/list', { anime_id: 'mal:1', status: 'watching' });
    await json('PATCH', '/api/v1/users/me/list/mal:2', { score: 8 });
    await json('PUT', '/api/v1/users/me/list/mal:3', { status: 'completed', anime_id: 'mal:3' });
    await json('DELETE', '/api/v1/users/me/list/mal:4?user_id=ann');
    await json('POST', '/api/v1/users/me/undo', {});
    await json('POST', '/api/v1/users/me/undo', { change_id: 'c1' });

    expect(seen.map(({ tool, input, caller }) => [tool, input, caller.user_id])).toEqual([
      ['get_watchlist', { status: 'plan_to_watch', limit: 5 }, 'local'],
      ['update_watchlist', { anime_id: 'mal:1', status: 'watching' }, 'local'],
      ['update_watchlist', { anime_id: 'mal:2', score: 8 }, 'local'],
      ['update_watchlist', { anime_id: 'mal:3', status: 'completed' }, 'local'],
      ['update_watchlist', { anime_id: 'mal:4', remove: true }, 'ann'],
      ['undo_watchlist_change', {}, 'local'],
      ['undo_watchlist_change', { change_id: 'c1' }, 'local'],
    ]);
  });

  it('reads and sets preferences, takes feedback, and tells about taste and past suggestions', async () => {
    const { json, seen } = await startApp();

    await json('GET', '/api/v1/users/me/preferences?user_id=ann');
    await json('PATCH', '/api/v1/users/me/preferences', { title_language: 'native' });
    await json('PUT', '/api/v1/users/me/preferences', { title_language: 'romaji' }, { 'Idempotency-Key': 'k-1' });
    await json('POST', '/api/v1/users/me/feedback', { anime_id: 'mal:1', kind: 'liked' });
    const taste = await json('GET', '/api/v1/users/me/taste');
    const past = await json('GET', '/api/v1/users/me/recommendations');
    await json('GET', '/api/v1/users/me/recommendations/mal:7');
    const written = await json('GET', '/api/v1/users/me/preferences?title_language=native');

    expect(seen.map(({ tool, input, caller }) => [tool, input, caller.user_id])).toEqual([
      ['set_preferences', {}, 'ann'],
      ['set_preferences', { title_language: 'native' }, 'local'],
      ['set_preferences', { title_language: 'romaji' }, 'local'],
      ['set_preferences', { feedback: { anime_id: 'mal:1', kind: 'liked' } }, 'local'],
      ['analyze_user_preferences', {}, 'local'],
      ['analyze_user_preferences', {}, 'local'],
      ['explain_recommendation', { anime_id: 'mal:7' }, 'local'],
    ]);
    expect([taste.body, past.body]).toEqual([{ summary: ['Little.'], recommendations: { shown: 3 } }, { shown: 3 }]);
    // Whoever reads sets nothing.
    expect(written).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
  });

  it('passes the idempotency key of a write to the tool', async () => {
    const { json, seen } = await startApp();
    const key = { 'Idempotency-Key': 'k-1' };

    await json('POST', '/api/v1/users/me/list', { anime_id: 'mal:1' }, key);
    await json('PATCH', '/api/v1/users/me/list/mal:2', { score: 8 }, key);
    await json('DELETE', '/api/v1/users/me/list/mal:2', undefined, key);
    await json('POST', '/api/v1/mcp/call_tool', { name: 'update_watchlist', arguments: { anime_id: 'mal:1' } }, key);
    await json('GET', '/api/v1/users/me/list', undefined, key);

    expect(seen.map(({ caller }) => caller.idempotency?.key)).toEqual(['k-1', 'k-1', 'k-1', 'k-1', undefined]);
  });

  it.each([
    ['GET', '/api/v1/anime/search?genre=drama', undefined, 400, 'invalid_input', 'Unknown parameter "genre".'],
    ['GET', '/api/v1/anime/search?limit=500', undefined, 400, 'invalid_input', 'limit'],
    ['POST', '/api/v1/users/me/list', { animeid: 'mal:1' }, 400, 'invalid_input', 'Unknown argument "animeid".'],
    ['POST', '/api/v1/users/me/list?status=watching', {}, 400, 'invalid_input', 'Unknown parameter "status".'],
    ['POST', '/api/v1/users/me/list', [1], 400, 'invalid_input', 'The body must be a JSON object.'],
    ['PATCH', '/api/v1/users/me/list/mal:1', { anime_id: 'mal:2' }, 400, 'invalid_input', 'anime_id in the body'],
    ['POST', '/api/v1/users/me/list', { title: 'one' }, 409, 'ambiguous', 'It could mean several.'],
    ['PATCH', '/api/v1/users/me/list/mal:404', {}, 404, 'not_found', 'No anime has this id.'],
    ['PATCH', '/api/v1/users/me/list/mal:503', {}, 503, 'unavailable', 'The database is busy.'],
    ['PATCH', '/api/v1/users/me/list/mal:500', {}, 500, 'internal', 'Something went wrong on our side.'],
    ['POST', '/api/v1/mcp/call_tool', { name: 'drop_tables' }, 404, 'not_found', 'There is no tool of this name.'],
    ['POST', '/api/v1/mcp/call_tool', { tool: 'search_anime' }, 400, 'invalid_input', 'Unknown field "tool".'],
    ['POST', '/api/v1/mcp/call_tool', { name: 'search_anime', arguments: { limit: 0 } }, 400, 'invalid_input', 'limit'],
  ])('%s %s %j is refused with %i %s', async (method, path, body, status, code, message) => {
    const { json } = await startApp();

    const reply = await json(method, path, body);

    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
    expect(reply.body.error.message).toContain(message);
    expect(JSON.stringify(reply.body)).not.toContain('secret');
  });

  it('tells candidates of an ambiguous title, and when to try again', async () => {
    const { json } = await startApp();

    const ambiguous = await json('POST', '/api/v1/users/me/list', { title: 'one' });
    const busy = await json('PATCH', '/api/v1/users/me/list/mal:503', {});

    expect(ambiguous.body.error).toMatchObject({ hint: 'Give the id.', data: { candidates: [{ anime_id: 'mal:1', title: 'One' }] } });
    expect(busy.headers.get('retry-after')).toBe('3');
  });

  it('names the request in the log of the tool call and in its error', async () => {
    const { json, logged } = await startApp();

    const { body, headers } = await json('PATCH', '/api/v1/users/me/list/mal:404', {}, { 'X-Request-Id': 'r-9' });

    expect([body.error.request_id, headers.get('x-request-id')]).toEqual(['r-9', 'r-9']);
    expect(logged.find(({ msg }) => msg === 'tool call')).toMatchObject({ request_id: 'r-9', tool: 'update_watchlist', door: 'http', code: 'not_found' });
  });
});

describe('the plain door to the tools', () => {
  it('calls a tool', async () => {
    const { json, seen } = await startApp();

    const { status, body } = await json('POST', '/api/v1/mcp/call_tool?user_id=ann', { name: 'search_anime', arguments: { query: 'x', limit: '2' } });

    expect(status).toBe(200);
    expect(body).toEqual({ success: true, result: { results: [expect.objectContaining({ anime_id: 'mal:1' })] } });
    expect(seen[0]).toMatchObject({ input: { query: 'x', limit: 2 }, caller: { user_id: 'ann' } });
  });

  it('says what there is', async () => {
    const { json } = await startApp();

    const { body } = await json('GET', '/mcp/capabilities');

    expect(body.tools.map(({ name }: { name: string }) => name)).toContain('search_anime');
    expect(body).toMatchObject({ name: 'animetrackr', version: '1.2.3', resources: [] });
  });

  it('speaks MCP', async () => {
    const { json } = await startApp();
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search_anime', arguments: { query: 'x' } } };

    const { status, body } = await json('POST', '/mcp', call, { Accept: 'application/json, text/event-stream' });
    const refused = await json('GET', '/mcp', undefined, { Accept: 'text/event-stream' });

    expect([status, body.id, body.result.structuredContent.results[0].anime_id]).toEqual([200, 1, 'mal:1']);
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
