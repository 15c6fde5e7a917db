/** One entry of the data set (or of ours) -> our record: one vocabulary, stable ids, clean text. Pure. */
import type { Anime } from '../domain/anime.ts';
import { aliasUrl, parseAnimeRef, providerOf, sortAliases } from '../domain/ids.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import type { SourceEntry } from './anime-offline-database.ts';
import { cleanText, cleanUrl, sameTextKey } from './clean-text.ts';
import { englishTitle } from './english-title.ts';
import { nativeTitle, type NativeTitleHints } from './native-title.ts';
import { prominenceOf } from './prominence.ts';
import { studioName } from './studio-name.ts';
import { foldTags, type FoldedTags } from './fold-tags.ts';

const maxTitle = 300;
const maxSynopsis = 4000;
export const maxSynonyms = 30;
/** Upstream's stand-in for "no picture known". */
const placeholder = /\/no_pic(?:_thumbnail)?\.png$/;

export type NormaliseContext = { readonly vocabulary: Vocabulary; readonly englishWords: ReadonlySet<string> };
/** `related` holds aliases as the source wrote them; `collectEntries` turns them into ids of the catalogue. */
export type Normalised = { readonly anime: Anime } | { readonly refused: string };

export const normalise = (source: SourceEntry, { vocabulary, englishWords }: NormaliseContext): Normalised => {
  const aliases = sortAliases(source.sources.map(parseAnimeRef).filter((alias) => alias !== undefined));
  const [anime_id] = aliases;
  if (anime_id === undefined) return { refused: 'no source of a known provider' };
  const title = cleanText(source.title, maxTitle);
  if (title === null) return { refused: 'title has no visible characters' };

  const allSynonyms = source.synonyms.map((text) => cleanText(text, maxTitle)).filter((text) => text !== null);
  const folded = foldTags(source, vocabulary);
  const score = source.score === null || source.score === undefined || source.score === 0 ? null : Math.round(source.score * 100) / 100;
  const year = source.animeSeason?.year ?? null;
  const season = source.animeSeason?.season ?? null;
  const picture = cleanUrl(source.picture);
  const related = [...new Set(source.relatedAnime.map(parseAnimeRef).filter((alias) => alias !== undefined))];
  const title_english = cleanText(source.title_english, maxTitle) ?? (source.title_english === undefined ? englishTitle({ title, synonyms: allSynonyms, englishWords }) : null);
  const title_native = cleanText(source.title_native, maxTitle) ?? (source.title_native === undefined ? nativeTitle({ title, synonyms: allSynonyms, origin: originOf(folded) }) : null);

  return {
    anime: {
      anime_id,
      title,
      title_english,
      title_native,
      synonyms: pickSynonyms(title, [title_english, title_native], allSynonyms),
      type: source.type,
      episodes: source.episodes === 0 ? null : source.episodes,
      duration_minutes: minutesOf(source.duration),
      status: source.status,
      year,
      season: season === 'UNDEFINED' ? null : season,
      genres: folded.genres,
      tags: folded.tags,
      studios: studiosOf(source.studios, vocabulary),
      score,
      synopsis: cleanText(source.synopsis, maxSynopsis),
      picture: picture === null || placeholder.test(picture) ? null : picture,
      links: linksOf(aliases),
      streaming: (source.streaming ?? []).filter(({ url }) => cleanUrl(url) !== null).slice(0, 20),
      aliases,
      related,
      adult: folded.adult,
      spoiler_tags: folded.spoiler_tags,
      prominence:
        source.prominence ??
        prominenceOf({ providers: aliases.length, synonyms: allSynonyms.length, relations: related.length, tags: source.tags.length, score, isSeries: source.type === 'TV', year }),
    },
  };
};

/** Distinct to a reader, without the main title, at most 30: named ones first, then the ones most people can type or read. */
export const pickSynonyms = (title: string, first: readonly (string | null)[], others: readonly string[]): string[] => {
  const byKey = new Map<string, string>();
  for (const text of [...first, ...others]) {
    if (text !== null && sameTextKey(text) !== sameTextKey(title) && !byKey.has(sameTextKey(text))) byKey.set(sameTextKey(text), text);
  }
  const distinct = [...byKey.values()];
  if (distinct.length <= maxSynonyms) return distinct;
  const kept = new Set(distinct.map((text, at) => ({ text, at, rank: readability(text) })).sort((a, b) => a.rank - b.rank || a.at - b.at).slice(0, maxSynonyms).map(({ text }) => text));
  return distinct.filter((text) => kept.has(text));
};

const readability = (text: string): number => {
  if (/^[\x20-\x7E]+$/.test(text)) return 0;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 1;
  return /^[\p{Script=Latin}\p{P}\p{S}\p{N}\s]+$/u.test(text) ? 2 : 3;
};

const minutesOf = (seconds: number | null | undefined): number | null =>
  seconds === null || seconds === undefined || seconds === 0 ? null : Math.max(1, Math.round(seconds / 60));

const linksOf = (aliases: readonly string[]): Record<string, string> => {
  const links: Record<string, string> = {};
  for (const alias of aliases) {
    const url = aliasUrl(alias);
    if (url !== undefined) links[providerOf(alias)] ??= url;
  }
  return links;
};

/** Names that are a genre are another column's values that slipped in, as some sources have them. */
const studiosOf = (names: readonly string[], vocabulary: Vocabulary): string[] => {
  const display = names
    .filter((name) => vocabulary.fold(name)?.kind !== 'genre')
    .map((name) => studioName(cleanText(name, 80) ?? ''))
    .filter((name) => name !== null);
  return [...new Set(display)].slice(0, 10);
};

const originOf = ({ tags }: FoldedTags): NativeTitleHints['origin'] => {
  if (tags.includes('chinese animation')) return 'china';
  return tags.includes('korean animation') ? 'korea' : 'japan';
};
