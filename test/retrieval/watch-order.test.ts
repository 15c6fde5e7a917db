import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import type { Anime } from '../../src/domain/anime.ts';
import { buildFranchises } from '../../src/retrieval/franchise.ts';
import { seasonsFrom, watchOrder } from '../../src/retrieval/watch-order.ts';
import { anime, madeUpCatalogue } from '../tools/catalogue.ts';

const shelfOf = (entries: readonly Anime[]) => {
  const catalogue = createCatalogue({ info: madeUpCatalogue().info, entries, vectors: null, faissFolder: null });
  return { catalogue, franchises: buildFranchises(catalogue) };
};
const ids = ['mal:1', 'mal:2', 'mal:3', 'mal:4', 'mal:5', 'mal:6', 'mal:7'];
const part = (id: number, title: string, more: Partial<Anime>) => anime(id, title, { related: ids.filter((other) => other !== `mal:${id}`), prominence: 4, ...more });
const shelf = shelfOf([
  part(4, 'Kaze no Michi Season 2', { year: 2014, season: 'WINTER', episodes: 13 }),
  part(1, 'Kaze no Michi', { year: 2012, season: 'SPRING', episodes: 24, prominence: 5 }),
  part(2, 'Kaze no Michi: Soushuuhen', { year: 2013, type: 'SPECIAL', episodes: 1 }),
  part(3, 'Kaze no Michi Movie: Hajimari', { year: 2013, season: 'FALL', type: 'MOVIE', episodes: 1, duration_minutes: 95 }),
  part(5, 'Kaze no Michi: Picture Drama', { year: 2014, type: 'SPECIAL', episodes: 6, duration_minutes: 4, prominence: 2 }),
  part(6, 'Kaze no Michi Gaiden OVA', { year: 2015, type: 'OVA', episodes: 2, prominence: 3 }),
  part(7, 'Kaze no Michi Season 3', { year: null, season: null, status: 'UPCOMING', episodes: null }),
]);
const member = (id: string): Anime => shelf.catalogue.byId(id) as Anime; // listed above
const told = (id: string) => watchOrder(member(id), shelf).parts.map(({ anime: { anime_id }, kind, optional }) => [anime_id, kind, optional]);

describe('watch order', () => {
  it('is the order of release, with what each part is and what may be skipped', () => {
    expect(told('mal:1')).toEqual([
      ['mal:1', 'series', false],
      ['mal:2', 'recap', true],
      ['mal:3', 'movie', false],
      ['mal:4', 'season', false],
      ['mal:5', 'extra', true],
      ['mal:6', 'ova', true],
      ['mal:7', 'season', false],
    ]);
  });

  it('is the same from whichever part one asks', () => {
    for (const id of ids) expect(told(id)).toEqual(told('mal:1'));
  });

  it('says how sure it is, and what has no date', () => {
    expect(watchOrder(member('mal:1'), shelf)).toMatchObject({ confidence: 'high', crossovers: 0, notes: ['One part has no date yet and stands at the end.'] });
  });

  it('does not say which of two tellings is which', () => {
    const { catalogue, franchises } = shelfOf([anime(1, 'Hagane no Uta', { year: 2003, related: ['mal:2'] }), anime(2, 'Hagane no Uta: Kyoudai', { year: 2009, related: ['mal:1'] })]);

    const { confidence, notes, parts } = watchOrder(catalogue.entries[1] as Anime, { catalogue, franchises }); // two entries

    expect(parts.map(({ kind }) => kind)).toEqual(['series', 'series']);
    expect([confidence, notes[0]]).toEqual(['medium', expect.stringContaining('does not say which')]);
  });

  it('leaves out what only a crossover ties to a franchise', () => {
    const robots = Array.from({ length: 36 }, (_, n) => anime(100 + n, `Robotto Senki ${n + 10}`, { year: 1980 + n, related: ['mal:200'] }));
    const heroes = Array.from({ length: 6 }, (_, n) => anime(200 + n, `Kyojin Hero ${n + 10}`, { year: 1990 + n, related: ['mal:100', 'mal:200'] }));
    const { catalogue, franchises } = shelfOf([...robots, ...heroes]);
    const names = (id: string) => watchOrder(catalogue.byId(id) as Anime, { catalogue, franchises }).parts.map(({ anime: { title } }) => title.split(' ')[0]); // listed above

    expect(new Set(names('mal:100'))).toEqual(new Set(['Robotto']));
    expect(new Set(names('mal:205'))).toEqual(new Set(['Kyojin']));
  });

  it('shows no adult part unless it is the one asked for', () => {
    const { catalogue, franchises } = shelfOf([anime(1, 'Yume no Niwa', { related: ['mal:2'] }), anime(2, 'Yume no Niwa: Yoru', { related: ['mal:1'], adult: true })]);

    expect(watchOrder(catalogue.entries[0] as Anime, { catalogue, franchises }).parts).toHaveLength(1); // the first entry
  });
});

describe('seasons that episodes are counted on into', () => {
  it('leave films and extras out', () => {
    expect(seasonsFrom(member('mal:1'), shelf).map(({ anime_id }) => anime_id)).toEqual(['mal:1', 'mal:4', 'mal:7']);
    expect(seasonsFrom(member('mal:3'), shelf).map(({ anime_id }) => anime_id)).toEqual(['mal:3']);
  });
});
