/** One anime of the catalogue: the public shape (`entrySchema`, every door shows it) and the full record (`Anime`). */
import { z } from 'zod';
import { parseSeason, seasons } from './season.ts';

export const animeTypes = ['TV', 'MOVIE', 'OVA', 'ONA', 'SPECIAL', 'UNKNOWN'] as const;
export type AnimeType = (typeof animeTypes)[number];
export const airingStatuses = ['FINISHED', 'ONGOING', 'UPCOMING', 'UNKNOWN'] as const;
export type AiringStatus = (typeof airingStatuses)[number];

const typeWords: Record<string, AnimeType> = {
  tv: 'TV', series: 'TV', 'tv series': 'TV', show: 'TV', movie: 'MOVIE', movies: 'MOVIE', film: 'MOVIE', films: 'MOVIE',
  ova: 'OVA', oav: 'OVA', ona: 'ONA', special: 'SPECIAL', specials: 'SPECIAL', unknown: 'UNKNOWN',
};
const statusWords: Record<string, AiringStatus> = {
  finished: 'FINISHED', completed: 'FINISHED', ended: 'FINISHED', ongoing: 'ONGOING', airing: 'ONGOING', releasing: 'ONGOING',
  upcoming: 'UPCOMING', announced: 'UPCOMING', unknown: 'UNKNOWN',
};

const forgiving = <T extends string>(values: readonly [T, ...T[]], parse: (text: string) => T | undefined) =>
  z.preprocess((value) => (typeof value === 'string' ? (parse(value) ?? value) : value), z.enum(values));

/** Input forms: case-insensitive, everyday words accepted ("movie", "autumn", "airing"). */
export const animeTypeInput = forgiving(animeTypes, (text) => typeWords[text.trim().toLowerCase()]);
export const airingStatusInput = forgiving(airingStatuses, (text) => statusWords[text.trim().toLowerCase()]);
export const seasonInput = forgiving(seasons, parseSeason);
export const parseAnimeType = (text: string): AnimeType | undefined => typeWords[text.trim().toLowerCase()];

export const streamingSchema = z.object({ site: z.string(), url: z.string(), regions: z.array(z.string()) });

/** What every door shows of an anime. Unknown = null. `score` is the crowd's, 0-10; `duration_minutes` is per episode. */
export const entrySchema = z.object({
  anime_id: z.string(),
  title: z.string(),
  title_english: z.string().nullable(),
  title_native: z.string().nullable(),
  synonyms: z.array(z.string()),
  type: z.enum(animeTypes),
  episodes: z.int().nullable(),
  duration_minutes: z.int().nullable(),
  status: z.enum(airingStatuses),
  year: z.int().nullable(),
  season: z.enum(seasons).nullable(),
  genres: z.array(z.string()),
  tags: z.array(z.string()),
  studios: z.array(z.string()),
  score: z.number().nullable(),
  synopsis: z.string().nullable(),
  picture: z.string().nullable(),
  links: z.record(z.string(), z.string()),
  streaming: z.array(streamingSchema),
});
export type Entry = z.infer<typeof entrySchema>;

/** The catalogue's own record: the entry plus what search, safety and identity need. Immutable. */
export type Anime = Entry & {
  /** Every id the entry answers to, canonical first: `mal:5114`, `anilist:5114`, `anime-planet:slug`, ... */
  readonly aliases: readonly string[];
  /** Canonical ids of related entries (untyped, as in the source). */
  readonly related: readonly string[];
  readonly adult: boolean;
  /** Tags that reveal the plot; never in `tags`. */
  readonly spoiler_tags: readonly string[];
  /** How well known it is, 1 (obscure) to 5 (everybody). */
  readonly prominence: number;
};

/** The public part of a record. Field order is the contract's. */
export const toEntry = (anime: Anime): Entry => ({
  anime_id: anime.anime_id,
  title: anime.title,
  title_english: anime.title_english,
  title_native: anime.title_native,
  synonyms: anime.synonyms,
  type: anime.type,
  episodes: anime.episodes,
  duration_minutes: anime.duration_minutes,
  status: anime.status,
  year: anime.year,
  season: anime.season,
  genres: anime.genres,
  tags: anime.tags,
  studios: anime.studios,
  score: anime.score,
  synopsis: anime.synopsis,
  picture: anime.picture,
  links: anime.links,
  streaming: anime.streaming,
});
