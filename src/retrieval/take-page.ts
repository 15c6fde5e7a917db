/** One page of an answer, without putting in order what stands behind it. */
import type { Sort } from '../domain/filters.ts';
import { collapseFranchises } from './collapse.ts';
import type { CompiledFilters } from './filters.ts';
import type { Franchises } from './franchise.ts';
import type { Named } from './named-title.ts';
import type { Prior } from './prior.ts';
import type { Asked } from './rank-query.ts';
import { firstBy, sortedBy, type Columns } from './sort.ts';
import { countReasons, nothingUnwanted, type HiddenCounts, type Unwanted } from './unwanted.ts';

/** So many of what fits the words best are put in the order asked for; what fits less must not come before it for being older. */
const sortedDepth = 40;

type Found = { readonly sort: Sort | undefined; readonly named: Named | null; readonly asked: Asked | null; readonly allowed: CompiledFilters; readonly prior: Prior; readonly generation: Columns; readonly unwanted: Unwanted };

/** `hidden`: what would stand on the page or before it. In the order asked for, else: named titles, what was found, then whatever else has to do with the words, then with filters (or without words) all else that satisfies them. */
export const takePage = ({ sort, named, asked, allowed, prior, generation, unwanted }: Found, offset: number, limit: number): { rows: number[]; total: number; hidden: HiddenCounts } => {
  const { franchises } = generation;
  const taken = new Uint8Array(allowed.mask.length);
  const rows: number[] = [];
  const hidden: { readonly reason: string; readonly place: number }[] = [];
  const end = offset + limit;
  const take = (more: ArrayLike<number>, upTo: number, isWanted: (row: number) => boolean = () => true): void => {
    for (let at = 0; at < more.length && rows.length < upTo; at++) {
      const row = more[at] ?? 0;
      if (taken[row] === 1 || !allowed.test(row) || !isWanted(row)) continue;
      taken[row] = 1;
      const reason = unwanted.reasonFor(row);
      if (reason === null) rows.push(row);
      else hidden.push({ reason, place: rows.length });
    }
  };
  const matched = asked?.matched;
  if (named !== null) take([...named.rows, ...named.family], Infinity);
  if (asked !== null) take(collapseFranchises(asked.fused.map(({ row }) => row).filter((row) => taken[row] === 0), franchises), Infinity);
  if (sort !== undefined) rows.splice(0, sortedDepth, ...sortedBy(sort, rows.slice(0, sortedDepth), generation));
  if (matched !== undefined) take(prior.order, end, (row) => matched[row] === 1);
  const isOpen = matched === undefined || allowed.isNarrowed;
  if (isOpen && sort === undefined && rows.length < end) take(browse(allowed, prior, franchises), end);
  // Of the first so many any number may be here already, or unwanted: then more are needed.
  if (isOpen && sort !== undefined) for (let [depth, found] = [end + rows.length, 0]; rows.length < end && found < allowed.count; depth *= 4) {
    const first = firstBy(sort, allowed, depth, generation);
    take(first, end);
    found = depth > first.length ? allowed.count : first.length;
  }
  const counts = (row: number): boolean => (isOpen || taken[row] === 1 || matched?.[row] === 1) && unwanted.reasonFor(row) === null;
  const total = isOpen && unwanted.reasonFor === nothingUnwanted.reasonFor ? allowed.count : countOf(allowed.mask, counts);
  return { rows: rows.slice(offset, end), total, hidden: countReasons(hidden.filter(({ place }) => place < end).map(({ reason }) => reason)) };
};

const browsed = new WeakMap<Prior, WeakMap<CompiledFilters, Uint32Array>>();
/** All that the filters allow: the answer to no words at all, put in order once. */
const browse = (allowed: CompiledFilters, prior: Prior, franchises: Franchises): Uint32Array => {
  const known = browsed.get(prior) ?? new WeakMap<CompiledFilters, Uint32Array>();
  const rows = known.get(allowed) ?? Uint32Array.from(collapseFranchises(prior.order.filter((row) => allowed.test(row)), franchises));
  browsed.set(prior, known.set(allowed, rows));
  return rows;
};

const countOf = (mask: Uint8Array, counts: (row: number) => boolean): number => {
  let count = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row] === 1 && counts(row)) count += 1;
  return count;
};
