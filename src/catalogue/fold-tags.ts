/** The bare words of an entry, sorted into genres, tags to show and tags that reveal the plot. */
import type { FoldedTag, Vocabulary } from '../domain/vocabulary.ts';

const maxTags = 60;

export type FoldedTags = {
  readonly genres: string[];
  readonly tags: string[];
  readonly spoiler_tags: string[];
  readonly adult: boolean;
};

/** Our words come before the source's own ones, and what a work is about before how it was made. */
export const foldTags = (source: { readonly tags: readonly string[]; readonly spoiler_tags: readonly string[] }, vocabulary: Vocabulary): FoldedTags => {
  const shown = source.tags.flatMap((tag) => foldWord(tag, vocabulary));
  const hidden = source.spoiler_tags.flatMap((tag) => foldWord(tag, vocabulary)).filter((tag) => tag.kind === 'tag');
  const genres = new Set(shown.flatMap((tag) => (tag.kind === 'genre' ? [tag.name] : tag.parts)));
  const spoilers = new Set([...hidden, ...shown.filter((tag) => tag.kind === 'tag' && tag.spoiler)].map((tag) => tag.name));
  const open = shown.filter((tag) => tag.kind === 'tag' && !spoilers.has(tag.name));
  const ordered = new Set([...open].sort((a, b) => weight(a, vocabulary) - weight(b, vocabulary)).map((tag) => tag.name));
  return {
    genres: vocabulary.genres.filter((genre) => genres.has(genre)),
    tags: [...ordered].slice(0, maxTags),
    spoiler_tags: [...spoilers].slice(0, maxTags),
    adult: shown.some((tag) => tag.adult),
  };
};

/** Some sources glue a list into one word: "action, adventure, fantasy". */
const foldWord = (word: string, vocabulary: Vocabulary): FoldedTag[] => {
  const whole = vocabulary.fold(word);
  if (whole === null) return [];
  const parts = whole.known || !word.includes(',') ? [whole] : word.split(',').map((part) => vocabulary.fold(part));
  return parts.filter((tag) => tag !== null).filter((tag) => tag.kind !== 'ignored');
};

const weight = (tag: FoldedTag, vocabulary: Vocabulary): number => {
  const group = vocabulary.groupOf(tag.name);
  if (group === undefined) return 2;
  return group === 'technical' || group === 'source' ? 1 : 0;
};
