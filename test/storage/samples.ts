/** Rows and replies that the storage tests are made of. */
import type { Entry } from '../../src/domain/anime.ts';
import type { ChatReply } from '../../src/domain/chat-turn.ts';
import { noEntities } from '../../src/domain/entities.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import type { ListMutation } from '../../src/storage/storage.ts';

export const listEntry = (changes: Partial<StoredListEntry> = {}): StoredListEntry => ({
  anime_id: 'mal:1', title: 'Cowboy Bebop', status: 'watching', score: null, progress: 3, started_at: '2026-01-02', finished_at: null,
  rewatches: 0, notes: null, updated_at: '2026-01-02T10:00:00.000Z', ...changes,
});

/** Puts the entry on the list, whatever was there. */
export const put = (entry: StoredListEntry, aliases: readonly string[] = [entry.anime_id]): ListMutation => ({ anime_id: entry.anime_id, aliases, mutate: () => entry });

/** One more episode of an entry that must be there. */
export const nextEpisode = (anime_id: string): ListMutation => ({
  anime_id,
  aliases: [anime_id],
  mutate: (before) => {
    if (before === null) throw new Error(`${anime_id} is not on the list`);
    return { ...before, progress: before.progress + 1, updated_at: '2026-03-03T00:00:00.000Z' };
  },
});

export const remove = (anime_id: string): ListMutation => ({ anime_id, aliases: [anime_id], mutate: () => null });

export const entry = (changes: Partial<Entry> = {}): Entry => ({
  anime_id: 'mal:1', title: 'Cowboy Bebop', title_english: null, title_native: 'カウボーイビバップ', synonyms: ['Bebop'], type: 'TV', episodes: 26, duration_minutes: 24,
  status: 'FINISHED', year: 1998, season: 'SPRING', genres: ['Action', 'Sci-Fi'], tags: ['space', 'bounty hunter'], studios: ['Sunrise'], score: 8.7,
  synopsis: 'Bounty hunters drift through the solar system, broke and hungry, running from what they used to be. '.repeat(5), picture: 'https://example.org/1.jpg',
  links: { mal: 'https://myanimelist.net/anime/1' }, streaming: [], ...changes,
});

export const reply = (changes: Partial<ChatReply> = {}): ChatReply => ({
  thread_id: 't', turn_id: 'turn-1', success: true, response: 'Try **Cowboy Bebop**.',
  intent: { name: 'recommendation', confidence: 0.9, source: 'rules' }, entities: { ...noEntities(), genres: ['Action'], count: 1 },
  results: [{ ...entry(), reasons: ['Because you liked Trigun'], similarity_score: 0.9 }],
  tool_calls: [{ name: 'get_recommendations', arguments: { limit: 1, filters: { genres: ['Action'] } }, ok: true, duration_ms: 3.1 }],
  interrupt: null, brain: { mode: 'embedded', model: null, degraded: false }, timing_ms: { total: 5.2, tools: 3.1 }, ...changes,
});

/** A clock that a test moves by hand. */
export const clock = (start = '2026-02-01T12:00:00.000Z'): { now: () => Date; forward(ms: number): void } => {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    forward: (ms) => {
      at += ms;
    },
  };
};
