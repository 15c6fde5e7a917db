/** Requests as people might put them, made from what entries have: one to three of its genres and tags in other words, now and then with its kind and time. */
import type { Anime } from '../../../domain/anime.ts';
import type { Material } from './material.ts';
import { createDraw, type Random } from './random.ts';
import type { WordRows } from './word-rows.ts';

export type Written = { readonly text: string; readonly words: readonly string[]; readonly row: number };

/** {0}, {1}, {2}: what is asked for; {time}: "90s ", "recent " or nothing; {kind}: show, movie ... */
const forms: readonly (readonly string[])[] = [
  ['{0}', '{0} anime', 'something with {0}', 'a {time}show about {0}', 'i want {0}', 'any {0}?', 'looking for {0}', '{0} please', 'need a good {0} story', '{time}{kind} with {0}', '{0} {time}{kind}', 'in the mood for {0}', 'recommend me {0}'],
  ['{0} and {1}', '{0} with {1}', 'a {time}{kind} with {0} and {1}', '{0}, {1}', 'looking for {0} that also has {1}', '{0} {1}', 'i want {0} but also {1}', '{0} plus {1} please', 'something {0} with a lot of {1}', 'a {time}{0} with {1}', 'is there a {time}{kind} about {0} and {1}'],
  ['{0}, {1} and {2}', '{0} {time}{kind} with {1} and {2}', '{0} {1} {2}', 'i love {0}, {1}, {2}', 'something about {0} with {1}, maybe {2}', 'a {time}{0} with {1} and some {2}'],
];
const kinds = ['show', 'series', 'story', 'anime'];
/** Said by the source, not asked for. */
const unasked = new Set(['hentai', 'male protagonist', 'heterosexual', 'recap', 'promotional', 'cgi']);
/** Chances: of one, two, three words; of other words where there are some; that the kind or the time is named. */
const [counts, otherWords, namesKind, namesTime] = [[0.3, 0.45, 0.25], 0.6, 0.6, 0.25] as const;

/** How often an entry is asked for: ten times as often for two steps of prominence. */
export const demandOf = ({ prominence, adult }: Anime): number => (adult ? 0 : 10 ** (0.5 * (prominence - 1)));

export const writeRequests = ({ entries, lexicon, paraphrases }: Material, wordRows: WordRows, count: number, random: Random): Written[] => {
  const plain = new Map(lexicon.map(({ name, synonyms, gloss }) => [name, [name.toLowerCase(), name.toLowerCase(), ...synonyms, ...(gloss === undefined ? [] : [gloss, ...gloss.split(/,| and /).map((part) => part.trim()).filter((part) => part.length > 3)])]]));
  const source = new Set(lexicon.flatMap(({ name, group }) => (group === 'source' ? [name] : [])));
  const other = new Map(paraphrases.map(({ name, phrases }) => [name, phrases]));
  const asked = entries.map(({ genres, tags }) => [...genres, ...tags].filter((word) => !unasked.has(word.toLowerCase()) && !source.has(word) && wordRows.count(word) > 1));
  const drawRow = createDraw(entries.map((entry, row) => (asked[row]?.length === 0 ? 0 : demandOf(entry))));
  const drawCount = createDraw(counts);
  const phraseFor = (word: string): string => {
    const phrases = other.get(word);
    return random.pick(phrases !== undefined && phrases.length > 0 && random.chance(otherWords) ? phrases : (plain.get(word) ?? [word]));
  };
  return Array.from({ length: count }, () => {
    const row = drawRow(random);
    const entry = entries[row];
    const left = [...(asked[row] ?? [])];
    const words = Array.from({ length: Math.min(left.length, drawCount(random) + 1) }, () => left.splice(createDraw(left.map(wordRows.rarity))(random), 1)[0] ?? '');
    const form = random.pick(forms[words.length - 1] ?? ['']);
    const text = form
      .replace('{kind}', entry?.type === 'MOVIE' && random.chance(namesKind) ? random.pick(['movie', 'film']) : random.pick(kinds))
      .replace('{time}', random.chance(namesTime) ? timeOf(entry?.year ?? null, random) : '')
      .replace(/\{(\d)\}/g, (_, at: string) => phraseFor(words[Number(at)] ?? ''));
    return { text, words, row };
  });
};

const timeOf = (year: number | null, random: Random): string => {
  if (year === null) return '';
  const decade = `${year < 2000 ? Math.floor((year % 100) / 10) * 10 : Math.floor(year / 10) * 10}s`;
  return `${random.pick([decade, year < 2000 ? 'old' : year > 2017 ? 'recent' : decade])} `;
};
