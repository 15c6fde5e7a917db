import { describe, expect, it } from 'vitest';
import { createTitleIndex } from '../../src/retrieval/title-index.ts';
import { catalogueOf, trickyTitles } from './small-catalogue.ts';

const titlesIn = (sentence: string): string[] =>
  createTitleIndex(catalogueOf(trickyTitles)).findMentions(sentence).map(({ text, candidates }) => `${text} = ${candidates[0]?.anime.title ?? ''}`);

describe('findMentions', () => {
  it.each([
    ['have you seen naruto?', ['naruto = Naruto']],
    ['something like mushishi but with more action', ['mushishi = Mushishi']],
    ['compare FMAB, HxH and AoT', ['FMAB = Fullmetal Alchemist: Brotherhood', 'HxH = Hunter x Hunter (2011)', 'AoT = Shingeki no Kyojin']],
    ['I finished steinsgate yesterday', ['steinsgate = Steins;Gate']],
    ["what is Frieren's studio", ["Frieren's = Sousou no Frieren"]],
    ['進撃の巨人みたいなアニメ', ['進撃の巨人 = Shingeki no Kyojin']],
    ['鬼滅の刃と蟲師どっちが面白い', ['鬼滅の刃 = Kimetsu no Yaiba', '蟲師 = Mushishi']],
  ])('%s', (sentence, found) => {
    expect(titlesIn(sentence)).toEqual(found);
  });

  it.each([
    ['tell me about hunter x hunter 2011', 'hunter x hunter 2011 = Hunter x Hunter (2011)'],
    ['I watched the demon slayer movie', 'demon slayer movie = Kimetsu no Yaiba Movie: Mugen Ressha-hen'],
    ['what about the second season of mob psycho 100?', 'the second season of mob psycho 100 = Mob Psycho 100 II'],
    ['add attack on titan season 2 to my list', 'attack on titan season 2 = Shingeki no Kyojin Season 2'],
  ])('takes the qualifier along: %s', (sentence, found) => {
    expect(titlesIn(sentence)).toEqual([found]);
  });

  it('leaves a rating out of the title', () => {
    expect(titlesIn('rate naruto 8')).toEqual(['naruto = Naruto']);
    expect(titlesIn('naruto 9/10')).toEqual(['naruto = Naruto']);
  });

  it.each(['I watched another anime yesterday', 'a monster hunting show', 'orange hair girl', 'given the choice I would take romance', 'what is your name?', 'something romantic', 'recommend me a romance', 'show me more', 'i want to watch'])(
    'sees no title in everyday words: %s',
    (sentence) => {
      expect(titlesIn(sentence)).toEqual([]);
    },
  );

  it.each([
    ['have you seen "orange"?', 'orange = Orange'],
    ['I loved Another and the ending', 'Another = Another'],
    ['watched given', 'given = Given'],
    ['tell me about monster.', 'monster = Monster'],
    ['I loved your name', 'your name = Kimi no Na wa.'],
    ['Monster', 'Monster = Monster'],
  ])('sees a title in everyday words that are quoted, capitalised or cued: %s', (sentence, found) => {
    expect(titlesIn(sentence)).toEqual([found]);
  });

  it.each([
    ['i finished fullmetal alchmist brotherhood', 'fullmetal alchmist brotherhood = Fullmetal Alchemist: Brotherhood'],
    ['what do you think about atack on titen', 'atack on titen = Shingeki no Kyojin'],
    ['is stiensgate any good', 'stiensgate = Steins;Gate'],
  ])('finds misspelt titles: %s', (sentence, found) => {
    expect(titlesIn(sentence)).toEqual([found]);
  });

  it('looks for the misspelt one of two that are compared', () => {
    expect(titlesIn('compare naruto and blech')).toEqual(['naruto = Naruto', 'blech = Bleach']);
  });

  it('gives spans that cut exactly the text and never overlap', () => {
    const sentence = '“Naruto: Shippuuden”, K-On!!, and Mob Psycho 100 II — or Another?';
    const spans = createTitleIndex(catalogueOf(trickyTitles)).findMentions(sentence);

    expect(spans.map(({ candidates }) => candidates[0]?.anime.title)).toEqual(['Naruto: Shippuuden', 'K-On!', 'Mob Psycho 100 II', 'Another']);
    for (const [at, span] of spans.entries()) {
      expect(sentence.slice(span.start, span.end)).toBe(span.text);
      expect(span.start).toBeGreaterThanOrEqual(spans[at - 1]?.end ?? 0);
    }
  });

  it('never mentions adult entries', () => {
    const titles = createTitleIndex(catalogueOf([{ title: 'Yoru no Hanazono', adult: true, prominence: 5 }]));

    expect(titles.findMentions('I watched Yoru no Hanazono')).toEqual([]);
  });
});
