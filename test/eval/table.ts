/** A part's figures as a Markdown table. */
import { figure, type Bound } from '../bench/measure/row.ts';
import { judged, type EvalRow, type Figures } from './part.ts';

const heads = ['what', 'tuned', 'untouched', 'all', 'baseline (tuned / untouched)', 'must', 'aim', 'verdict', 'note'];

export const tableOf = (rows: readonly EvalRow[]): string => {
  const lines = rows.map((row) => [row.what, shown(row.product.tuned), shown(row.product.untouched), shown(row.product.all), besides(row.baseline), bound(row.must), bound(row.aim), verdict(row), row.note ?? '']);
  const used = heads.map((_, at) => at === 0 || lines.some((line) => line[at] !== ''));
  const widths = heads.map((head, at) => Math.max(head.length, ...lines.map((line) => line[at]?.length ?? 0)));
  const text = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).filter((_, at) => used[at]).join(' | ')} |`;
  return [text(heads), `|${widths.filter((_, at) => used[at]).map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(text)].join('\n');
};

export const holds = (limit: Bound, value: number): boolean => ('atMost' in limit ? value <= limit.atMost : value >= limit.atLeast);

/** Rows whose judged figure is beyond the floor; one that could not be measured is no reason to fail. */
export const belowFloor = (rows: readonly EvalRow[]): EvalRow[] =>
  rows.filter(({ product, floor }) => {
    const value = judged(product);
    return floor !== undefined && value !== null && !holds(floor, value);
  });

const verdict = ({ product, must, aim }: EvalRow): string => {
  const value = judged(product);
  if (must === undefined || value === null) return '';
  if (!holds(must, value)) return 'MISSED';
  return aim !== undefined && holds(aim, value) ? 'aim met' : 'met';
};

const shown = (value: number | null | undefined): string => (value === undefined ? '' : value === null ? '-' : Math.abs(value) < 10 ? value.toFixed(3) : figure(value));
const besides = (figures: Figures | undefined): string =>
  figures === undefined ? '' : figures.all !== undefined ? shown(figures.all) : `${shown(figures.tuned ?? null)} / ${shown(figures.untouched ?? null)}`;
const bound = (limit: Bound | undefined): string => (limit === undefined ? '' : 'atMost' in limit ? `<= ${limit.atMost}` : `>= ${limit.atLeast}`);
