import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVocabulary } from '../../src/domain/vocabulary.ts';
import { createLexicalIndex } from '../../src/retrieval/lexical-index.ts';
import { stem, termsOf, withoutFiller } from '../../src/retrieval/terms.ts';
import { catalogueOf } from './small-catalogue.ts';

const catalogue = catalogueOf([
  { title: 'Mushishi', synopsis: 'A wanderer studies quiet spirits in the mountains.', tags: ['iyashikei', 'episodic'], genres: ['Mystery'] },
  { title: 'Uchuu Kyoudai', title_english: 'Space Brothers', synopsis: 'Two brothers go to the moon to rescue a crew.', tags: ['space'], studios: ['A-1 Pictures'] },
  { title: 'Vampire Knight', tags: ['vampires', 'school'], genres: ['Romance'], synopsis: 'A school with a night class.' },
  { title: 'Tantei Gakuen', synopsis: 'A detective academy. Once, a vampire is suspected.', genres: ['Mystery'] },
  { title: '魔法使いの嫁', synopsis: 'A girl and an ancient mage.' },
]);
const titles = (query: string, limit = 10): string[] => createLexicalIndex(catalogue).search(query, { limit }).map(({ row }) => catalogue.entries[row]?.title ?? '');

describe('search', () => {
  it('puts words of the title before words of the tags before words of the synopsis', () => {
    expect(titles('vampire')).toEqual(['Vampire Knight', 'Tantei Gakuen']);
    expect(titles('space')).toEqual(['Uchuu Kyoudai']);
  });

  it('puts an entry with all the words before one with some of them', () => {
    expect(titles('vampire detective')[0]).toBe('Tantei Gakuen');
  });

  it('meets singular and plural, rescue and rescuing', () => {
    expect(titles('vampires')).toEqual(titles('vampire'));
    expect(titles('rescuing')).toEqual(['Uchuu Kyoudai']);
    expect(titles('spirit')).toEqual(['Mushishi']);
  });

  it('completes an unfinished last word and forgives a typo in a word that nobody has', () => {
    expect(titles('myst')).toEqual(titles('mystery'));
    expect(titles('detectve')).toEqual(['Tantei Gakuen']);
    expect(titles('mountans')).toEqual(['Mushishi']);
  });

  it('finds parts of native titles', () => {
    expect(titles('魔法')).toEqual(['魔法使いの嫁']);
  });

  it('keeps to the rows given and to the limit', () => {
    const index = createLexicalIndex(catalogue);

    expect(index.search('mystery', { limit: 10, mask: Uint8Array.of(0, 0, 0, 1, 0) }).map(({ row }) => row)).toEqual([3]);
    expect(index.search('mystery', { limit: 1 })).toHaveLength(1);
    expect(index.search('mystery', { limit: 10, mask: new Uint8Array(5) })).toEqual([]);
  });

  it('marks every row that matches, also beyond the limit, and boosts before it cuts', () => {
    const mark = new Uint8Array(5);
    const [hit] = createLexicalIndex(catalogue).search('mystery', { limit: 1, mark, boost: Float64Array.of(1, 1, 1, 100, 1) });

    expect([...mark]).toEqual([1, 0, 0, 1, 0]);
    expect(hit?.row).toBe(3);
  });

  it('answers a second query as if it were the first', () => {
    const index = createLexicalIndex(catalogue);
    const alone = index.search('school', { limit: 10 });
    index.search('vampire mystery space', { limit: 10 });

    expect(index.search('school', { limit: 10 })).toEqual(alone);
  });

  it.each([['nothing', ''], ['stop words', 'the of and'], ['emoji', '🎉'], ['pattern characters', '.*+?^${}()|[]\\'], ['10,000 characters', 'vampire '.repeat(1300)], ['one endless word', 'x'.repeat(10_000)]])('survives %s', (_, query) => {
    expect(() => createLexicalIndex(catalogue).search(query, { limit: 5 })).not.toThrow();
  });

  it('scores any text with finite numbers in falling order', () => {
    const index = createLexicalIndex(catalogue);
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (query) => {
        const scores = index.search(query, { limit: 10 }).map(({ score }) => score);

        expect(scores.every((score) => Number.isFinite(score) && score > 0)).toBe(true);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });
});

it('says which words of a query an entry has', () => {
  expect(createLexicalIndex(catalogue).matcher(['quiet', 'mountain', 'trains'])(0)).toEqual(['quiet', 'mountain']);
});

it('says of no entry a word that only explains one of its tags', () => {
  const vocabulary = createVocabulary({ genres: [], tags: [{ name: 'iyashikei', synonyms: [], group: 'mood', gloss: 'soothing quiet life' }], ignored: [] });
  const index = createLexicalIndex(catalogue, vocabulary);

  expect(index.search('soothing', { limit: 5 }).map(({ row }) => row)).toEqual([0]);
  expect(index.matcher(['soothing', 'quiet'])(0)).toEqual(['quiet']);
});

it('stems carefully', () => {
  expect(['stories', 'girls', 'boxes', 'class', 'swimming', 'trained', 'king', 'bus'].map(stem)).toEqual(['story', 'girl', 'box', 'class', 'swim', 'train', 'king', 'bus']);
  expect(termsOf('the anime of the year')).toEqual(['year']);
});

it('takes filler off a request, but never all of it', () => {
  expect(withoutFiller('recommend me something cozy please')).toBe('cozy');
  expect(withoutFiller('some anime')).toBe('some anime');
});
