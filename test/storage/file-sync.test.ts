import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFileSync } from '../../src/storage/file-sync.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'file-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('gives those who ask while one sync runs the next, together', async () => {
  const file = path.join(folder, 'log');
  writeFileSync(file, 'x');
  const sync = createFileSync(file);

  const [first, second, third] = [sync.synced(), sync.synced(), sync.synced()];

  expect(second).toBe(third);
  expect(first).not.toBe(second);
  await Promise.all([first, second]);
  await sync.synced();
  await sync.close();
});

it('fails for those who asked, and tries again for the next', async () => {
  const file = path.join(folder, 'log');
  const sync = createFileSync(file);

  await expect(sync.synced()).rejects.toMatchObject({ code: 'ENOENT' });
  writeFileSync(file, 'x');
  await sync.synced();

  await sync.close();
});
