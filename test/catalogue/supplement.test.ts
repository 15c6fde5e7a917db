import { describe, expect, it } from 'vitest';
import type { Work } from '../../src/catalogue/bangumi-data.ts';
import { createEntryCollector } from '../../src/catalogue/collect-entries.ts';
import { isWorthAnEntry } from '../../src/catalogue/supplement.ts';
import type { Anime } from '../../src/domain/anime.ts';
import { normalised } from './made-up.ts';

const place = { site: 'Niwa+', url: 'https://niwa.example/1', regions: ['JP'] };
const workOf = (more: Partial<Work> = {}): Work => ({
  aliases: ['mal:1', 'bangumi:9'], title: '作り話', english: ['Made Up'], translations: ['虚构的故事'], type: 'TV', year: 2011, season: 'SPRING', streaming: [place], isForAll: true, ...more,
});
const collect = (entries: readonly Anime[], works: readonly Work[], own: readonly Anime[] = []) => {
  const collector = createEntryCollector();
  for (const anime of entries) collector.add(anime);
  const done = collector.supplement(works, isWorthAnEntry);
  for (const anime of own) collector.overlay(anime);
  return { done, entries: collector.finish() };
};

describe('what bangumi-data knows', () => {
  it('is laid under the entry that shares an id: names, ids, places, and what it lacked', () => {
    const { done, entries } = collect([normalised(1, { animeSeason: null, synonyms: ['つくりばなし'] })], [workOf()]);

    expect(done).toEqual({ laid: 1, added: 0, left: 0 });
    expect(entries[0]).toMatchObject({
      anime_id: 'mal:1', aliases: ['mal:1', 'anilist:100001', 'bangumi:9'], title: 'Tsukuri Banashi 1', title_english: 'Made Up', title_native: '作り話', synonyms: ['Made Up', '作り話', 'つくりばなし', '虚构的故事'],
      year: 2011, season: 'SPRING', streaming: [place], links: { bangumi: 'https://bangumi.tv/subject/9' },
    });
  });

  it('takes nothing from our own words', () => {
    const own = normalised(1, { title: 'Ours', title_english: 'Our English', title_native: '我々の', streaming: [{ site: 'Ours', url: 'https://ours.example/', regions: [] }] });

    expect(collect([normalised(1)], [workOf()], [own]).entries[0]).toMatchObject({ title: 'Ours', title_english: 'Our English', title_native: '我々の', streaming: own.streaming });
    expect(collect([own], [workOf()], [own]).entries[0]).toMatchObject({ title_native: '我々の', streaming: own.streaming, synonyms: expect.arrayContaining(['虚构的故事']) });
  });

  it('does not change whose id an entry has, nor the title of a series by that of its extra', () => {
    const [one, two] = collect([normalised(1, { title_native: '本編' }), normalised(2)], [workOf({ aliases: ['mal:1', 'anilist:100002', 'anidb:5'], type: 'OVA' })]).entries;

    expect(one).toMatchObject({ aliases: ['mal:1', 'anilist:100001', 'anidb:5'], title_native: '本編' });
    expect(two?.aliases).toEqual(['mal:2', 'anilist:100002']);
  });

  it('describes an entry once, however many works of theirs it is', () => {
    const { done, entries } = collect([normalised(1)], [workOf(), workOf({ title: '作り話 第2クール', aliases: ['mal:1', 'bangumi:10'] })]);

    expect(done).toEqual({ laid: 1, added: 0, left: 0 });
    expect(entries[0]?.title_native).toBe('作り話');
  });

  it('is known by title and year where it has no id that we know, unless two entries are', () => {
    const named = { synonyms: ['作り話'] };
    const work = workOf({ aliases: ['bangumi:9'] });

    expect(collect([normalised(1, named)], [work]).entries[0]?.streaming).toEqual([place]);
    for (const others of [[normalised(1, named), normalised(2, named)], [normalised(1, { ...named, type: 'MOVIE' })], [normalised(1, { ...named, animeSeason: { year: 1999 } })]]) {
      const { done, entries } = collect(others, [work]);
      expect(done).toEqual({ laid: 0, added: 0, left: 1 });
      expect(entries.every(({ streaming }) => streaming.length === 0)).toBe(true);
    }
  });

  it('makes an entry of what only it knows, with what is known', () => {
    const { done, entries } = collect([normalised(1)], [workOf({ aliases: ['bangumi:9'] })]);

    expect(done).toEqual({ laid: 0, added: 1, left: 0 });
    expect(entries[1]).toMatchObject({ anime_id: 'bangumi:9', title: 'Made Up', title_native: '作り話', type: 'TV', year: 2011, episodes: null, score: null, genres: [], streaming: [place], links: { bangumi: 'https://bangumi.tv/subject/9' }, prominence: expect.closeTo(1.2, 0) });
  });

  it.each([
    ['nobody says that it is no adult work', { isForAll: false }],
    ['it has no id', { aliases: [] }],
    ['it has neither a Latin name nor an id elsewhere', { english: [] }],
    ['an entry has its name', { english: ['Tsukuri Banashi 1'], year: 1980 }],
  ])('makes none when %s', (_, more) => {
    expect(collect([normalised(1)], [workOf({ aliases: ['bangumi:9'], ...more })])).toMatchObject({ done: { added: 0, left: 1 }, entries: [{ anime_id: 'mal:1' }] });
  });
});
