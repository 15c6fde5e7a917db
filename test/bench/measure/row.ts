/** A line of the results: product against yardstick as the median of the ratios of the rounds. */
import { median, type Cost } from './cost.ts';

export type Bound = { readonly atMost: number } | { readonly atLeast: number };

export type Row = {
  readonly what: string;
  readonly product: string;
  readonly yardstick: string;
  readonly ratio: string;
  readonly must: string;
  readonly aim: string;
  readonly verdict: 'met' | 'missed' | '-';
  /** Does a missed `must` make the run a failed one? */
  readonly gating: boolean;
  readonly wall: string;
  readonly foreign: string;
};

type Figures = {
  readonly what: string;
  /** One per round; the same length. */
  readonly product: readonly number[];
  readonly yardstick: readonly number[];
  readonly foreign: readonly number[];
  readonly unit: string;
  readonly must?: Bound;
  readonly aim?: Bound;
  readonly gating?: boolean;
  readonly wall?: string;
  /** Beside the product's figure, e.g. what it was made of. */
  readonly note?: string;
};

export const figuresRow = ({ what, product, yardstick, foreign, unit, must, aim, gating = true, wall = '-', note }: Figures): Row => {
  const ratio = medianRatio(product, yardstick);
  return {
    what,
    product: `${figure(median(product))} ${unit}${note === undefined ? '' : ` (${note})`}`,
    yardstick: `${figure(median(yardstick))} ${unit}`,
    ratio: `${ratio.toFixed(2)}x`,
    must: bound(must),
    aim: bound(aim),
    verdict: must === undefined ? '-' : holds(must, ratio) ? 'met' : 'missed',
    gating: gating && must !== undefined,
    wall,
    foreign: share(foreign),
  };
};

type Costs = Omit<Figures, 'product' | 'yardstick' | 'unit' | 'wall'> & { readonly product: readonly Cost[]; readonly yardstick: readonly Cost[] };

/** CPU decides; wall stands beside it. */
export const costRow = ({ product, yardstick, ...rest }: Costs): Row => {
  const wallOf = (costs: readonly Cost[]): number[] => costs.map(({ wall }) => wall);
  return figuresRow({
    ...rest,
    unit: 'ms CPU',
    product: product.map(({ cpu }) => cpu),
    yardstick: yardstick.map(({ cpu }) => cpu),
    wall: `${figure(median(wallOf(product)))} / ${figure(median(wallOf(yardstick)))} ms, ${medianRatio(wallOf(product), wallOf(yardstick)).toFixed(2)}x`,
  });
};

/** A figure with a limit of its own instead of a yardstick. */
export const limitRow = ({ what, value, unit, yardstick, ratio, must, aim, foreign, gating = true, wall = '-' }: {
  what: string; value: number; unit: string; yardstick: string; ratio: string; must: Bound; aim?: Bound; foreign: readonly number[]; gating?: boolean; wall?: string;
}): Row => ({
  what, product: `${figure(value)} ${unit}`, yardstick, ratio, must: bound(must, ` ${unit}`), aim: bound(aim, ` ${unit}`), verdict: holds(must, value) ? 'met' : 'missed', gating, wall, foreign: share(foreign),
});

/** What was not measured, and why: said in the table too, so that nobody takes it for measured. */
export const leftOutRow = (what: string, why: string): Row => ({ what, product: `NOT MEASURED: ${why}`, yardstick: '-', ratio: '-', must: '-', aim: '-', verdict: '-', gating: false, wall: '-', foreign: '-' });

export const medianRatio = (product: readonly number[], yardstick: readonly number[]): number => median(product.map((value, at) => value / (yardstick[at] ?? Number.NaN)));

export const figure = (value: number): string => {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4);
};

const bound = (limit: Bound | undefined, unit = 'x'): string => (limit === undefined ? '-' : 'atMost' in limit ? `<= ${limit.atMost}${unit}` : `>= ${limit.atLeast}${unit}`);
const holds = (limit: Bound, value: number): boolean => ('atMost' in limit ? value <= limit.atMost : value >= limit.atLeast);
const share = (shares: readonly number[]): string => `${Math.round(100 * median(shares))} %`;
