import type { Anime } from '../../src/domain/anime.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { entry } from '../storage/samples.ts';

export const anime = (changes: Partial<Anime> = {}): Anime => ({
  ...entry(), aliases: ['mal:1', 'anilist:1', 'kitsu:1'], related: [], adult: false, spoiler_tags: [], prominence: 5, ...changes,
});

/** 26 episodes, finished. */
export const bebop = anime();
/** 12 episodes planned, still airing. */
export const airing = anime({ anime_id: 'mal:50', title: 'On Air', title_native: null, synonyms: [], status: 'ONGOING', episodes: 12, year: 2026, aliases: ['mal:50'] });
export const film = anime({ anime_id: 'mal:60', title: 'A Silent Voice', title_native: null, title_english: 'A Silent Voice', synonyms: ['Koe no Katachi'], type: 'MOVIE', episodes: 1, year: 2016, aliases: ['mal:60'] });
export const endless = anime({ anime_id: 'mal:70', title: 'Endless', title_native: null, synonyms: [], status: 'ONGOING', episodes: null, year: null, aliases: ['mal:70'] });
export const announced = anime({ anime_id: 'mal:80', title: 'Next Year', title_native: null, synonyms: [], status: 'UPCOMING', episodes: null, year: 2027, aliases: ['mal:80'] });

export const stored = (changes: Partial<StoredListEntry> = {}): StoredListEntry => ({
  anime_id: 'mal:1', title: 'Cowboy Bebop', status: 'plan_to_watch', score: null, progress: 0, started_at: null, finished_at: null, rewatches: 0, notes: null,
  updated_at: '2026-01-01T00:00:00.000Z', ...changes,
});
