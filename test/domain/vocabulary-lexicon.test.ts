/** The lexicon that ships, through the vocabulary made of it. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadVocabulary } from '../../src/catalogue/load-vocabulary.ts';
import type { Vocabulary } from '../../src/domain/vocabulary.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  vocabulary = await loadVocabulary(path.resolve(import.meta.dirname, '../../data/lexicon'));
});
const folded = (word: string) => vocabulary.fold(word)?.name;
const found = (text: string) => vocabulary.find(text).map(({ name }) => name);

describe('the shipped lexicon', () => {
  it('has about 20 genres and a few hundred tags, each name once', () => {
    expect(vocabulary.genres.length).toBeGreaterThanOrEqual(18);
    expect(vocabulary.genres.length).toBeLessThanOrEqual(24);
    expect(vocabulary.tags.length).toBeGreaterThan(300);
    expect(new Set([...vocabulary.genres, ...vocabulary.tags]).size).toBe(vocabulary.genres.length + vocabulary.tags.length);
  });

  it('shows genres in title case and tags in lower case', () => {
    for (const genre of vocabulary.genres) expect(genre).toMatch(/^[A-Z]/);
    for (const tag of vocabulary.tags) expect(tag).toBe(tag.toLowerCase());
  });

  it('names only genres that exist as parts of a word', () => {
    const parts = vocabulary.tags.flatMap((tag) => vocabulary.fold(tag)?.parts ?? []);

    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect(vocabulary.genres).toContain(part);
  });

  it.each([
    ['sci fi', 'Sci-Fi'], ['scifi', 'Sci-Fi'], ['SF', 'Sci-Fi'], ['shonen', 'shounen'], ['Shōjo', 'shoujo'], ['magical girls', 'Mahou Shoujo'], ['yuri', 'Girls Love'], ["boys' love", 'Boys Love'],
    ['giant robots', 'Mecha'], ['slice-of-life', 'Slice of Life'], ['suspense', 'Thriller'], ['post apocalyptic', 'post-apocalyptic'], ['yokai', 'youkai'], ['cute girls doing cute things', 'cgdct'],
    ['swords & co', 'swordplay'], ['gourmet', 'cooking'], ['soccer', 'football'], ['mafia', 'yakuza'],
  ])('folds %j to %s', (word, name) => {
    expect(folded(word)).toBe(name);
  });

  it.each(['hentai', 'erotica', '18 restricted', 'adult audience only'])('takes %j for a mark of adult entries', (word) => {
    expect(vocabulary.fold(word)?.adult).toBe(true);
  });

  it.each(['adult cast', 'adult couples', 'nudity', 'ecchi', 'boys love', 'yaoi', 'mature romance'])('does not take %j for a mark of adult entries', (word) => {
    expect(vocabulary.fold(word)?.adult).toBe(false);
  });

  it.each(['everybody dies', 'plot twists', 'happy ending', 'death of a loved one', 'betrayal'])('hides %j', (word) => {
    expect(vocabulary.fold(word)).toMatchObject({ kind: 'tag', spoiler: true });
  });

  it('understands what people ask for', () => {
    expect(found('a cozy slice of life show about cooking')).toEqual(['iyashikei', 'Slice of Life', 'cooking']);
    expect(found('dark fantasy with vampires, no harem')).toEqual(['dark fantasy', 'vampire', 'harem']);
    expect(found('romcoms in high school')).toEqual(['Romance', 'Comedy', 'high school']);
    expect(found('time loop sci-fi with a strong female lead')).toEqual(['time loop', 'Sci-Fi', 'female protagonist']);
  });

  it.each(['I love it', 'show me my watch history', 'the original manga is better', 'what is new this season', 'add it to my list', 'that work was great', 'play the first game'])('finds no term in %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});
