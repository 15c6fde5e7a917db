/** The results as a Markdown table. */
import type { Row } from './row.ts';

const columns = ['what', 'product', 'yardstick', 'ratio', 'must', 'aim', 'verdict', 'wall', 'foreign load'] as const;

export const table = (rows: readonly Row[]): string => {
  const cells = rows.map(({ gating, verdict, foreign, ...row }) => [row.what, row.product, row.yardstick, row.ratio, row.must, row.aim, verdict === '-' || gating ? verdict : `${verdict} (not gating)`, row.wall, foreign]);
  const widths = columns.map((head, at) => Math.max(head.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const line = (texts: readonly string[]): string => `| ${texts.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(columns), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n');
};
