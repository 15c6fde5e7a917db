/**
 * The conversation on a full snapshot of tens of thousands of titles: the one under ANIMETRACKR_FULL_DATA_DIR (its snapshots are read, nothing
 * is written there), else one that `npm run sync` builds from the development data, which takes minutes.
 */
import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Entry } from '../../src/domain/anime.ts';
import type { HealthReport } from '../../src/ops/health.ts';
import { makeDataDir, projectRoot, runProgram, startService, type Service } from '../support/service.ts';
import { conversation, listOf, request } from './talk.ts';

const given = process.env['ANIMETRACKR_FULL_DATA_DIR'];
const dataSet = path.resolve(projectRoot, '../shared/data/aod-real.jsonl');
const syncWithinMs = 30 * 60_000;
const dataDir = makeDataDir();
let service: Service | undefined;

beforeAll(async () => {
  if (given !== undefined) symlinkSync(path.join(given, 'snapshots'), path.join(dataDir, 'snapshots'));
  else {
    if (!existsSync(dataSet)) throw new Error('There is no full snapshot to talk about: set ANIMETRACKR_FULL_DATA_DIR, or put the development data beside the project (../shared/data).');
    const { code, stderr } = await runProgram('sync', { env: { DATA_DIR: dataDir }, args: ['--file', dataSet], withinMs: syncWithinMs });
    expect(code, stderr.slice(-1000)).toBe(0);
  }
  service = await startService({ dataDir });
}, syncWithinMs + 120_000);
afterAll(() => service?.kill());

it('finds, compares, records, and knows it all after kill -9', async () => {
  const url = () => service?.url ?? '';
  const health = (await request<HealthReport>(`${url()}/health/detailed`)).body;
  expect(health).toMatchObject({ status: 'ok', parts: { catalogue: { origin: 'synced' } } });
  const user = conversation(url, { thread_id: 'full', user_id: 'full' });
  const times: number[] = [];
  const say = async (message: string) => {
    const reply = await user.say(message);
    times.push(reply.timing_ms['total'] ?? 0);
    return reply;
  };

  const similar = await say('find me anime similar to Naruto but shorter');
  expect(similar.results.length).toBeGreaterThanOrEqual(3);
  for (const { episodes } of similar.results) expect(episodes).toBeLessThan(220);
  const romance = await say('romance from 2023');
  expect(romance.results.length).toBeGreaterThanOrEqual(5);
  for (const result of romance.results) expect(result).toMatchObject({ year: 2023, genres: expect.arrayContaining(['Romance']) } satisfies Partial<Entry>);
  const more = await say('more');
  expect(more.results.map(({ anime_id }) => anime_id).filter((id) => romance.results.some((shown) => shown.anime_id === id))).toEqual([]);
  expect((await say('compare FMA 2003 and Brotherhood')).results.map(({ anime_id }) => anime_id)).toEqual(['mal:121', 'mal:5114']);
  const added = await say('add Demon Slayer to my completed list with a 9');
  expect(added.interrupt).toBeNull();

  await service?.kill();
  service = await startService({ dataDir });

  expect((await say('what did I just add?')).response).toContain('Demon Slayer');
  expect(await listOf(url(), 'full')).toMatchObject([{ anime_id: 'mal:38000', status: 'completed', score: 9 }]);
  process.stderr.write(`on ${health.parts.catalogue.entries} titles: turns took ${times.map(Math.round).join(', ')} ms\n`);
}, 300_000);
