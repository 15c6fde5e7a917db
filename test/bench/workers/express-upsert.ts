/** The least that a durable write over HTTP can be: Express as its documentation shows it, one bare upsert on the disk before the answer. The same SQLite library as ours. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Database from 'better-sqlite3';
import express from 'express';
import type { WorkerMethods } from './all.ts';

type Body = { readonly anime_id: string; readonly score: number };

export const startExpressUpsert = async ({ folder }: { folder: string }): Promise<WorkerMethods> => {
  const database = new Database(path.join(folder, 'raw.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table entries(user_id text not null, anime_id text not null, status text not null, score real, updated_at text not null, primary key(user_id, anime_id))');
  const upsert = database.prepare('insert into entries values(?, ?, ?, ?, ?) on conflict(user_id, anime_id) do update set status = excluded.status, score = excluded.score, updated_at = excluded.updated_at');
  const app = express();
  app.use(express.json());
  app.post('/list', (request, response) => {
    const { anime_id, score } = request.body as Body; // the bench itself sends it
    upsert.run('local', anime_id, 'completed', score, new Date().toISOString());
    response.json({ hello: 'world' });
  });
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return { port: async () => (server.address() as AddressInfo).port };
};
