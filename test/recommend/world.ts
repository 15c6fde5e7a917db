/** A shelf with tastes, franchises and an adult entry, and the recommender over it. */
import type { Anime } from '../../src/domain/anime.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { createRecommend, type RecommendRequest } from '../../src/recommend/recommend.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { createSearch } from '../../src/retrieval/search.ts';
import { catalogueOf } from '../retrieval/small-catalogue.ts';

export const shelf: (Partial<Anime> & { title: string })[] = [
  { title: 'Mushishi', tags: ['iyashikei', 'episodic', 'youkai'], genres: ['Mystery'], prominence: 4, score: 8.6 },
  { title: 'Natsume Yuujinchou', tags: ['iyashikei', 'episodic', 'youkai'], genres: ['Drama'], prominence: 4, score: 8.3, year: 2008 },
  { title: 'Zoku Natsume Yuujinchou', tags: ['iyashikei', 'episodic', 'youkai'], genres: ['Drama'], prominence: 4, score: 8.6, year: 2009, related: ['mal:2'] },
  { title: 'Aria', tags: ['iyashikei', 'space'], genres: ['Slice of Life'], prominence: 3 },
  { title: 'Kidou Senshi', tags: ['space', 'war'], genres: ['Mecha'], prominence: 5, score: 8.4 },
  { title: 'Kidou Senshi 2nd Season', tags: ['space', 'war'], genres: ['Mecha'], prominence: 5, score: 8.8, year: 2013, related: ['mal:5'] },
  { title: 'Ginga Eiyuu', tags: ['space', 'war', 'politics'], genres: ['Drama'], prominence: 4, score: 9 },
  { title: 'Koi no Uta', tags: ['school', 'music'], genres: ['Romance'], prominence: 4, score: 8 },
  { title: 'Kowai Ie', tags: ['ghosts'], genres: ['Horror'], prominence: 3, score: 7.6 },
  { title: 'Yoru no Mori', tags: ['iyashikei', 'episodic'], genres: ['Mystery'], adult: true, prominence: 5, score: 9.5 },
  ...Array.from({ length: 15 }, (_, at) => ({ title: `Filler ${String.fromCodePoint(97 + at)}`, tags: ['school'], genres: ['Comedy'], prominence: 1 + (at % 3), score: 6 + at / 10 })),
];

export const generation = buildGeneration({ catalogue: catalogueOf(shelf), index: null });
const current = () => generation;
const recommender = createRecommend({ current, search: createSearch({ current, embedQuery: async () => null }), coLikes: null });

export const recommend = (request: Partial<RecommendRequest> = {}) =>
  recommender.recommend({ limit: 5, preferred_genres: [], similar_to: [], filters: {}, include_seen: false, diversity: 0, list: [], ...request });

export const byTitle = (title: string): Anime => {
  const found = generation.catalogue.entries.find((anime) => anime.title === title);
  if (found === undefined) throw new Error(`the shelf has no ${title}`);
  return found;
};

export const listed = (title: string, status: StoredListEntry['status'], score: number | null = null): StoredListEntry => ({
  anime_id: byTitle(title).anime_id, title, status, score, progress: 0, started_at: null, finished_at: null, rewatches: 0, notes: null, updated_at: '2031-01-01T00:00:00.000Z',
});
