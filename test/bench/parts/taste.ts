/** What a list of a thousand titles says of its owner, and why a title suits it: beside one recommendation from the same list. */
import { costPerTime, median } from '../measure/cost.ts';
import { descendantsOf } from '../measure/cpu.ts';
import { figure, limitRow } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { recombinedCatalogue, wholeCatalogue } from '../service/catalogues.ts';
import { freshDataDir } from '../service/data-dir.ts';
import { openUseCases } from '../service/use-cases.ts';
import type { Part } from './part.ts';

const substitute = 20_000;
const entries = 1000;
const mostUpdates = 200;
const caller = { user_id: 'bench', door: 'cli' as const };

export const taste: Part = {
  name: 'taste',
  about: `the report and the explanation of a list of ${entries} titles, beside one recommendation`,
  async run(bench) {
    const catalogueDir = bench.quick ? await recombinedCatalogue(bench, 2000, null) : ((await wholeCatalogue(bench)) ?? (await recombinedCatalogue(bench, substitute, null)));
    const { tools, close } = await openUseCases(await freshDataDir(bench, catalogueDir));
    bench.atEnd(close);
    const call = async (name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> => {
      const tool = tools.get(name)!; // one of our own
      return tool.run(tool.input.parse(args), caller);
    };
    const known: { anime_id: string; score: number | null }[] = [];
    while (known.length < entries) known.push(...((await call('search_anime', { limit: 100, offset: known.length }))['results'] as typeof known)); // as its output schema says
    for (let at = 0; at < entries; at += mostUpdates) {
      const updates = known.slice(at, Math.min(entries, at + mostUpdates)).map(({ anime_id, score }, place) => ({
        anime_id, status: place % 7 === 0 ? 'dropped' : 'completed', score: Math.max(1, Math.min(10, Math.round((score ?? 7) + (place % 5) - 2))), finished_at: `20${10 + Math.floor((at + place) / 70)}-0${1 + (place % 9)}-10`,
      }));
      await call('update_watchlist', { updates });
    }
    // Not on the list: the next best known.
    const other = ((await call('search_anime', { limit: 1, offset: entries }))['results'] as typeof known)[0]!; // there are more entries than that
    const times = bench.quick ? 5 : 20;
    const cost = (name: string, args: Record<string, unknown> = {}) => costPerTime(times, () => call(name, args), descendantsOf(process.pid));
    const all = async () => ({ report: await cost('analyze_user_preferences'), why: await cost('explain_recommendation', { anime_id: other.anime_id }), one: await cost('get_recommendations') });
    await all();
    const rounds = await takeRounds(bench.rounds, bench.root, all);
    const yardstick = median(rounds.map(({ one }) => one.cpu));
    const row = (what: string, values: readonly number[], bounds: { must: { atMost: number }; aim: { atMost: number } }) =>
      limitRow({ what, value: median(values), unit: 'ms CPU', ...bounds, yardstick: `${figure(yardstick)} ms CPU for one recommendation`, ratio: `${(median(values) / yardstick).toFixed(2)}x`, foreign: rounds.map(({ foreign }) => foreign) });
    return [
      row(`the taste of ${entries} titles`, rounds.map(({ report }) => report.cpu), { must: { atMost: 100 }, aim: { atMost: 60 } }),
      row(`why a title suits ${entries} titles, each left out in turn`, rounds.map(({ why }) => why.cpu), { must: { atMost: 400 }, aim: { atMost: 200 } }),
    ];
  },
};
