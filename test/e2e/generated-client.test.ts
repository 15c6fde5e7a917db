/** A client that is generated from /openapi.json alone: it must compile against what the document promises, and get that from the service. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { projectRoot, startService, type Service } from '../support/service.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const run = promisify(execFile);

/** As somebody would write it who has read the document: every field it uses is checked by the compiler. */
const program = `
import createClient from 'openapi-fetch';
import type { paths } from './api.mts';

const client = createClient<paths>({ baseUrl: process.argv[2] ?? '' });
const done = <Data,>({ data, error }: { data?: Data; error?: { error: { code: string; message: string } } }): Data => {
  if (data === undefined) throw new Error(error?.error.message ?? 'no answer');
  return data;
};
const query = { user_id: 'client' };

const found = done(await client.GET('/api/v1/anime/search', { params: { query: { query: 'Mushishi', limit: 1 } } })).results[0];
if (found === undefined) throw new Error('nothing found');
const written = done(await client.PUT('/api/v1/users/me/list/{anime_id}', { params: { path: { anime_id: found.anime_id }, query }, body: { status: 'completed', score: 9.5 } }));
const bulk = done(await client.POST('/api/v1/users/me/list/bulk', { params: { query }, body: { updates: [{ anime_title: 'Monster', status: 'watching', progress: 3 }, { anime_title: 'Akira', score: 8 }] } }));
const list = done(await client.GET('/api/v1/users/me/list', { params: { query } }));
const changes = done(await client.GET('/api/v1/users/me/changes', { params: { query } }));
const undone = done(await client.POST('/api/v1/users/me/undo', { params: { query }, body: {} }));
const order = done(await client.GET('/api/v1/anime/{anime_id}/watch-order', { params: { path: { anime_id: found.anime_id }, query } }));
const refused = await client.PUT('/api/v1/users/me/list/{anime_id}', { params: { path: { anime_id: 'mal:0' }, query }, body: { status: 'completed' } });
const said = done(await client.POST('/api/v1/chat', { body: { message: 'show my list', user_id: 'client' } }));

console.log(JSON.stringify({
  found: found.title, score: written.after?.score, bulk: bulk.results?.length, counts: list.counts, changes: changes.results.map((change) => change.after?.status ?? null),
  undone, order: order.results.map(({ kind }) => kind), refused: refused.error?.error.code, said: 'intent' in said ? said.intent.name : null,
}));
`;

let service: Service;
let folder: string;
beforeAll(async () => {
  service = await startService();
  // inside the project, so that its packages are found
  const cache = path.join(projectRoot, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(path.join(cache, 'generated-client-'));
});
afterAll(async () => {
  await service?.kill();
  await rm(folder, { recursive: true, force: true });
});

it('compiles, writes a list and reads what it wrote', async () => {
  const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as Parameters<typeof openapiTS>[0]; // what is tested here
  await writeFile(path.join(folder, 'api.mts'), astToString(await openapiTS(document, { defaultNonNullable: false })));
  await writeFile(path.join(folder, 'client.mts'), program);
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ extends: path.join(projectRoot, 'tsconfig.json'), compilerOptions: { exactOptionalPropertyTypes: false, noUnusedLocals: true }, include: ['*.mts'] }));

  const compiled = await run(process.execPath, [path.join(projectRoot, 'node_modules/typescript/bin/tsc'), '-p', folder]).then(() => '', ({ stdout }: { stdout: string }) => stdout);
  expect(compiled).toBe('');

  const { stdout } = await run(process.execPath, ['--import', 'tsx', path.join(folder, 'client.mts'), service.url], { cwd: projectRoot });
  expect(JSON.parse(stdout)).toMatchObject({
    found: 'Mushishi', score: 9.5, bulk: 2, counts: { completed: 2, watching: 1 }, changes: ['completed', 'watching', 'completed'], order: ['series', 'season', 'season'], refused: 'not_found', said: 'watchlist',
  });
});
