import { describe, expect, it } from 'vitest';
import type { Anime } from '../../../src/domain/anime.ts';
import { createBaseline } from './bm25.ts';
import { createCoLikes } from './co-likes.ts';
import { createLikenessBaseline } from './tag-likeness.ts';

const anime = (id: number, title: string, tags: string[], prominence: number, facts: Partial<Anime> = {}): Anime => ({
  anime_id: `mal:${id}`, title, title_english: null, title_native: null, synonyms: [], type: 'TV', episodes: 12, duration_minutes: 24, status: 'FINISHED', year: 2000, season: null,
  genres: [], tags, studios: [], score: null, synopsis: null, picture: null, links: {}, streaming: [], aliases: [`mal:${id}`], related: [], adult: false, spoiler_tags: [], prominence, ...facts,
});
const entries = [
  anime(1, 'Deep Sea', ['ocean', 'fishing'], 2), anime(2, 'Harbour', ['ocean', 'family life'], 5), anime(3, 'Robots', ['mecha'], 5, { synopsis: 'A fisherman finds a giant machine by the ocean.' }),
  anime(4, 'Ocean of Sin', ['ocean'], 5, { adult: true }), anime(5, 'Boats', ['fishing', 'ocean'], 1),
];

describe('the fixed baselines', () => {
  it('BM25 finds words in titles, tags and synopses, with typos in long words, the known first, adult entries never', () => {
    const { search } = createBaseline(entries);
    expect(search('the ocean', 10)).toEqual(['mal:3', 'mal:2', 'mal:1', 'mal:5']);
    expect(search('fishimg', 10)).toEqual(['mal:1', 'mal:5']);
    expect(search('robot', 10)).toEqual([]);
  });

  it('likeness puts rare tags in common before fame alone', () => {
    const { byTags, popular } = createLikenessBaseline(entries);
    expect(byTags('mal:1', new Set(['mal:1']), 2)).toEqual(['mal:5', 'mal:2']);
    expect(popular(new Set(['mal:2']), 2)).toEqual(['mal:3', 'mal:1']);
  });

  it('co-likes follow who likes what together', () => {
    const { popular, likeThese } = createCoLikes([['a', 'b'], ['a', 'b'], ['a', 'c'], ['c', 'd'], ['c']]);
    expect(popular(new Set(['a']), 2)).toEqual(['c', 'b']);
    expect(likeThese(['a'], new Set(['a']), 2)).toEqual(['b', 'c']);
  });
});
