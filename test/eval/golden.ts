/** Labelled cases of `data/golden`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../bench/service/start-service.ts';
import type { Figures, Split } from './part.ts';

const splits = ['tune', 'held'] as const;

/** Rows of `data/golden/<name>.jsonl`. @param small every third case of each half: the same ones at every run */
export const readGolden = async <Case extends { readonly split: Split }>(name: string, small: boolean): Promise<Case[]> => {
  const text = await readFile(path.join(projectRoot, 'data/golden', `${name}.jsonl`), 'utf8');
  const cases = text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Case);
  return small ? splits.flatMap((split) => cases.filter((one) => one.split === split).filter((_, at) => at % 3 === 0)) : cases;
};

/** A figure for each half of the cases; null where a half is empty. */
export const perHalf = <Case extends { readonly split: Split }>(cases: readonly Case[], figure: (half: readonly Case[]) => number | null): Figures => {
  const [tuned, untouched] = splits.map((split) => {
    const half = cases.filter((one) => one.split === split);
    return half.length === 0 ? null : figure(half);
  });
  return { tuned: tuned ?? null, untouched: untouched ?? null };
};
