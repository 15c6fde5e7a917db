/** Big list files in and out over HTTP: how long they take, and how long everybody else waits meanwhile. */
import { createClient, type Client } from '../load/client.ts';
import { median } from '../measure/cost.ts';
import { figure, limitRow, type Row } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { freshDataDir } from '../service/data-dir.ts';
import { wholeCatalogue } from '../service/catalogues.ts';
import { malList } from '../service/list-file.ts';
import { startWorker, type Worker } from '../workers/worker.ts';
import type { Bench, Part } from './part.ts';

type Delay = { readonly max: number };
type Figures = { readonly wall: number; readonly longest: number };
type World = { readonly client: Client; readonly file: string; readonly rows: number; measure(work: () => Promise<unknown>): Promise<Figures> };

const start = async (bench: Bench): Promise<World> => {
  const rows = bench.quick ? 2_000 : 20_000;
  const serving: Worker = await startWorker(bench, 'serving', { dataDir: await freshDataDir(bench, bench.quick ? null : await wholeCatalogue(bench)) });
  return {
    rows,
    client: createClient(`http://127.0.0.1:${await serving.call<number>('port')}`),
    file: malList(rows),
    measure: async (work) => {
      await serving.call('reset');
      const started = performance.now();
      await work();
      const wall = performance.now() - started;
      return { wall, longest: (await serving.call<Delay>('delay')).max };
    },
  };
};

const send = ({ client, file, rows }: World, user: string, expected: string): Promise<unknown> =>
  client.post(`/api/v1/users/me/import?user_id=${user}`, { content: file }).then((answer) => {
    const { counts } = answer as { counts: Record<string, number> }; // the report of the tool
    if (counts[expected] !== rows) throw new Error(`The import said ${JSON.stringify(counts)}.`);
  });

const rowsOf = (what: string, rounds: readonly (Figures & { readonly foreign: number })[], seconds: { readonly must: number; readonly aim: number }): Row[] => {
  const foreign = rounds.map((round) => round.foreign);
  const limits = (must: number, aim: number) => ({ must: { atMost: must }, aim: { atMost: aim }, yardstick: '-', ratio: '-', foreign });
  return [
    limitRow({ what: `${what}, time`, value: median(rounds.map(({ wall }) => wall)), unit: 'ms', ...limits(seconds.must, seconds.aim) }),
    limitRow({ what: `${what}, longest wait of the event loop`, value: median(rounds.map(({ longest }) => longest)), unit: 'ms', ...limits(200, 50) }),
  ];
};

export const importing: Part = {
  name: 'import',
  about: 'a MyAnimeList file of 20000 entries over HTTP: into an empty list, and the same once more',
  async run(bench) {
    const world = await start(bench);
    const { file, rows, measure } = world;
    await send(world, 'warm', 'added');
    const fresh = await takeRounds(bench.rounds, bench.root, (round) => measure(() => send(world, `user-${round}`, 'added')));
    const again = await takeRounds(bench.rounds, bench.root, (round) => measure(() => send(world, `user-${round}`, 'unchanged')));
    const what = `import of ${rows} entries (${figure(file.length / 1e6)} MB)`;
    return [...rowsOf(`${what} into an empty list`, fresh, { must: 10_000, aim: 3_000 }), ...rowsOf(`${what} that are there already`, again, { must: 10_000, aim: 3_000 })];
  },
};

export const exporting: Part = {
  name: 'export',
  about: 'a list of 20000 entries over HTTP as a file of each format',
  async run(bench) {
    const world = await start(bench);
    await send(world, 'local', 'added');
    const all: Row[] = [];
    for (const format of ['mal-xml', 'anilist-json', 'csv']) {
      const fetchFile = () => world.client.text(`/api/v1/users/me/export?format=${format}`);
      await fetchFile();
      const rounds = await takeRounds(bench.rounds, bench.root, () => world.measure(fetchFile));
      all.push(...rowsOf(`export of ${world.rows} entries as ${format}`, rounds, { must: 3_000, aim: 1_000 }));
    }
    return all;
  },
};
