/** The text that stands for an entry in vector space. Pure; a change of it means new vectors. */
import { createHash } from 'node:crypto';
import type { Anime, AnimeType } from '../domain/anime.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';

/** Together some 110 tokens: the encoder reads 128. */
const maxWords = 12;
const maxGlosses = 3;
const maxSynopsis = 300;

const kinds: Record<AnimeType, string> = {
  TV: 'an anime TV series', MOVIE: 'an anime movie', OVA: 'an anime OVA', ONA: 'an anime web series', SPECIAL: 'an anime special', UNKNOWN: 'an anime',
};

/** `Mushishi is an anime TV series with mystery, supernatural and iyashikei: calm, cozy, healing. <synopsis>` */
export const embeddingText = (anime: Anime, vocabulary: Vocabulary): string => {
  const also = anime.title_english !== null && anime.title_english !== anime.title ? `, also known as ${anime.title_english},` : '';
  const about = anime.tags.filter((tag) => !['technical', 'source'].includes(vocabulary.groupOf(tag) ?? ''));
  const words = [...anime.genres.map((genre) => genre.toLowerCase()), ...about].slice(0, maxWords);
  // Jargon means nothing to the encoder, so the themes (not the genres, which it knows) say themselves in plain English too.
  const glosses = about
    .filter((tag) => vocabulary.groupOf(tag) !== 'demographic')
    .flatMap((tag) => vocabulary.gloss(tag) ?? [])
    .filter((gloss) => !words.some((word) => gloss.includes(word)))
    .slice(0, maxGlosses);
  const with_ = words.length === 0 ? '' : ` with ${enumerate(words)}`;
  const plain = glosses.length === 0 ? '' : `: ${glosses.join('; ')}`;
  const synopsis = anime.synopsis === null ? '' : ` ${cutAtWord(anime.synopsis, maxSynopsis)}`;
  return `${anime.title}${also} is ${kinds[anime.type]}${with_}${plain}.${synopsis}`;
};

/** Decides whether a stored vector still belongs to the text. 16 hex digits. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const enumerate = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`);

const cutAtWord = (text: string, length: number): string => (text.length <= length ? text : text.slice(0, length).replace(/\s+\S*$/u, ''));
