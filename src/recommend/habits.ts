/** What sort of thing somebody watches besides what it is about: of which years, in which form. Pure. */
import type { Facts } from '../retrieval/facts.ts';

type Columns = Pick<Facts, 'years' | 'types'>;
/** 0 = as common with them as in the catalogue, 1 = e times as common; by row. */
export type Habits = { era(row: number): number; form(row: number): number };

const firstYear = 1900;
const years = 250;
/** Deviation in years of what counts as the same time. */
const spread = 1.5;
/** A few titles say little: so many of the catalogue's mix are added to them. */
const doubt = 3;
/** Added to shares of years, so that a year of which somebody has seen nothing is unlikely, not impossible. */
const floor = 0.02;

const kernel = Float64Array.from({ length: years }, (_, apart) => Math.exp(-(apart * apart) / (2 * spread * spread)));

type Counts = { readonly years: Float64Array; readonly forms: Map<string, number> };

const countsOf = ({ years: yearOf, types }: Columns, weights: Iterable<readonly [number, number]>): Counts => {
  const counts = { years: new Float64Array(years), forms: new Map<string, number>() };
  for (const [row, weight] of weights) {
    const year = (yearOf[row] ?? Number.NaN) - firstYear;
    if (year >= 0 && year < years) counts.years[year] = (counts.years[year] ?? 0) + weight;
    const form = types[row] ?? 'UNKNOWN';
    counts.forms.set(form, (counts.forms.get(form) ?? 0) + weight);
  }
  return { years: smooth(counts.years), forms: counts.forms };
};

/** Counting a whole catalogue takes longer than all the rest, and is the same for everybody. */
const usual = new WeakMap<Columns, Counts>();
const usualIn = (columns: Columns): Counts => {
  const counts = usual.get(columns) ?? countsOf(columns, columns.types.map((_, row) => [row, 1 / columns.types.length]));
  usual.set(columns, counts);
  return counts;
};

/** @param interests weights above 0 by row */
export const habitsOf = (columns: Columns, interests: ReadonlyMap<number, number>): Habits => {
  const [all, own] = [usualIn(columns), countsOf(columns, interests)];
  const total = [...interests.values()].reduce((sum, weight) => sum + weight, 0);
  const blend = (mine: number, common: number): number => (mine + doubt * common) / (total + doubt);
  const eras = Float64Array.from(all.years, (common, year) => Math.log((blend(own.years[year] ?? 0, common) + floor) / (common + floor)));
  const forms = new Map([...all.forms].map(([form, common]) => [form, Math.log(blend(own.forms.get(form) ?? 0, common) / common)]));
  return { era: (row) => eras[(columns.years[row] ?? Number.NaN) - firstYear] ?? 0, form: (row) => forms.get(columns.types[row] ?? 'UNKNOWN') ?? 0 };
};

const smooth = (counts: Float64Array): Float64Array => counts.map((_, year) => counts.reduce((sum, count, other) => (count === 0 ? sum : sum + count * (kernel[Math.abs(year - other)] ?? 0)), 0));
