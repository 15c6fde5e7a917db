/** `npm run list` as a process: a file in, a file out, all of it taken back. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDataDir, runProgram } from '../support/service.ts';

const list = (dataDir: string, ...args: string[]) => runProgram('list', { env: { DATA_DIR: dataDir }, args });
const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'list-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
};

describe('npm run list', () => {
  it('imports a packed file with a report, exports it, and takes the import back', { timeout: 240_000 }, async () => {
    const [dataDir, files] = [makeDataDir(), folder()];
    const packed = path.join(files, 'animelist.xml.gz');
    const xml = '<myanimelist><anime><series_animedb_id>1535</series_animedb_id><my_status>Completed</my_status><my_score>9</my_score></anime>\n<anime><series_animedb_id>1</series_animedb_id><my_status>Sleeping</my_status></anime></myanimelist>';
    writeFileSync(packed, gzipSync(xml));

    const imported = await list(dataDir, 'import', packed, '--user', 'ann');
    const change = /npm run list -- undo (import_[\w-]+)/.exec(imported.stdout)?.[1] ?? '';
    const [written, printed] = await Promise.all([list(dataDir, 'export', path.join(files, 'out.csv'), '--user', 'ann'), list(dataDir, 'export', '-', '--format', 'anilist-json', '--user', 'ann')]);
    const undone = await list(dataDir, 'undo', change, '--user', 'ann');

    expect(imported).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('2 rows of mal-xml: 1 added, 0 changed, 0 already so.\n\nRefused (1):\n  line 2: The status "Sleeping" is not known.\n') as string });
    expect([written.code, written.stdout]).toEqual([0, `1 entry written to ${path.join(files, 'out.csv')}.\n`]);
    expect(readFileSync(path.join(files, 'out.csv'), 'utf8')).toContain('mal:1535,Death Note,completed,9,');
    expect([undone.code, undone.stdout]).toEqual([0, '1 change was taken back.\n']);
    expect(printed).toMatchObject({ code: 0, stderr: '1 entry.\n' });
    expect(JSON.parse(printed.stdout)).toMatchObject({ data: { MediaListCollection: { lists: [{ entries: [{ score: 9 }] }] } } });
  });

  it.each([
    ['an action it does not know', ['exprot', 'x'], 'Usage: npm run list'],
    ['no file', ['import'], 'Usage: npm run list'],
    ['an option it does not know', ['import', 'x', '--dryrun'], 'Usage: npm run list'],
  ])('fails with 1 and a sentence for %s', async (_what, args, words) => {
    const { code, stderr, stdout } = await list(makeDataDir(), ...args);

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
