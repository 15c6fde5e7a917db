/** A process of several clients that append tokens to shared entries, beginning when told to; then it prints what each did and saw. */
import { once } from 'node:events';
import { createPostgresStorage } from '../../src/storage/postgres.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import type { Operation } from './list-history.ts';
import { placesOf, tokensOf } from './shared-places.ts';
import { listEntry } from './samples.ts';

const [where = '', name = '', clients = '4', each = '40'] = process.argv.slice(2);
const storage = where.startsWith('postgres') ? await createPostgresStorage({ url: where }) : await createSqliteStorage({ file: where });
const now = (): number => performance.timeOrigin + performance.now();
const operations: Operation[] = [];

const work = async (client: string, seed: number): Promise<void> => {
  for (let n = seed; n < seed + Number(each); n += 1) {
    const { user_id, anime_id, place } = placesOf(n * 7 + seed);
    const began = now();
    if (n % 4 === 0) {
      const row = await storage.list.find(user_id, [anime_id]);
      operations.push({ client, place, token: null, seen: tokensOf(row), began, ended: now() });
      continue;
    }
    const token = `${client}.${n}`;
    const append = { anime_id, aliases: [anime_id], mutate: (before: ReturnType<typeof listEntry> | null) => ({ ...(before ?? listEntry({ anime_id, notes: '' })), notes: `${before?.notes ?? ''} ${token}`.trim() }) };
    const seen = await storage.list.apply(user_id, [append], { door: 'mcp' }).then(([applied]) => tokensOf(applied?.after ?? null), () => null);
    operations.push({ client, place, token, seen, began, ended: now() });
  }
};

process.stdout.write('ready\n');
await once(process.stdin, 'data');
await Promise.all(Array.from({ length: Number(clients) }, (_, at) => work(`${name}${at}`, at + 1)));
await storage.close();
// a pipe holds less than this: the end comes when all of it is out
process.stdout.write(`${JSON.stringify(operations)}\n`, () => process.exit(0));
