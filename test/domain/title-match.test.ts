import { describe, expect, it } from 'vitest';
import { continuesTitle, foldTitle, placeInFranchise, selectByQualifier, splitQualifier, titleKey, titleMarkers, titleStem } from '../../src/domain/title-match.ts';
import { animeOf } from '../retrieval/small-catalogue.ts';

describe('foldTitle', () => {
  it.each([
    ['Re:ZERO -Starting Life-', 're zero starting life'],
    ['ＲＥ：ＺＥＲＯ', 're zero'],
    ["JoJo's Bizarre Adventure", 'jojos bizarre adventure'],
    ['Spice & Wolf', 'spice and wolf'],
    ['iDOLM@STER', 'idolmaster'],
    ['HUNTER×HUNTER', 'hunter x hunter'],
    ['Kōtetsujō', 'kotetsujo'],
    ['Mob Psycho Ⅱ', 'mob psycho ii'],
    ['☆★!?', ''],
  ])('folds %s to "%s"', (title, folded) => {
    expect(foldTitle(title)).toBe(folded);
  });

  it('keeps kana apart that only their voicing tells apart', () => {
    expect(foldTitle('がっこう')).not.toBe(foldTitle('かっこう'));
    expect(foldTitle('ｶﾞﾝﾀﾞﾑ')).toBe('ガンダム');
  });

  it('gives titles with and without spaces one key', () => {
    expect(titleKey('Steins;Gate')).toBe(titleKey('steinsgate'));
  });
});

describe('splitQualifier', () => {
  it.each([
    ['attack on titan season 2', 'attack on titan', { season: 2 }],
    ['second season of mob psycho 100', 'mob psycho 100', { season: 2 }],
    ['aot s3 part 2', 'aot', { season: 3, part: 2 }],
    ['demon slayer the movie', 'demon slayer', { type: 'MOVIE' }],
    ['fma 2003', 'fma', { year: 2003 }],
    ['attack on titan final season', 'attack on titan', { final: true }],
    ['the original fruits basket', 'fruits basket', { age: 'old' }],
    ['vinland saga ii', 'vinland saga', { season: 2 }],
  ])('reads %s', (text, base, qualifier) => {
    expect(splitQualifier(text)[0]).toEqual({ base, qualifier });
  });

  it.each(['naruto', 'mob psycho 100', '86', 'season 2', ''])('finds no qualifier in "%s"', (text) => {
    expect(splitQualifier(text)).toEqual([]);
  });

  it('takes a bare last number for a season only after the worded reading', () => {
    expect(splitQualifier('kaiju no 8 season 2').map(({ base }) => base)).toEqual(['kaiju no 8']);
    expect(splitQualifier('vinland saga 2').map(({ base }) => base)).toEqual(['vinland saga']);
  });
});

describe('titleMarkers', () => {
  it('reads season, part and the final mark from the titles', () => {
    expect(titleMarkers(animeOf({ title: 'Shingeki no Kyojin Season 3 Part 2' }))).toEqual({ season: 3, part: 2, final: false });
    expect(titleMarkers(animeOf({ title: 'Boku no Hero Academia 2nd Season' }))).toMatchObject({ season: 2 });
    expect(titleMarkers(animeOf({ title: 'Mob Psycho 100 II' }))).toMatchObject({ season: 2 });
    expect(titleMarkers(animeOf({ title: 'Shingeki no Kyojin: The Final Season' }))).toMatchObject({ final: true });
  });

  it('does not take a number that belongs to the name for a season', () => {
    expect(titleMarkers(animeOf({ title: 'Mob Psycho 100' }))).toMatchObject({ season: null });
    expect(titleMarkers(animeOf({ title: 'Naruto Movie 2' }))).toMatchObject({ season: null });
  });

  it('believes synonyms only when two agree', () => {
    expect(titleMarkers(animeOf({ title: 'Yuukaku-hen', synonyms: ['Demon Slayer Season 2'] }))).toMatchObject({ season: null });
    expect(titleMarkers(animeOf({ title: 'Yuukaku-hen', synonyms: ['Demon Slayer Season 2', 'Kimetsu no Yaiba 2nd Season'] }))).toMatchObject({ season: 2 });
  });
});

describe('selectByQualifier', () => {
  const first = animeOf({ title: 'Gin no Kaze', year: 2010 }, 1);
  const second = animeOf({ title: 'Gin no Kaze: Umi-hen', year: 2012 }, 2);
  const film = animeOf({ title: 'Gin no Kaze Movie', type: 'MOVIE', year: 2011 }, 3);
  const remake = animeOf({ title: 'Gin no Kaze (2022)', year: 2022 }, 4);
  const members = [remake, film, second, first];

  it('counts seasons by air date where no title names them', () => {
    expect(selectByQualifier({ season: 2 }, [film, second, first], first)[0]).toBe(second);
    expect(selectByQualifier({ season: 1 }, members, first)[0]).toBe(first);
  });

  it('chooses by year, type and age', () => {
    expect(selectByQualifier({ year: 2022 }, members)).toEqual([remake]);
    expect(selectByQualifier({ type: 'MOVIE' }, members)).toEqual([film]);
    expect(selectByQualifier({ age: 'new' }, members)[0]).toBe(remake);
    expect(selectByQualifier({ age: 'old' }, members)[0]).toBe(first);
  });

  it('chooses nothing when no member fits', () => {
    expect(selectByQualifier({ season: 9 }, members, first)).toEqual([]);
  });
});

describe('continuesTitle', () => {
  const of = (title: string, year: number, more = {}) => animeOf({ title, year, ...more });

  it.each([
    ['K-On!!', 2010, 'K-On!', 2009],
    ['Bleach: Sennen Kessen-hen', 2022, 'Bleach', 2004],
    ['Naruto: Shippuuden', 2007, 'Naruto', 2002],
    ['Zoku Natsume Yuujinchou', 2009, 'Natsume Yuujinchou', 2008],
  ])('%s goes on from %4$s', (later, laterYear, earlier, earlierYear) => {
    expect(continuesTitle(of(later, laterYear), of(earlier, earlierYear))).toBe(true);
  });

  it('a film goes on from its series, unless it is the better known', () => {
    expect(continuesTitle(of('Violet Evergarden Movie', 2020, { type: 'MOVIE' }), of('Violet Evergarden', 2018))).toBe(true);
    expect(continuesTitle(of('Lupin III: Cagliostro no Shiro', 1979, { type: 'MOVIE', prominence: 4 }), of('Lupin III', 1971, { prominence: 3 }))).toBe(false);
  });

  it('a new version does not go on from the old one', () => {
    expect(continuesTitle(of('Hunter x Hunter (2011)', 2011), of('Hunter x Hunter', 1999))).toBe(false);
    expect(continuesTitle(of('Fullmetal Alchemist: Brotherhood', 2009), of('Fullmetal Alchemist', 2003))).toBe(false);
  });
});

it('places a first season before extras and extras before later seasons', () => {
  expect([animeOf({ title: 'A Tale' }), animeOf({ title: 'A Tale OVA', type: 'OVA' }), animeOf({ title: 'A Tale 2nd Season' })].map(placeInFranchise)).toEqual([0, 1, 2]);
});

it('takes the stem of a title up to colon, season and type', () => {
  expect(titleStem('Kimetsu no Yaiba Movie: Mugen Ressha-hen')).toBe('kimetsu no yaiba');
  expect(titleStem('Shingeki no Kyojin Season 3 Part 2')).toBe('shingeki no kyojin');
});
