/** Orders over all that filters allow, not only over what is most relevant: "the oldest mecha", "the worst films". */
import type { Sort } from '../domain/filters.ts';
import { seasons } from '../domain/season.ts';
import type { CompiledFilters } from './filters.ts';
import type { Generation } from './generation.ts';
import { topScores } from './top-scores.ts';

/** Larger = earlier. What is not known comes last; of equals the well known comes first. */
type Key = (row: number) => number;
export type Columns = Pick<Generation, 'catalogue' | 'facts' | 'prior' | 'franchises'>;

/** The best and the worst of all are what three people saw; from so well known on (1-5) a score is an opinion of many. */
const knownEnough = 2.5;
const behind = 100;
/** Less than any step of a key, so that it only decides between equals. */
const amongEquals = 0.2;
/** Minutes. */
const shortestShow = 5;

const sortKey = (sort: Sort, { catalogue, facts, prior, franchises }: Columns): Key => {
  const fame = (row: number): number => amongEquals * prior.popularity(row);
  const time = (row: number): number => (facts.years[row] ?? Number.NaN) + seasons.indexOf(facts.seasons[row] ?? 'WINTER') / seasons.length;
  const minutes = (row: number): number => facts.totals[row] ?? Number.NaN;
  // Songs, trailers and extras are nobody's shortest anime; asked for by type they come, for then there is nothing else.
  const isExtra = (row: number): boolean => facts.types[row] === 'SPECIAL' || facts.types[row] === 'UNKNOWN' || minutes(row) < shortestShow;
  const fameOf = (row: number): number => catalogue.entries[row]?.prominence ?? 0;
  const doubt = (row: number): number => (fameOf(row) < knownEnough ? behind : 0);
  const keys: Record<Sort, Key> = {
    newest: (row) => (facts.statuses[row] === 'FINISHED' || facts.statuses[row] === 'ONGOING' ? time(row) + fame(row) : Number.NaN),
    oldest: (row) => fame(row) - time(row),
    // Only who liked the first seasons rates the later ones, and nobody can begin with them.
    best: (row) => (facts.scores[row] ?? Number.NaN) - Math.max(doubt(row), franchises.place(row) === 2 || isExtra(row) ? behind : 0),
    worst: (row) => -(facts.scores[row] ?? Number.NaN) - doubt(row),
    // Many are as well known as can be: of those the first seasons, the best liked first.
    popular: (row) => fameOf(row) + (franchises.place(row) === 0 ? 0.01 : 0) + (facts.scores[row] || 0) / 1000,
    shortest: (row) => fame(row) - minutes(row) - (isExtra(row) ? 1e9 : 0),
    longest: (row) => fame(row) + minutes(row),
  };
  const key = keys[sort];
  return (row) => {
    const value = key(row);
    return Number.isNaN(value) ? -Infinity : value;
  };
};

/** Where every season of the same series would stand near the top. */
const oncePerFranchise: readonly Sort[] = ['best', 'worst', 'popular'];

/** The first `limit` of all that is allowed; of what is liked, hated or known one per franchise, the others behind. */
export const firstBy = (sort: Sort, { rows, count }: CompiledFilters, limit: number, generation: Columns): number[] => {
  const key = sortKey(sort, generation);
  const rowAt = (at: number): number => (rows === null ? at : (rows[at] ?? 0));
  const first = (depth: number): number[] => topScores(count, depth, (at) => key(rowAt(at))).map(({ id }) => rowAt(id));
  if (!oncePerFranchise.includes(sort)) return first(limit);
  for (let depth = 2 * limit; ; depth *= 4) {
    const [front, behind] = apart(first(depth), generation);
    if (front.length >= limit || depth >= count) return [...front, ...behind].slice(0, limit);
  }
};

const apart = (rows: readonly number[], { franchises }: Columns): [front: number[], behind: number[]] => {
  const [front, behind]: [number[], number[]] = [[], []];
  const seen = new Set<number>();
  for (const row of rows) {
    (seen.has(franchises.of(row)) ? behind : front).push(row);
    seen.add(franchises.of(row));
  }
  return [front, behind];
};

export const sortedBy = (sort: Sort, rows: readonly number[], generation: Columns): number[] => {
  const key = sortKey(sort, generation);
  return rows.map((row) => ({ row, value: key(row) })).sort((a, b) => b.value - a.value || a.row - b.row).map(({ row }) => row);
};
