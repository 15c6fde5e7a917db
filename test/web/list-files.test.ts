/** The list as a file over HTTP: with stand-ins for what reaches the tools, with the real tools for what comes of it. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../tools/world.ts';
import { startApp } from './support.ts';

const malList = '<myanimelist><anime><series_animedb_id>1</series_animedb_id><series_title>Hoshi</series_title><my_status>Completed</my_status><my_score>9</my_score></anime></myanimelist>';

describe('POST /api/v1/users/me/import', () => {
  it.each([
    ['application/xml', malList], ['text/csv; charset=utf-8', 'title\nA'], ['application/octet-stream', gzipSync(malList)], ['application/gzip', gzipSync(malList)], ['application/json', '[{"mediaId":1}]'], ['application/x-www-form-urlencoded', malList],
  ])('takes a file as it is, sent as %s', async (type, body) => {
    const { url, seen } = await startApp();

    const response = await fetch(`${url}/api/v1/users/me/import?format=csv&dry_run=true&user_id=ann`, { method: 'POST', headers: { 'Content-Type': type, 'Idempotency-Key': 'k-1' }, body });

    expect(response.status).toBe(200);
    expect(seen).toMatchObject([{ tool: 'import_watchlist', input: { format: 'csv', dry_run: true }, caller: { user_id: 'ann', door: 'http', idempotency: { key: 'k-1' } } }]);
    const { content } = seen[0]!.input as { content: string };
    const bytes = Buffer.from(content.slice('data:;base64,'.length), 'base64');
    expect(bytes.equals(Buffer.from(body))).toBe(true);
  });

  it('takes the arguments of the tool in JSON, and a list of AniList in JSON without a word about it', async () => {
    const { json, seen } = await startApp();

    await json('POST', '/api/v1/users/me/import', { content: 'title\nA', format: 'csv' });
    await json('POST', '/api/v1/users/me/import', { data: { MediaListCollection: { lists: [] } } });

    expect(seen[0]?.input).toEqual({ content: 'title\nA', format: 'csv' });
    expect(seen[1]?.input['content']).toMatch(/^data:;base64,/);
  });

  it('takes files of 25 MB, and refuses what no list can be', async () => {
    const { url, seen } = await startApp();
    const post = (size: number) => fetch(`${url}/api/v1/users/me/import?format=csv`, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: Buffer.alloc(size, 97) });

    expect((await post(25 * 1024 * 1024)).status).toBe(200);
    const refused = await post(36 * 1024 * 1024 + 1);
    expect([refused.status, ((await refused.json()) as { error: { code: string } }).error.code]).toEqual([413, 'payload_too_large']);
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['multipart/form-data; boundary=x', '--x', '', 'A list file is not sent as "multipart/form-data".'],
    ['text/csv', '', '', 'The request has no body.'],
    ['application/json', '{"data":', '', 'The body is not JSON.'],
    ['text/csv', 'title', '?fromat=csv', 'Unknown parameter "fromat".'],
    ['text/csv', 'title', '?content=x', 'Unknown parameter "content".'],
  ])('refuses %s %j%s', async (type, body, query, message) => {
    const { url } = await startApp();

    const response = await fetch(`${url}/api/v1/users/me/import${query}`, { method: 'POST', headers: { 'Content-Type': type }, body });

    expect([response.status, ((await response.json()) as { error: { message: string } }).error.message]).toEqual([400, message]);
  });
});

describe('GET /api/v1/users/me/export', () => {
  it('answers with the file itself, to be saved', async () => {
    const { url, seen } = await startApp();

    const response = await fetch(`${url}/api/v1/users/me/export?format=csv&status=done&user_id=ann`);

    expect([response.status, await response.text()]).toEqual([200, 'title\r\n星\r\n']);
    expect(Object.fromEntries(['content-type', 'content-disposition', 'x-entries', 'x-left-out', 'x-content-type-options', 'cache-control'].map((name) => [name, response.headers.get(name)]))).toEqual({
      'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="list.csv"', 'x-entries': '1', 'x-left-out': '1', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store',
    });
    expect(seen).toMatchObject([{ tool: 'export_watchlist', input: { format: 'csv', status: 'completed' }, caller: { user_id: 'ann' } }]);
  });

  it('refuses without a format it knows', async () => {
    const { json } = await startApp();

    expect(await json('GET', '/api/v1/users/me/export')).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
    expect(await json('GET', '/api/v1/users/me/export?format=pdf')).toMatchObject({ status: 400 });
  });
});

it('brings a packed list in, gives it out again, and takes it back', async () => {
  const { tools } = await createWorld();
  const { url, json } = await startApp({ tools: [...tools] });
  const post = () => fetch(`${url}/api/v1/users/me/import`, { method: 'POST', headers: { 'Content-Type': 'application/gzip', 'Idempotency-Key': 'once' }, body: gzipSync(malList) }).then((response) => response.json() as Promise<Record<string, unknown>>);

  const report = await post();
  const same = await post();
  const file = await (await fetch(`${url}/api/v1/users/me/export?format=mal-xml`)).text();
  const undone = await json('POST', '/api/v1/users/me/undo', { change_id: report['import_id'] });

  expect(report).toMatchObject({ success: true, format: 'mal-xml', counts: { rows: 1, added: 1 } });
  expect(same).toEqual(report);
  expect(file).toContain('<series_title><![CDATA[Hoshi no Niwashi]]></series_title>');
  expect(undone.body).toMatchObject({ success: true, total: 1 });
  expect((await json('GET', '/api/v1/users/me/list')).body.total).toBe(0);
});
