/** One vocabulary for the bare words of data sets and people: about 20 genres, a few hundred tags, everything else as it is. */
import { z } from 'zod';
import type { FoundMood, Mood } from './moods.ts';

const term = {
  name: z.string().min(1),
  /** Other words for it. Separators, case, accents and plural endings need no synonym of their own. */
  synonyms: z.array(z.string().min(1)),
  /** Words that are too common in running text to be taken for the term there; as a tag they count. */
  quiet: z.array(z.string()).optional(),
  /** The same in plain English, for text that is embedded or searched. */
  gloss: z.string().optional(),
};
export const tagGroups = ['demographic', 'theme', 'setting', 'cast', 'mood', 'technical', 'source', 'plot'] as const;
export type TagGroup = (typeof tagGroups)[number];

export const genreLexiconSchema = z.strictObject({ genres: z.array(z.strictObject({ ...term, adult: z.boolean().optional() })) });
export const tagLexiconSchema = z.strictObject({
  tags: z.array(z.strictObject({ ...term, group: z.enum(tagGroups), spoiler: z.boolean().optional(), parts: z.array(z.string()).optional() })),
  /** Words that say nothing about an anime or that we do not show. */
  ignored: z.array(z.string()),
});
export type VocabularyData = z.infer<typeof genreLexiconSchema> & z.infer<typeof tagLexiconSchema>;

export type FoldedTag = {
  readonly kind: 'genre' | 'tag' | 'ignored';
  /** Display form: genres in title case ("Sci-Fi"), tags in lower case. */
  readonly name: string;
  readonly spoiler: boolean;
  /** Marks the whole entry as adult. */
  readonly adult: boolean;
  /** Genres that the word says together: "romcom" is Romance and Comedy. */
  readonly parts: readonly string[];
  /** Is it a word of ours, or only the source's own word with tidied spelling? */
  readonly known: boolean;
};
export type FoundTerm = { readonly kind: 'genre' | 'tag'; readonly name: string; readonly text: string; readonly start: number; readonly end: number };

export type Vocabulary = {
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  /** A data set's or a person's word in any spelling. Null when there is no word in it. */
  fold(tag: string): FoldedTag | null;
  /** The known terms in running text in order, the longest wherever several fit, parts instead of their sum; offsets are of the text given. */
  find(text: string): FoundTerm[];
  /** The moods in running text in order, the longest wherever several fit. */
  moods(text: string): FoundMood[];
  /** Plain English for a genre or tag by display name; undefined when the name says it all. */
  gloss(name: string): string | undefined;
  groupOf(tag: string): TagGroup | undefined;
};

/** Longest term in words that `find` looks for. */
const maxWords = 6;

/** Raw marks of data bases: ratings, ranks, running times, age limits, notes to editors. */
const noise = /^#?[\d.,]+$|\bper ep\b|^\d+ (?:min|hr)\b|^(?:pg|r)\+? ?-|\bto be (?:split|deleted)\b|\bdo not use\b|^[^a-z]*$/;
/** Words that nobody wrote a lexicon line for but that clearly tell how things go. */
const revealing = /\bd(?:ies|eaths?)\b|\bending$|\btraitor\b|\bwas (?:dead|alive|a dream)\b/;

/** `Sci-Fi`, `sci fi` and `scifi` -> `scifi`; `Shōnen` -> `shonen`. */
export const wordKey = (text: string): string =>
  text.normalize('NFKD').toLowerCase().replaceAll('&', ' and ').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '');

/** @throws Error when two terms claim the same word: a fault of the lexicon, found at start */
export const createVocabulary = (data: VocabularyData, moods: readonly Mood[] = []): Vocabulary => {
  const byKey = new Map<string, FoldedTag>();
  const quiet = new Set<string>();
  const glosses = new Map<string, string>();
  const groups = new Map<string, TagGroup>();

  const learn = (word: string, meaning: FoldedTag): void => {
    const key = wordKey(word);
    const taken = byKey.get(key);
    if (taken !== undefined && taken.name !== meaning.name) throw new Error(`lexicon: "${word}" means both "${taken.name}" and "${meaning.name}"`);
    byKey.set(key, meaning);
  };
  for (const genre of data.genres) {
    const meaning: FoldedTag = { kind: 'genre', name: genre.name, spoiler: false, adult: genre.adult ?? false, parts: [], known: true };
    for (const word of [genre.name, ...genre.synonyms]) learn(word, meaning);
  }
  for (const tag of data.tags) {
    const meaning: FoldedTag = { kind: 'tag', name: tag.name, spoiler: tag.spoiler ?? false, adult: false, parts: tag.parts ?? [], known: true };
    for (const word of [tag.name, ...tag.synonyms]) learn(word, meaning);
    groups.set(tag.name, tag.group);
  }
  for (const { name, quiet: words, gloss } of [...data.genres, ...data.tags]) {
    for (const word of words ?? []) quiet.add(wordKey(word));
    if (gloss !== undefined) glosses.set(name, gloss);
  }
  for (const word of data.ignored) learn(word, { kind: 'ignored', name: word, spoiler: false, adult: false, parts: [], known: true });

  const moodsByKey = new Map<string, Mood>();
  // A phrase of two moods is the first one's.
  for (const mood of [...moods].reverse()) for (const word of [mood.name, ...mood.words]) moodsByKey.set(wordKey(word), mood);
  const moodOf = (phrase: string): Mood | undefined => moodsByKey.get(wordKey(phrase));

  const lookUp = (word: string): { key: string; meaning: FoldedTag } | undefined => {
    for (const key of inflections(wordKey(word))) {
      const meaning = byKey.get(key);
      if (meaning !== undefined) return { key, meaning };
    }
    return undefined;
  };

  const fold = (tag: string): FoldedTag | null => {
    const word = tag.normalize('NFKC').toLowerCase().replace(/["\s]+/g, ' ').trim();
    if (wordKey(word) === '') return null;
    const known = lookUp(word)?.meaning;
    if (known !== undefined) return known;
    const kind = noise.test(word) || word.length > 40 ? 'ignored' : 'tag';
    return { kind, name: word, spoiler: revealing.test(word), adult: false, parts: [], known: false };
  };

  const find = (text: string): FoundTerm[] => {
    const words = wordsOf(text);
    const found: FoundTerm[] = [];
    for (let first = 0; first < words.length; ) {
      const match = longestFrom(text, words, first, lookUp);
      if (match === undefined) {
        first += 1;
        continue;
      }
      const { hit, start, end } = match;
      // A quiet or ignored phrase is consumed all the same, so that "light novel" is not read as something else.
      if (hit.meaning.kind !== 'ignored' && !quiet.has(hit.key)) {
        const at = { text: text.slice(start, end), start, end };
        if (hit.meaning.parts.length > 0) found.push(...hit.meaning.parts.map((name) => ({ kind: 'genre' as const, name, ...at })));
        else found.push({ kind: hit.meaning.kind, name: hit.meaning.name, ...at });
      }
      first = match.next;
    }
    return found;
  };

  const findMoods = (text: string): FoundMood[] => {
    const words = wordsOf(text);
    const found: FoundMood[] = [];
    for (let first = 0; first < words.length; ) {
      const match = longestFrom(text, words, first, moodOf);
      if (match !== undefined) found.push({ mood: match.hit, text: text.slice(match.start, match.end), start: match.start, end: match.end });
      first = match?.next ?? first + 1;
    }
    return found;
  };

  return {
    moods: findMoods,
    genres: data.genres.map((genre) => genre.name),
    tags: data.tags.map((tag) => tag.name),
    fold,
    find,
    gloss: (name) => glosses.get(name),
    groupOf: (tag) => groups.get(tag),
  };
};

const wordsOf = (text: string): RegExpExecArray[] => [...text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)];

/** The longest term that begins at word `first`. Words of a term stand together: only blanks, hyphens and the like between them. */
const longestFrom = <Hit>(text: string, words: readonly RegExpExecArray[], first: number, lookUp: (phrase: string) => Hit | undefined) => {
  const start = words[first]?.index ?? 0;
  let best: { hit: Hit; start: number; end: number; next: number } | undefined;
  let end = start;
  for (let last = first; last < Math.min(first + maxWords, words.length); last += 1) {
    const word = words[last];
    if (word?.index === undefined || !/^[ \t_&+'’‐-―-]*$/.test(text.slice(last === first ? word.index : end, word.index))) break;
    end = word.index + word[0].length;
    const hit = lookUp(text.slice(start, end));
    if (hit !== undefined) best = { hit, start, end, next: last + 1 };
  }
  return best;
};

/** The key itself, then its singular and plural: short keys have none ("bl", "cars" stay what they are). */
const inflections = (key: string): string[] => {
  if (key.length < 5 || /[^a-z0-9]/.test(key)) return [key];
  const forms = [key];
  if (key.endsWith('ies')) forms.push(`${key.slice(0, -3)}y`);
  if (key.endsWith('es')) forms.push(key.slice(0, -2));
  if (key.endsWith('s')) forms.push(key.slice(0, -1));
  else forms.push(`${key}s`);
  return forms;
};
