/** Titles: found in sentences, asked for as a query, and misspelt. Slots and slips are drawn by seed, so they are the same at every run over one catalogue. */
import { ownCpu } from '../../bench/measure/cpu.ts';
import { percentile } from '../../bench/measure/cost.ts';
import type { App } from '../../../src/compose.ts';
import { createExactTitles } from '../baseline/exact-titles.ts';
import { scoreTitles } from '../entity-scores.ts';
import type { TitleLabel } from '../entity-labels.ts';
import { perHalf } from '../golden.ts';
import { largeSize, openLarge } from '../large-catalogue.ts';
import { accuracy, addCounts, f1, mean, reciprocalRank, type Counts } from '../metrics.ts';
import type { EvalPart, EvalRow, Split } from '../part.ts';
import { seeded, type Random } from '../random.ts';
import { understand } from '../read-utterances.ts';
import { asTyped, namesakes, takesTypos, wellKnownNames, type TitleName } from '../title-names.ts';
import { letterCount, withTypos } from '../typos.ts';
import type { World } from '../world.ts';

type Sentence = { readonly text: string; readonly split: Split; readonly titles?: readonly []; /** Entries named beside the slot. */ readonly also?: readonly string[] };

const inSentences = 600;
const misspelt = 3000;

export const titles: EvalPart = {
  name: 'titles',
  title: 'Titles',
  async run(world) {
    const { entries } = await world.catalogue();
    const sameName = namesakes(entries);
    return { rows: [...(await sentences(world, wellKnownNames(entries, inSentences), sameName)), ...(await queries(world, wellKnownNames(entries, inSentences), sameName)), ...(await noisy(world, wellKnownNames(entries, misspelt), sameName))] };
  },
};

type Namesakes = ReturnType<typeof namesakes>;

const sentences = async (world: World, names: readonly TitleName[], sameName: Namesakes): Promise<EvalRow[]> => {
  const all = await world.golden<Sentence>('title-sentences');
  const exact = createExactTitles((await world.catalogue()).entries);
  const known = { known: (id: string) => world.app.chatDeps.titles.byId(id) !== undefined };
  const random = seeded(11);
  const label = (ids: ReadonlySet<string>): TitleLabel => ({ text: '', ...(ids.size > 1 ? { any_of: [...ids] } : { anime_id: [...ids][0] ?? '' }) });
  const scored: { split: Split; typos: number; product: Counts; baseline: Counts }[] = [];
  for (const typos of [0, 1, 2]) {
    for (const { text, split, also = [] } of all.filter((one) => one.titles === undefined)) {
      const { name } = random.pick(names.filter((one) => one.split === split && (typos === 0 || takesTypos(one))));
      const typed = misspell(asTyped(name, random), typos, sameName, random);
      const sentence = text.replace('{title}', () => typed);
      const labels = [label(sameName(name)), ...also.map((anime_id) => ({ text: '', anime_id }))];
      const { found } = await understand(world.app, sentence);
      const product = scoreTitles(labels, found.titles, known);
      if (product.wrong + product.missed > 0) world.wrong(split, `title: “${sentence}” names ${name}, read as ${found.titles.map(({ text, title }) => `${text} = ${title ?? '?'}`).join(', ') || 'nothing'}`);
      scored.push({ split, typos, product, baseline: scoreTitles(labels, exact.findIn(sentence).map((anime_id) => ({ anime_id })), known) });
    }
  }
  const f1Of = (half: typeof scored, whose: 'product' | 'baseline'): number => f1(addCounts(half.map((one) => one[whose])));
  const row = (what: string, cases: typeof scored, more: Partial<EvalRow> = {}): EvalRow => ({ what, product: perHalf(cases, (half) => f1Of([...half], 'product')), baseline: perHalf(cases, (half) => f1Of([...half], 'baseline')), ...more });

  const free: { split: Split; product: boolean; baseline: boolean }[] = [];
  for (const { text, split } of all.filter((one) => one.titles !== undefined)) {
    const { found } = await understand(world.app, text);
    const false_ = found.titles.filter(({ anime_id }) => anime_id !== null);
    if (false_.length > 0) world.wrong(split, `title: “${text}” names none, read as ${false_.map(({ text, title }) => `${text} = ${title}`).join(', ')}`);
    free.push({ split, product: false_.length > 0, baseline: exact.findIn(text).length > 0 });
  }
  const share = (whose: 'product' | 'baseline') => perHalf(free, (half) => accuracy(half.map((one) => ({ right: one[whose] }))));
  return [
    row('in sentences, up to 2 typos: F1', scored, { must: { atLeast: 0.85 }, aim: { atLeast: 0.92 }, floor: { atLeast: 0.96 }, note: `${scored.length} sentences; baseline: exact n-grams` }),
    ...[0, 1, 2].map((typos) => row(`  ${typos} typos`, scored.filter((one) => one.typos === typos))),
    { what: 'sentences without a title in which one is found', product: share('product'), baseline: share('baseline'), floor: { atMost: 0.2 }, note: `${free.length} sentences with words that are titles too; less is better` },
  ];
};

/** Slips that do not make the name of something else. */
const misspell = (name: string, typos: number, sameName: Namesakes, random: Random): string => {
  if (typos === 0) return name;
  for (;;) {
    const typed = withTypos(name, typos, random);
    if (sameName(typed).size === 0) return typed;
  }
};

const queries = async (world: World, names: readonly TitleName[], sameName: Namesakes): Promise<EvalRow[]> => {
  const random = seeded(12);
  const exact = createExactTitles((await world.catalogue()).entries);
  const scored: { split: Split; product: number; baseline: number }[] = [];
  for (const split of ['tune', 'held'] as const) {
    const half = names.filter((one) => one.split === split);
    for (let at = 0; at < (world.small ? 40 : 150); at += 1) {
      const { name } = random.pick(half);
      const query = asTyped(name, random);
      const { results } = (await world.call('search_anime', { query, limit: 10 })) as { results: { anime_id: string; title: string }[] }; // the tool's shape
      const product = reciprocalRank(results.map(({ anime_id }) => anime_id), sameName(name));
      if (product < 1) world.wrong(split, `query: “${query}” finds ${results.slice(0, 3).map(({ title }) => title).join(', ')}`);
      scored.push({ split, product, baseline: Number(sameName(name).has(exact.resolve(query) ?? '')) });
    }
  }
  const of = (whose: 'product' | 'baseline') => perHalf(scored, (half) => mean(half.map((one) => one[whose])));
  return [{ what: 'as a query of search_anime: MRR', product: of('product'), baseline: of('baseline'), must: { atLeast: 0.97 }, aim: { atLeast: 1 }, floor: { atLeast: 0.98 }, note: `${scored.length} names; baseline: exact name, most prominent` }];
};

const noisy = async (world: World, names: readonly TitleName[], sameName: Namesakes): Promise<EvalRow[]> => {
  const random = seeded(13);
  const latin = names.filter((one) => takesTypos(one));
  const cases = Array.from({ length: world.small ? 120 : 400 }, (_, at) => {
    const one = random.pick(latin.filter(({ split }) => split === (at % 2 === 0 ? 'tune' : 'held')));
    const typos = Math.min(Math.floor(at / 2) % 4, letterCount(one.name) >= 12 ? 3 : 2);
    return { ...one, typed: misspell(one.name, typos, sameName, random) };
  });
  const figures = (app: App, ids: Namesakes) => {
    const times: number[] = [];
    const right = cases.map((one) => {
      const before = ownCpu();
      const best = app.chatDeps.titles.resolve(one.typed)[0];
      times.push(ownCpu() - before);
      const hit = best !== undefined && ids(one.name).has(best.anime.anime_id);
      if (!hit) world.wrong(one.split, `misspelt: “${one.typed}” is ${one.name}, taken for ${best?.anime.title ?? 'nothing'}`);
      return { split: one.split, right: hit };
    });
    return { accuracy: perHalf(right, accuracy), p95: percentile(times, 0.95) };
  };
  const served = figures(world.app, sameName);
  const exact = createExactTitles((await world.catalogue()).entries);
  const baseline = perHalf(cases, (half) => accuracy(half.map(({ typed, name }) => ({ right: sameName(name).has(exact.resolve(typed) ?? '') }))));
  const rows: EvalRow[] = [
    { what: 'misspelt names (0-3 slips): acc@1', product: served.accuracy, baseline, floor: { atLeast: 0.98 }, note: `${cases.length} names` },
    { what: '  ms CPU, p95', product: { all: served.p95 } },
  ];
  if (world.small) return rows;
  const large = figures(await openLarge(world), sameName);
  return [
    ...rows,
    { what: `the same among ${largeSize} entries: acc@1`, product: large.accuracy, must: { atLeast: 0.99 }, aim: { atLeast: 0.995 } },
    { what: `  ms CPU, p95 among ${largeSize}`, product: { all: large.p95 }, must: { atMost: 60 }, aim: { atMost: 20 } },
  ];
};
