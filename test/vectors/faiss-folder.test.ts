import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { writeFaissFolder } from '../../src/vectors/faiss-folder.ts';
import { faissAvailable } from './faiss-available.ts';
import { bruteForce, randomMatrix } from './random-matrix.ts';

vi.setConfig({ testTimeout: 60_000 });

const log = createLog('silent');
const matrix = randomMatrix({ rows: 2500, dimension: 16 });
const documents = Array.from({ length: matrix.rows }, (_, row) => ({ pageContent: `Entry ${row} 蟲師`, metadata: { anime_id: `mal:${row + 100}`, row } }));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'faiss-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeFaissFolder', () => {
  it('says false when faiss-node is not available', async () => {
    const hostPath = path.join(folder, 'host.mjs');
    await writeFile(hostPath, "process.send({ kind: 'failed', reason: 'no bindings', permanent: true }); setInterval(() => {}, 1000);");

    expect(await writeFaissFolder({ folder: path.join(folder, 'index'), matrix, documents, log, hostPath })).toBe(false);
  });

  it('refuses documents that do not fit the rows', async () => {
    await expect(writeFaissFolder({ folder, matrix, documents: documents.slice(1), log })).rejects.toMatchObject({ code: 'internal' });
  });

  if (faissAvailable) {
    it('writes what any LangChain program opens with FaissStore, with the same neighbours and documents', async () => {
      const query = matrix.values.slice(160, 176);
      const program = `
        import { FaissStore } from '@langchain/community/vectorstores/faiss';
        const store = await FaissStore.load(process.argv[1], {});
        const found = await store.similaritySearchVectorWithScore(JSON.parse(process.argv[2]), 7);
        process.stdout.write(JSON.stringify(found));`;

      expect(await writeFaissFolder({ folder, matrix, documents, log })).toBe(true);
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, folder, JSON.stringify(Array.from(query))], { cwd: import.meta.dirname });

      const expected = bruteForce(matrix, query, 7).map((row) => [documents[row], expect.any(Number)]);
      expect(JSON.parse(stdout)).toEqual(expected);
    });

    it('keeps one document per row under its anime id', async () => {
      await writeFaissFolder({ folder, matrix, documents, log });
      const [stored, mapping] = JSON.parse(await readFile(path.join(folder, 'docstore.json'), 'utf8'));

      expect(stored).toHaveLength(matrix.rows);
      expect(stored[0]).toEqual(['mal:100', documents[0]]);
      expect(mapping[2499]).toBe('mal:2599');
    });

    it('fails when two documents have one id', async () => {
      const twice = documents.map((document) => ({ ...document, metadata: { ...document.metadata, anime_id: 'mal:1' } }));

      await expect(writeFaissFolder({ folder, matrix, documents: twice, log })).rejects.toMatchObject({ code: 'internal' });
    });
  }
});
