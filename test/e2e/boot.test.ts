/** What stands in the way of a start is said in one sentence, and the exit code says that it failed; what can be lived with is declared in /health/detailed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { snapshotsFolder, writeSnapshot } from '../../src/catalogue/snapshot.ts';
import type { HealthReport } from '../../src/ops/health.ts';
import { normalised } from '../catalogue/made-up.ts';
import { makeDataDir, runProgram, startService, type Ended } from '../support/service.ts';
import { chat, request } from './talk.ts';

// Starting a program takes seconds, many times as long when the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** One line on stderr, nothing on stdout, exit code 1. */
const sentenceOf = ({ code, stdout, stderr }: Ended): string => {
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }, stderr).toEqual({ code: 1, stdout: '', lines: 1 });
  expect(stderr).not.toMatch(/\n\s+at |node:internal|Error:/);
  return stderr.trimEnd();
};

const busyPort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // a TCP server that listens has one
};

const fileInPlaceOfFolder = (): string => {
  const file = path.join(makeDataDir(), 'data');
  writeFileSync(file, 'not a folder');
  return file;
};

const folderWithBrokenDatabase = (): string => {
  const folder = makeDataDir();
  writeFileSync(path.join(folder, 'animetrackr.sqlite'), 'This was a database once. '.repeat(1000));
  return folder;
};

const encoder = { provider: 'local', model: 'universal-sentence-encoder-lite', dimension: 512 };
const unitVectors = (rows: number): Float32Array => Float32Array.from({ length: rows * encoder.dimension }, (_, at) => (at % (encoder.dimension + 1) === 0 ? 1 : 0));
const snapshot = (dataDir: string, title: string, created_at: string): Promise<string> =>
  writeSnapshot(
    dataDir,
    {
      info: { origin: 'synced', entries: 2, created_at, licence: [], encoder, source: { name: 'made up', location: 'x', tag: null, sha256: '', last_update: null } },
      counts: { entries: 2, own: 0, adult: 0, with_synopsis: 0, refused: 0 },
      entries: [normalised(1, { title }), normalised(2)],
      vectors: { rows: 2, dimension: encoder.dimension, values: unitVectors(2) },
      texts: [title, 'two'],
      textHashes: ['a'.repeat(16), 'b'.repeat(16)],
    },
    { writeFaissFolder: async () => false },
  );

describe.concurrent('a start that cannot be', () => {
  it('says that the port is taken', async () => {
    const port = await busyPort();

    const sentence = sentenceOf(await runProgram('http', { env: { DATA_DIR: makeDataDir(), PORT: String(port) } }));

    expect(sentence).toContain(`Port ${port} is in use`);
  });

  it('names every bad setting at once', async () => {
    const sentence = sentenceOf(await runProgram('http', { env: { DATA_DIR: makeDataDir(), PORT: 'eighty', HOST: '0.0.0.0', LOG_LEVEL: 'loud', AUTH_MODE: 'jwt' } }));

    for (const name of ['PORT', 'HOST', 'LOG_LEVEL', 'AUTH_MODE']) expect(sentence).toContain(name);
  });

  it('says to an MCP client, whose stdout stays clean, that the data folder is a file', async () => {
    const file = fileInPlaceOfFolder();

    const sentence = sentenceOf(await runProgram('mcp-stdio', { env: { DATA_DIR: file } }));

    expect(sentence).toMatch(/data folder|DATA_DIR/);
    expect(readFileSync(file, 'utf8')).toBe('not a folder');
  });

  it('says that the database is damaged, and leaves it as it is', async () => {
    const folder = folderWithBrokenDatabase();
    const before = readFileSync(path.join(folder, 'animetrackr.sqlite'));

    const sentence = sentenceOf(await runProgram('http', { env: { DATA_DIR: folder, PORT: '0' } }));

    expect(sentence).toMatch(/database .*damaged/);
    expect(readFileSync(path.join(folder, 'animetrackr.sqlite'))).toEqual(before);
  });
});

describe('a start with a damaged newest snapshot', () => {
  it('serves the one before, and says so', async () => {
    const dataDir = makeDataDir();
    const good = await snapshot(dataDir, 'Kept Story', '2031-01-01T00:00:01.000Z');
    const damaged = await snapshot(dataDir, 'Torn Story', '2031-01-01T00:00:02.000Z');
    const file = path.join(snapshotsFolder(dataDir), damaged, 'entries.jsonl');
    writeFileSync(file, readFileSync(file).subarray(0, 100));

    const service = await startService({ dataDir, env: { LOG_LEVEL: 'warn' } });
    onTestFinished(() => service.kill());
    const { status, body } = await request<HealthReport>(`${service.url}/health/detailed`);
    const answer = await chat(service.url, { message: 'tell me about Kept Story' });

    expect({ status, overall: body.status }).toEqual({ status: 200, overall: 'degraded' });
    expect(body.parts.catalogue).toMatchObject({ status: 'degraded', snapshot_id: good, entries: 2, problems: [expect.stringContaining(`Snapshot ${damaged} is not used`)] });
    expect(service.said()).toContain(`Snapshot ${damaged} is not used`);
    expect(answer.body.results).toMatchObject([{ title: 'Kept Story' }]);
  });

  it('serves the shipped catalogue when no snapshot is whole', async () => {
    const dataDir = makeDataDir();
    const only = await snapshot(dataDir, 'Torn Story', '2031-01-01T00:00:01.000Z');
    writeFileSync(path.join(snapshotsFolder(dataDir), only, 'manifest.json'), '{"format":1,');

    const service = await startService({ dataDir });
    onTestFinished(() => service.kill());
    const { body } = await request<HealthReport>(`${service.url}/health/detailed`);

    expect(body.parts.catalogue).toMatchObject({ status: 'degraded', origin: 'shipped', problems: [expect.stringContaining(only)] });
  });
});
