/** What a part of the eval is: figures about one promise, for the half that tuning may look at and the half it may not. */
import type { Bound } from '../bench/measure/row.ts';
import type { World } from './world.ts';

/** `tune` may be looked at while the product is made; `held` is for the figures alone. */
export type Split = 'tune' | 'held';

/** Per half, or `all` where there are no halves (times, calibration, counts of the whole). Null = could not be measured. */
export type Figures = { readonly tuned?: number | null; readonly untouched?: number | null; readonly all?: number | null };

export type EvalRow = {
  readonly what: string;
  readonly product: Figures;
  /** The simple thing of the same kind, on the same cases. */
  readonly baseline?: Figures;
  /** What issue and contract ask for; judged on `untouched`, else on `all`. */
  readonly must?: Bound;
  readonly aim?: Bound;
  /** Below this a small run (`--small`, CI) fails. Set it under today's figure of the small run, never at it. */
  readonly floor?: Bound;
  /** E.g. how many cases, or what the baseline is. */
  readonly note?: string;
};

export type Table = { readonly rows: readonly EvalRow[]; /** Lines below the table. */ readonly remarks?: readonly string[] };

export type EvalPart = {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** Left out, and said so, where the development data is not beside the checkout. */
  readonly needsSharedData?: true;
  run(world: World): Promise<Table>;
};

/** What is judged: the half that nobody tuned on. */
export const judged = ({ untouched, all }: Figures): number | null => untouched ?? all ?? null;
