import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVocabulary } from '../../src/domain/vocabulary.ts';
import { lexicon, vocabulary } from '../catalogue/made-up.ts';

describe('fold', () => {
  it.each([
    ['sci fi', 'Sci-Fi'], ['Sci-Fi', 'Sci-Fi'], ['scifi', 'Sci-Fi'], ['SF', 'Sci-Fi'], ['Science  Fiction', 'Sci-Fi'],
    ['Vampires', 'vampire'], ['time-travel', 'time travel'], ['Time Machines', 'time travel'],
  ])('reads %j as %s', (word, name) => {
    expect(vocabulary.fold(word)).toMatchObject({ name, known: true });
  });

  it('tells genres, tags and words that say nothing apart', () => {
    expect(vocabulary.fold('funny')?.kind).toBe('genre');
    expect(vocabulary.fold('cozy')?.kind).toBe('tag');
    expect(vocabulary.fold('tropes')?.kind).toBe('ignored');
  });

  it('marks what reveals the plot and what is for adults, and not an adult cast', () => {
    expect(vocabulary.fold('Main Character Dies')).toMatchObject({ spoiler: true, adult: false });
    expect(vocabulary.fold('erotica')).toMatchObject({ name: 'Hentai', adult: true });
    expect(vocabulary.fold('adult cast')).toMatchObject({ adult: false, kind: 'tag' });
  });

  it('keeps an unknown word with tidied spelling', () => {
    expect(vocabulary.fold('  Kite   FLYING ')).toEqual({ kind: 'tag', name: 'kite flying', spoiler: false, adult: false, parts: [], known: false });
  });

  it('sees that an unknown word gives the end away', () => {
    expect(vocabulary.fold('the mentor dies')?.spoiler).toBe(true);
    expect(vocabulary.fold('a surprising ending')?.spoiler).toBe(true);
  });

  it.each(['7.43', '#1204', '23 min. per ep.', '1 hr. 40 min.', 'PG-13 - Teens', 'sword - to be split and deleted', 'a word that is far too long to be a tag at all'])('ignores %j, which is no tag', (word) => {
    expect(vocabulary.fold(word)?.kind).toBe('ignored');
  });

  it('finds no word in blanks and signs', () => {
    expect(vocabulary.fold('  -- ')).toBeNull();
  });

  it('folds its own names to themselves', () => {
    for (const name of [...vocabulary.genres, ...vocabulary.tags]) expect(vocabulary.fold(name)?.name).toBe(name);
  });

  it('is stable: a folded word folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (word) => {
        const once = vocabulary.fold(word);
        if (once !== null) expect(vocabulary.fold(once.name)?.name).toBe(once.name);
      }),
    );
  });
});

describe('find', () => {
  const names = (text: string) => vocabulary.find(text).map(({ name }) => name);

  it('finds terms in running text in order, with their places', () => {
    const text = 'Something cozy and sci-fi about time travel';

    const found = vocabulary.find(text);

    expect(found.map(({ name }) => name)).toEqual(['iyashikei', 'Sci-Fi', 'time travel']);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['cozy', 'sci-fi', 'time travel']);
  });

  it('reads plural forms', () => {
    expect(names('vampires')).toEqual(['vampire']);
  });

  it('says the parts of a word that is two genres', () => {
    expect(names('a romcom')).toEqual(['Romance', 'Comedy']);
  });

  it('does not take everyday words for terms', () => {
    expect(names('I love the manga')).toEqual([]);
    expect(vocabulary.fold('love')?.name).toBe('Romance');
  });

  it('does not join words across a comma or a line', () => {
    expect(names('time, travel')).toEqual([]);
    expect(names('time\ntravel')).toEqual([]);
  });

  it('finds nothing of unknown words', () => {
    expect(names('kite flying, and tropes')).toEqual([]);
  });
});

describe('createVocabulary', () => {
  it('refuses a lexicon in which a word has two meanings', () => {
    const clash = { ...lexicon, tags: [...lexicon.tags, { name: 'duels', group: 'theme' as const, synonyms: ['Fights!'] }] };

    expect(() => createVocabulary(clash)).toThrow('"Fights!" means both "Action" and "duels"');
  });

  it('has plain English for jargon only', () => {
    expect(vocabulary.gloss('iyashikei')).toBe('calm and healing');
    expect(vocabulary.gloss('vampire')).toBeUndefined();
    expect(vocabulary.groupOf('vampire')).toBe('cast');
  });
});
