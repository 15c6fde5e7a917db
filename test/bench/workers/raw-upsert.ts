/** What a write cannot be had for less: one upsert in SQLite, on the disk before it is acknowledged. The same library as ours. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { costPerTime } from '../measure/cost.ts';
import type { WorkerMethods } from './all.ts';

export const startRawUpsert = async ({ folder }: { folder: string }): Promise<WorkerMethods> => {
  const database = new Database(path.join(folder, 'raw.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table entries(user_id text not null, anime_id text not null, status text not null, score real, updated_at text not null, primary key(user_id, anime_id))');
  const upsert = database.prepare('insert into entries values(?, ?, ?, ?, ?) on conflict(user_id, anime_id) do update set status = excluded.status, score = excluded.score, updated_at = excluded.updated_at');
  return {
    run: (times: number) => costPerTime(times, async (at) => upsert.run('local', `mal:${at % 1000}`, 'completed', 1 + (at % 10), new Date().toISOString())),
  };
};
