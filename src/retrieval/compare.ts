/** Titles side by side. Pure. */
import type { Anime } from '../domain/anime.ts';

/** `values[i]` belongs to the i-th title; null = unknown. */
export type FactRow = { readonly fact: string; readonly values: readonly (string | number | null)[] };
export type Comparison = {
  readonly facts: FactRow[];
  /** Genres and tags that all have. */
  readonly shared_tags: string[];
  /** Genres and tags that only this one has. */
  readonly unique_tags: { readonly anime_id: string; readonly title: string; readonly tags: string[] }[];
  readonly suits: { readonly anime_id: string; readonly title: string; readonly sentence: string }[];
};

export const compare = (animes: readonly Anime[]): Comparison => {
  const row = (fact: string, value: (anime: Anime) => string | number | null): FactRow => ({ fact, values: animes.map(value) });
  const facts = [
    row('type', ({ type }) => (type === 'UNKNOWN' ? null : type)),
    row('year', ({ year }) => year),
    row('episodes', ({ episodes }) => episodes),
    row('minutes per episode', ({ duration_minutes }) => duration_minutes),
    row('hours in all', totalHours),
    row('status', ({ status }) => (status === 'UNKNOWN' ? null : status.toLowerCase())),
    row('studio', ({ studios }) => studios.join(', ') || null),
    row('crowd score', ({ score }) => score),
    row('genres', ({ genres }) => genres.join(', ') || null),
  ].filter(({ values }) => values.some((value) => value !== null));
  const words = animes.map((anime) => [...anime.genres, ...anime.tags]);
  const sets = words.map((own) => new Set(own));
  const hasAlone = (word: string, at: number): boolean => sets.every((set, other) => other === at || !set.has(word));
  return {
    facts,
    shared_tags: (words[0] ?? []).filter((word) => sets.every((set) => set.has(word))),
    unique_tags: animes.map(({ anime_id, title }, at) => ({ anime_id, title, tags: (words[at] ?? []).filter((word) => hasAlone(word, at)) })),
    suits: animes.map((anime, at) => ({ anime_id: anime.anime_id, title: anime.title, sentence: suits(anime, animes, (words[at] ?? []).filter((word) => hasAlone(word, at))) })),
  };
};

const joined = (words: readonly string[]): string => words.map((word) => word.toLowerCase()).join(', ').replace(/, ([^,]*)$/, ' and $1');

const totalHours = ({ episodes, duration_minutes }: Anime): number | null =>
  episodes === null || duration_minutes === null ? null : Math.round((episodes * duration_minutes) / 6) / 10;

/** Whom it suits, from what sets it apart: its own words, its length, its age. */
const suits = (anime: Anime, all: readonly Anime[], own: readonly string[]): string => {
  const parts = [
    own.length > 0 ? `you want ${joined(own.slice(0, 3))}` : '',
    extreme(anime, all, totalHours, 'you have little time', 'you want something long'),
    extreme(anime, all, ({ year }) => year, 'you like the older one', 'you prefer the newer one'),
    best(anime, all) ? 'you trust the crowd, which scores it highest' : '',
  ].filter(Boolean);
  if (parts.length === 0) return 'Suits the same viewer as the other.';
  return `Choose it if ${parts.join(', or if ')}.`;
};

/** The words for the clear minimum or maximum of a fact; empty in the middle, in a tie and when unknown. */
const extreme = (anime: Anime, all: readonly Anime[], fact: (anime: Anime) => number | null, least: string, most: string): string => {
  const values = all.map(fact);
  const value = fact(anime);
  if (value === null || values.some((other) => other === null) || values.filter((other) => other === value).length > 1) return '';
  const known = values.filter((other) => other !== null);
  return value === Math.min(...known) ? least : value === Math.max(...known) ? most : '';
};

const best = (anime: Anime, all: readonly Anime[]): boolean =>
  anime.score !== null && all.every((other) => other === anime || (other.score !== null && other.score < (anime.score ?? 0)));
