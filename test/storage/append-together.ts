/** 16 clients in four processes append to shared lists; what they saw, what is there at the end and what the log says must be one story. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Storage } from '../../src/storage/storage.ts';
import { anomaliesOfAppends, anomaliesOfLog, type Operation } from './list-history.ts';
import { sharedUsers, tokensOf } from './shared-places.ts';

const child = fileURLToPath(new URL('appender.child.ts', import.meta.url));
const processes = 4;

/** @param where a database file or URL. @param each operations of a client. @returns what does not fit, and how many appends were acknowledged */
export const appendTogether = async ({ where, open, each }: { where: string; open(): Promise<Storage>; each: number }): Promise<{ anomalies: string[]; acknowledged: number; lists: number }> => {
  const children = Array.from({ length: processes }, (_, at) => spawn(process.execPath, ['--import', 'tsx', child, where, 'pqrs'[at] ?? 'x', '4', String(each)], { stdio: ['pipe', 'pipe', 'inherit'] }));
  const lines = children.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
  await Promise.all(lines.map((line) => line.next()));
  for (const { stdin } of children) stdin.write('go\n');
  const operations = (await Promise.all(lines.map((line) => line.next()))).flatMap(({ value }) => JSON.parse(String(value)) as Operation[]); // printed by the child

  const storage = await open();
  const last = new Map<string, string[]>();
  const anomalies: string[] = [];
  for (const user_id of sharedUsers) {
    const list = await storage.list.all(user_id);
    for (const row of list) last.set(`${user_id} ${row.anime_id}`, tokensOf(row));
    anomalies.push(...anomaliesOfLog((await storage.list.changes(user_id, { limit: 1_000_000 })).toReversed(), list));
  }
  anomalies.push(...anomaliesOfAppends(operations, last));
  return { anomalies, acknowledged: operations.filter(({ token, seen }) => token !== null && seen !== null).length, lists: last.size };
};
