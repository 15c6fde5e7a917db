import { expect, it } from 'vitest';
import type { Anime } from '../../src/domain/anime.ts';
import { fnv1a, isHeldOutUser, splitOf } from './held-out.ts';
import { readRaters } from './raters.ts';

const catalogue = { byId: (id: string) => (id === 'mal:999' ? undefined : ({ anime_id: id, adult: id === 'mal:998' } as Anime)) }; // only these two fields are read
const ratings = (user: string) => [...Array.from({ length: 20 }, (_, at) => [user, String(at + 1), '9']), [user, '50', '3'], [user, '51', ''], [user, '998', '10'], [user, '999', '10']];
const rows = Array.from({ length: 40 }, (_, user) => ratings(String(user))).flat();

it('FNV-1a is the published one, so that whoever trains keeps the same users apart', () => {
  expect([fnv1a(''), fnv1a('a'), fnv1a('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});

it('asks only held-out users, hides a fifth of their likes and tells the rest', () => {
  const { asked, others } = readRaters(rows, catalogue);
  const users = asked(100);
  expect(users.length + others.length).toBe(40);
  expect(users.length).toBeGreaterThan(2);
  for (const { user, split, known, hidden } of users) {
    expect(isHeldOutUser(user)).toBe(true);
    expect(split).toBe(splitOf(user));
    expect(hidden).toHaveLength(4);
    expect(known).toHaveLength(18);
    expect(known.some(({ anime_id }) => hidden.includes(anime_id) || ['mal:998', 'mal:999'].includes(anime_id))).toBe(false);
  }
  expect(asked(100)).toEqual(users);
});

it('takes the same users whatever half is smaller', () => {
  const { asked } = readRaters(rows, catalogue);
  expect(asked(1).every((one) => asked(100).some(({ user }) => user === one.user))).toBe(true);
});
