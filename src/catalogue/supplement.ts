/** What bangumi-data knows, laid under an entry of ours, or made into one of its own. Pure. */
import type { Anime, AnimeType } from '../domain/anime.ts';
import { providerOf } from '../domain/ids.ts';
import { titleKey } from '../domain/title-match.ts';
import type { Work } from './bangumi-data.ts';
import { pickSynonyms } from './normalise.ts';
import { prominenceOf } from './prominence.ts';

/** Kinds that two sources may call the same work. */
const kinds: Record<AnimeType, string> = { TV: 'series', ONA: 'series', OVA: 'extra', SPECIAL: 'extra', MOVIE: 'film', UNKNOWN: '' };

/** Of works with the same name. */
export const isSameWork = (work: Work, anime: Anime | undefined): boolean =>
  anime !== undefined && anime.year === work.year && (kinds[anime.type] === kinds[work.type] || (anime.type !== 'MOVIE' && work.type !== 'MOVIE'));

/**
 * Is it to be an entry although only bangumi-data has it? What nobody has looked at may be adult. Without an id elsewhere and without a name that the data set
 * would have for it (all are there in Latin letters), it is nearly always a part or another cut of something that we have: a second entry would only be in its way.
 */
export const isWorthAnEntry = ({ aliases, title, english, isForAll }: Work): boolean =>
  isForAll && aliases.length > 0 && (english.length > 0 || /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(title) || aliases.some((alias) => providerOf(alias) !== 'bangumi'));

export const namesOf = ({ title, english, translations }: Work): string[] => [...new Set([title, ...english, ...translations].map(titleKey))].filter((key) => key !== '');

/** Its title is the one of the country, where ours was guessed among synonyms; of what else is known only gaps are filled. */
export const supplemented = (anime: Anime, work: Work): Anime => {
  const isSame = kinds[anime.type] === kinds[work.type] || anime.type === 'UNKNOWN';
  const title_native = isSame ? work.title : (anime.title_native ?? work.title);
  const title_english = anime.title_english ?? (isSame ? (work.english[0] ?? null) : null);
  return {
    ...anime,
    title_native,
    title_english,
    synonyms: pickSynonyms(anime.title, [title_english, title_native], [...anime.synonyms, ...work.english, ...work.translations]),
    type: anime.type === 'UNKNOWN' ? work.type : anime.type,
    year: anime.year ?? work.year,
    season: anime.season ?? (anime.year === null || anime.year === work.year ? work.season : null),
    streaming: [...anime.streaming, ...work.streaming.filter(({ url }) => anime.streaming.every((place) => place.url !== url))],
  };
};

/** An entry of what is known, so that somebody who names it is understood. */
export const entryOf = ({ aliases, title, english, translations, type, year, season, streaming }: Work): Anime => {
  const names = [title, ...english, ...translations];
  return {
    anime_id: aliases[0] ?? '', aliases, title: english[0] ?? title, title_english: english[0] ?? null, title_native: title, synonyms: pickSynonyms(english[0] ?? title, [english[0] ?? null, title], names),
    type, episodes: null, duration_minutes: null, status: 'UNKNOWN', year, season, genres: [], tags: [], studios: [], score: null, synopsis: null, picture: null, links: {}, streaming, related: [], adult: false, spoiler_tags: [],
    prominence: prominenceOf({ providers: aliases.length, synonyms: names.length, relations: 0, tags: 0, score: null, isSeries: type === 'TV', year }),
  };
};
