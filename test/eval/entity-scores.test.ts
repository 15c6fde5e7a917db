import { describe, expect, it } from 'vitest';
import { noEntities, type Entities } from '../../src/domain/entities.ts';
import type { Labels } from './entity-labels.ts';
import { scoreEntities, type Words } from './entity-scores.ts';

const words: Words = { sameMood: (one, other) => one === other || [one, other].sort().join() === 'cozy,iyashikei', isMood: (tag) => tag === 'iyashikei', parts: (tag) => (tag === 'romantic comedy' ? ['Romance', 'Comedy'] : []), known: (id) => id !== 'mal:0' };
const score = (labels: Labels, found: Partial<Entities>, text = '') => {
  const all = Object.entries(scoreEntities(labels, { ...noEntities(), ...found }, text, words));
  return Object.fromEntries(all.filter(([, { found, wrong, missed }]) => found + wrong + missed > 0));
};
const mention = (anime_id: string | null) => ({ text: '', anime_id, title: null, confidence: 1 });

describe('entities are scored', () => {
  it('as found, wrong or missed, each by its kind', () => {
    expect(score({ genres: ['Horror'], year_from: 1990, year_to: 1999 }, { genres: ['Horror', 'Comedy'], year_from: 1990 })).toEqual({
      genres: { found: 1, wrong: 1, missed: 0 },
      years: { found: 1, wrong: 0, missed: 1 },
    });
  });

  it('leniently where the label is open', () => {
    expect(score({ status: { any_of: [null, 'watching'] } }, {})).toEqual({});
    expect(score({ status: { any_of: [null, 'watching'] } }, { status: 'watching' })).toEqual({ status: { found: 1, wrong: 0, missed: 0 } });
    expect(score({ status: { any_of: [null, 'watching'] } }, { status: 'dropped' })).toEqual({ status: { found: 0, wrong: 1, missed: 0 } });
  });

  it('by meaning: moods in either field, tags that are two genres, nearly the same minutes, a show as TV', () => {
    expect(score({ moods: ['cozy'] }, { tags: ['iyashikei'] })).toEqual({ moods: { found: 1, wrong: 0, missed: 0 } });
    expect(score({ genres: ['Romance', 'Comedy'] }, { tags: ['romantic comedy'] })).toEqual({ genres: { found: 2, wrong: 0, missed: 0 } });
    expect(score({ max_duration_minutes: 20 }, { max_duration_minutes: 19 })).toEqual({ duration: { found: 1, wrong: 0, missed: 0 } });
    expect(score({}, { types: ['TV'] }, 'five shows')).toEqual({});
    expect(score({ types: ['TV'] }, { types: ['TV'] }, 'shows, tv only')).toEqual({ types: { found: 1, wrong: 0, missed: 0 } });
  });

  it('with titles that may be asked about only where the name is shared', () => {
    expect(score({ titles: [{ text: 'Berserk', any_of: ['mal:1', 'mal:2'] }] }, { titles: [mention(null)] })).toEqual({ titles: { found: 1, wrong: 0, missed: 0 } });
    expect(score({ titles: [{ text: 'Akira', anime_id: 'mal:47' }] }, { titles: [mention(null)] })).toEqual({ titles: { found: 0, wrong: 0, missed: 1 } });
    expect(score({ titles: [{ text: 'Akira', anime_id: 'mal:47' }] }, { titles: [mention('mal:47'), mention('mal:9')] })).toEqual({ titles: { found: 1, wrong: 1, missed: 0 } });
    expect(score({ titles: [{ text: 'Unknown here', anime_id: 'mal:0' }] }, {})).toEqual({});
  });
});
