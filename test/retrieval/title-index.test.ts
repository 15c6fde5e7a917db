import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTitleIndex } from '../../src/retrieval/title-index.ts';
import { catalogueOf, trickyTitles } from './small-catalogue.ts';

const index = () => createTitleIndex(catalogueOf(trickyTitles));
const meant = (text: string): string | undefined => index().resolve(text)[0]?.anime.title;

describe('resolve', () => {
  it.each([
    ['FMA 2003', 'Fullmetal Alchemist'],
    ['Brotherhood', 'Fullmetal Alchemist: Brotherhood'],
    ['fmab', 'Fullmetal Alchemist: Brotherhood'],
    ['Naruto', 'Naruto'],
    ['naruto shippuden', 'Naruto: Shippuuden'],
    ['Demon Slayer', 'Kimetsu no Yaiba'],
    ['demon slayer season 2', 'Kimetsu no Yaiba: Yuukaku-hen'],
    ['the demon slayer movie', 'Kimetsu no Yaiba Movie: Mugen Ressha-hen'],
    ['hunter x hunter 2011', 'Hunter x Hunter (2011)'],
    ['hunter x hunter 1999', 'Hunter x Hunter'],
    ['hunter x hunter', 'Hunter x Hunter (2011)'],
    ['AoT', 'Shingeki no Kyojin'],
    ['space brothers', 'Uchuu Kyoudai'],
    ['ワンピース', 'One Piece'],
    ['uchuu kyoudai itten no hikari', 'Uchuu Kyoudai: Itten no Hikari'],
    ['aot s2', 'Shingeki no Kyojin Season 2'],
    ['attack on titan 2nd season', 'Shingeki no Kyojin Season 2'],
    ['second season of mob psycho 100', 'Mob Psycho 100 II'],
    ['mob psycho 100', 'Mob Psycho 100'],
    ['steinsgate', 'Steins;Gate'],
    ['stiens gate', 'Steins;Gate'],
    ['K-On', 'K-On!'],
    ['k-on!!', 'K-On!!'],
    ['k on season 2', 'K-On!!'],
    ['鬼滅の刃', 'Kimetsu no Yaiba'],
    ['鬼滅', 'Kimetsu no Yaiba'],
    ['ＡＴＴＡＣＫ　ＯＮ　ＴＩＴＡＮ', 'Shingeki no Kyojin'],
    ['mha', 'Boku no Hero Academia'],
    ['kaguya sama', 'Kaguya-sama wa Kokurasetai: Tensai-tachi no Renai Zunousen'],
    ['frieren', 'Sousou no Frieren'],
    ['fulmetal brotherhood', 'Fullmetal Alchemist: Brotherhood'],
    ['the another anime', 'Another'],
  ])('%s means %s', (text, title) => {
    const [best] = index().resolve(text);

    expect(best?.anime.title).toBe(title);
    expect(best?.confidence).toBeGreaterThanOrEqual(0.8);
  });

  it.each([
    ['Gscik', 'Gosick', 'two slips leave no three letters whole'],
    ['The Fbale', 'The Fable', 'an article belongs to the name'],
    ['Steins Gaet Zero', 'Steins;Gate 0', 'the nearest name, not part of another one'],
    ['Black Loin', 'Black Lion', 'the nearest name, though another is better known'],
    ['Suxume', 'Suzume', 'the better known of two that are as near'],
    ['Gear Air', 'Air Gear', 'words in another order'],
    ['Kidou Senshi Gumdan I', 'Kidou Senshi Gundam I', 'the figure belongs to the name'],
    ['Digiomn Adventure Movie', 'Digimon Adventure Movie', 'the whole name before another film of the franchise'],
  ])('%s is %s: %s', (text, title) => {
    const titles = createTitleIndex(catalogueOf([
      { title: 'Gosick' }, { title: 'Gekkan Nozaki', synonyms: ['GSNK'] }, { title: 'The Fable' }, { title: 'Fake' }, { title: 'Steins;Gate', prominence: 5 }, { title: 'Steins;Gate 0', synonyms: ['Steins Gate Zero'] },
      { title: 'Black Lion', prominence: 2 }, { title: 'Black Lagoon', prominence: 4 }, { title: 'Susume', prominence: 1 }, { title: 'Suzume', prominence: 5 }, { title: 'Air Gear' }, { title: 'Air Gear OVA', type: 'OVA' },
      { title: 'Kidou Senshi Gundam', prominence: 4 }, { title: 'Kidou Senshi Gundam I', prominence: 3, type: 'MOVIE' },
      { title: 'Digimon Adventure', synonyms: ['Digimon Adventure 01'], prominence: 4 }, { title: 'Digimon Adventure: Bokura no War Game!', type: 'MOVIE', prominence: 4 }, { title: 'Digimon Adventure Movie', type: 'MOVIE', prominence: 2 },
    ]));

    expect(titles.resolve(text)[0]?.anime.title).toBe(title);
  });

  it('asks before it takes a word of four letters for a misspelt name', () => {
    const titles = createTitleIndex(catalogueOf([{ title: 'Kiba', prominence: 5 }]));

    expect(titles.resolve('kibo')[0]).toMatchObject({ kind: 'fuzzy', anime: { title: 'Kiba' } });
    expect(titles.resolve('kibo')[0]?.confidence).toBeLessThan(0.8);
  });

  it('says how a name was hit and which name it was', () => {
    expect(index().resolve('fmab')[0]).toMatchObject({ kind: 'exact', matched: 'FMAB' });
    expect(index().resolve('steinsgate')[0]).toMatchObject({ kind: 'spaceless', matched: 'Steins;Gate' });
    expect(index().resolve('frieren')[0]).toMatchObject({ kind: 'prefix' });
    expect(index().resolve('narutp')[0]).toMatchObject({ kind: 'fuzzy', matched: 'Naruto' });
  });

  it('keeps close candidates close, so that the caller can ask', () => {
    const [first, second] = createTitleIndex(catalogueOf([{ title: 'Kaze', year: 1990 }, { title: 'Kaze', year: 2005 }])).resolve('kaze');

    expect(first?.anime.year).toBe(1990);
    expect((first?.confidence ?? 0) - (second?.confidence ?? 0)).toBeLessThan(0.05);
  });

  it('is not sure of a description', () => {
    for (const text of ['something sad', 'high school romance', 'cozy cooking']) expect(index().resolve(text)[0]?.confidence ?? 0).toBeLessThan(0.7);
  });

  it('does not take one digit for a misspelling of another', () => {
    const titles = createTitleIndex(catalogueOf([{ title: 'Ginga Densetsu Season 3' }, { title: 'Ginga Densetsu' }]));

    expect(titles.resolve('ginga densetsu season 4')[0]?.confidence ?? 0).toBeLessThan(0.8);
  });

  it('finds adult titles by their exact name only, behind others', () => {
    const titles = createTitleIndex(catalogueOf([{ title: 'Yoru no Hana', adult: true, prominence: 5 }, { title: 'Yoru no Hana', prominence: 1 }]));

    expect(titles.resolve('yoru no hana').map(({ anime }) => anime.adult)).toEqual([false, true]);
    expect(titles.resolve('yoru no hanna').some(({ anime }) => anime.adult)).toBe(false);
  });

  it('answers with one candidate per entry, best first, within the limit', () => {
    const titles = index();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...trickyTitles.map(({ title }) => title))), fc.integer({ min: 1, max: 8 }), (text, limit) => {
        const found = titles.resolve(text, { limit });

        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found.map(({ anime }) => anime.anime_id)).size).toBe(found.length);
        expect(found.map(({ confidence }) => confidence)).toEqual(found.map(({ confidence }) => confidence).sort((a, b) => b - a));
        for (const { confidence } of found) expect(confidence > 0 && confidence <= 1).toBe(true);
      }),
    );
  });

  it.each([['nothing', ''], ['symbols', '!?☆'], ['emoji', '🎉🎉🎉'], ['pattern characters', '.*+?^${}()|[]\\'], ['10,000 characters', 'naruto '.repeat(1500)], ['lone surrogates', '\ud800\udfff\ud800']])('survives %s', (_, text) => {
    expect(() => index().resolve(text)).not.toThrow();
    expect(() => index().findMentions(text)).not.toThrow();
  });

  it('answers nothing from an empty catalogue', () => {
    expect(createTitleIndex(catalogueOf([])).resolve('naruto')).toEqual([]);
    expect(createTitleIndex(catalogueOf([])).findMentions('I loved Naruto')).toEqual([]);
  });

  it('finds every entry by each of its own titles', () => {
    for (const { title, title_english, synonyms = [] } of trickyTitles) {
      for (const name of [title, title_english ?? title, ...synonyms]) expect(index().resolve(name).map(({ anime }) => anime.title)).toContain(title);
    }
    expect(meant('given')).toBe('Given');
  });
});
