/** One page of an answer, without putting in order what stands behind it. */
import type { Sort } from '../domain/filters.ts';
import { collapseFranchises } from './collapse.ts';
import type { CompiledFilters } from './filters.ts';
import type { Franchises } from './franchise.ts';
import type { Named } from './named-title.ts';
import type { Prior } from './prior.ts';
import type { Asked } from './rank-query.ts';
import { firstBy, sortedBy, type Columns } from './sort.ts';

/** So many of what fits the words best are put in the order asked for; what fits less must not come before it for being older. */
const sortedDepth = 40;

type Found = { readonly sort: Sort | undefined; readonly named: Named | null; readonly asked: Asked | null; readonly allowed: CompiledFilters; readonly prior: Prior; readonly generation: Columns };

/** In the order asked for, else: named titles, what was found, then whatever else has to do with the words, then with filters (or without words) all else that satisfies them. */
export const takePage = ({ sort, named, asked, allowed, prior, generation }: Found, offset: number, limit: number): { rows: number[]; total: number } => {
  const { franchises } = generation;
  const taken = new Uint8Array(allowed.mask.length);
  const rows: number[] = [];
  const end = offset + limit;
  const take = (more: ArrayLike<number>, upTo: number, isWanted: (row: number) => boolean = () => true): void => {
    for (let at = 0; at < more.length && rows.length < upTo; at++) {
      const row = more[at] ?? 0;
      if (taken[row] === 1 || !allowed.test(row) || !isWanted(row)) continue;
      taken[row] = 1;
      rows.push(row);
    }
  };
  const matched = asked?.matched;
  if (named !== null) take([...named.rows, ...named.family], Infinity);
  if (asked !== null) take(collapseFranchises(asked.fused.map(({ row }) => row).filter((row) => taken[row] === 0), franchises), Infinity);
  if (sort !== undefined) rows.splice(0, sortedDepth, ...sortedBy(sort, rows.slice(0, sortedDepth), generation));
  if (matched !== undefined) take(prior.order, end, (row) => matched[row] === 1);
  const isOpen = matched === undefined || allowed.isNarrowed;
  if (isOpen && rows.length < end) take(sort === undefined ? browse(allowed, prior, franchises) : firstBy(sort, allowed, end + rows.length, generation), end);
  return { rows: rows.slice(offset, end), total: isOpen ? allowed.count : countOf(allowed.mask, taken, matched) };
};

const browsed = new WeakMap<Prior, WeakMap<CompiledFilters, Uint32Array>>();
/** All that the filters allow: the answer to no words at all, put in order once. */
const browse = (allowed: CompiledFilters, prior: Prior, franchises: Franchises): Uint32Array => {
  const known = browsed.get(prior) ?? new WeakMap<CompiledFilters, Uint32Array>();
  const rows = known.get(allowed) ?? Uint32Array.from(collapseFranchises(prior.order.filter((row) => allowed.test(row)), franchises));
  browsed.set(prior, known.set(allowed, rows));
  return rows;
};

const countOf = (mask: Uint8Array, taken: Uint8Array, matched: Uint8Array): number => {
  let count = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row] === 1 && (taken[row] === 1 || matched[row] === 1)) count += 1;
  return count;
};
