/** Genres and tags that say something about a taste. Pure. */
import type { Anime } from '../../domain/anime.ts';
import type { Vocabulary } from '../../domain/vocabulary.ts';

/** How it was made is no matter of taste; neither are a data set's own words ("male protagonist"), where there is a vocabulary that knows better. */
export const isTelling = (tag: string, vocabulary: Vocabulary | null): boolean => {
  const group = vocabulary?.groupOf(tag);
  return vocabulary === null || (group !== undefined && group !== 'source' && group !== 'technical');
};

export const tellingWords = ({ genres, tags }: Anime, vocabulary: Vocabulary | null): string[] => [...new Set([...genres, ...tags.filter((tag) => isTelling(tag, vocabulary))])];

/** So many deviations from what chance would do. There are twenty genres and hundreds of tags, of which some always stand out. */
export const sureFrom = { genre: 2, tag: 3 };
