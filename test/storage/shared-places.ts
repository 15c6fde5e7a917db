/** Entries of a few lists that many clients write at once. */
import type { StoredListEntry } from '../../src/domain/list-entry.ts';

export const sharedUsers = ['ann', 'ben', 'cleo'];
const animes = ['mal:1', 'mal:2'];

export const placesOf = (n: number): { readonly user_id: string; readonly anime_id: string; readonly place: string } => {
  const user_id = sharedUsers[n % sharedUsers.length] ?? 'ann';
  const anime_id = animes[Math.floor(n / sharedUsers.length) % animes.length] ?? 'mal:1';
  return { user_id, anime_id, place: `${user_id} ${anime_id}` };
};

export const tokensOf = (row: StoredListEntry | null): string[] => (row?.notes ?? '').split(' ').filter(Boolean);
