import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { listStatuses, storedListEntrySchema } from '../../src/domain/list-entry.ts';
import { AppError } from '../../src/errors.ts';
import { patchEntry, type PatchedAnime, type WatchlistPatch } from '../../src/watchlist/patch.ts';
import { airing, announced, bebop, endless, film, stored } from './samples.ts';

const at = new Date(2026, 1, 1, 12); // in the calendar of the machine, like the dates
const today = '2026-02-01';
const patch = (before: StoredListEntry | null, change: WatchlistPatch, anime: PatchedAnime = bebop) => patchEntry(before, change, anime, at);

describe('a new entry', () => {
  it.each<[string, PatchedAnime, WatchlistPatch, Partial<StoredListEntry>]>([
    ['is planned when nothing is said', bebop, {}, { status: 'plan_to_watch', progress: 0, started_at: null, finished_at: null }],
    ['takes the status it is given', bebop, { status: 'dropped', progress: 3 }, { status: 'dropped', progress: 3, started_at: null }],
    ['is completed when a finished anime gets a score, without inventing a date', bebop, { score: 9 }, { status: 'completed', score: 9, progress: 26, finished_at: null }],
    ['is watched when an airing anime gets a score', airing, { score: 8 }, { status: 'watching', score: 8, progress: 0, started_at: today }],
    ['stays planned when an announced anime gets a score', announced, { score: 8 }, { status: 'plan_to_watch', score: 8 }],
    ['is watched from today when an episode is named', bebop, { progress: 5 }, { status: 'watching', progress: 5, started_at: today }],
    ['is completed today when the last episode is named', bebop, { progress: 26 }, { status: 'completed', progress: 26, finished_at: today, started_at: null }],
    ['is completed after one step when there is one episode', film, { progress_add: 1 }, { status: 'completed', progress: 1, finished_at: today }],
    ['is watched when it has a start date', bebop, { started_at: '2025-12-24' }, { status: 'watching', started_at: '2025-12-24' }],
    ['is completed when it has a finish date', bebop, { finished_at: '2020-05-05' }, { status: 'completed', progress: 26, finished_at: '2020-05-05', started_at: null }],
    ['is completed when it was watched again', bebop, { rewatches: 2 }, { status: 'completed', rewatches: 2, progress: 26, finished_at: null }],
  ])('%s', (_what, anime, change, expected) => {
    expect(patch(null, change, anime).after).toMatchObject({ anime_id: anime.anime_id, title: anime.title, updated_at: at.toISOString(), ...expected });
  });

  it('says what was concluded', () => {
    expect(patch(null, { score: 9 }).adjusted).toEqual(['It has a score, so it is completed now.']);
    expect(patch(null, { progress: 26 }).adjusted).toEqual(['That was the last episode, so it is completed now.']);
    expect(patch(null, {}).adjusted).toEqual([]);
  });
});

describe('status', () => {
  it('completed fills the progress and the finish date', () => {
    expect(patch(stored({ status: 'watching', progress: 4, started_at: '2026-01-01' }), { status: 'completed' }).after).toMatchObject({ progress: 26, started_at: '2026-01-01', finished_at: today });
    expect(patch(stored({ finished_at: '2024-01-01' }), { status: 'completed' }).after).toMatchObject({ finished_at: '2024-01-01' });
    expect(patch(stored({ anime_id: 'mal:70', progress: 44 }), { status: 'completed' }, endless).after).toMatchObject({ progress: 44, finished_at: today });
  });

  it('completed wins over a lower progress in the same request, and says so', () => {
    const { after, adjusted } = patch(stored(), { status: 'completed', progress: 10 });

    expect(after?.progress).toBe(26);
    expect(adjusted).toEqual(['Completed means all 26 episodes, so progress is 26.']);
  });

  it('watching sets the start date once, and never after a finish date', () => {
    expect(patch(stored(), { status: 'watching' }).after?.started_at).toBe(today);
    expect(patch(stored({ started_at: '2025-01-01' }), { status: 'watching' }).after?.started_at).toBe('2025-01-01');
    expect(patch(stored({ status: 'completed', progress: 26, finished_at: '2020-01-01' }), { status: 'watching' }).after?.started_at).toBeNull();
  });

  it('leaves dates alone on other ways', () => {
    expect(patch(stored({ status: 'watching', progress: 3 }), { status: 'on_hold' }).after).toMatchObject({ status: 'on_hold', progress: 3, started_at: null, finished_at: null });
  });
});

describe('a day that is not today', () => {
  it.each<[string, StoredListEntry | null, WatchlistPatch, Partial<StoredListEntry>]>([
    ['begins then what it begins', null, { progress: 3, happened_on: '2026-01-20' }, { status: 'watching', started_at: '2026-01-20', finished_at: null }],
    ['ends then what it ends', stored({ status: 'watching', progress: 20, started_at: '2026-01-01' }), { progress: 26, happened_on: '2026-01-20' }, { status: 'completed', started_at: '2026-01-01', finished_at: '2026-01-20' }],
    ['leaves the dates that are there', stored({ status: 'watching', progress: 2, started_at: '2026-01-01' }), { progress: 3, happened_on: '2026-01-20' }, { started_at: '2026-01-01', finished_at: null }],
    ['leaves none when nobody knows it', null, { progress: 3, happened_on: '' }, { status: 'watching', started_at: null }],
  ])('%s', (_what, before, change, expected) => {
    expect(patch(before, change).after).toMatchObject(expected);
  });
});

it('only what is new: what is on the list stays as it is, and is told', () => {
  const before = stored({ status: 'watching', progress: 3 });

  expect(patch(before, { status: 'plan_to_watch', only_new: true })).toEqual({ after: before, adjusted: ['On the list already: watching, episode 3.'] });
  expect(patch(null, { status: 'plan_to_watch', only_new: true }).after).toMatchObject({ status: 'plan_to_watch' });
});

describe('progress', () => {
  it('counts up from what is stored', () => {
    expect(patch(stored({ status: 'watching', progress: 4 }), { progress_add: 1 }).after).toMatchObject({ status: 'watching', progress: 5 });
    expect(patch(stored({ status: 'watching', progress: 4 }), { progress_add: -9 }).after?.progress).toBe(0);
  });

  it('moves a score and counts how often, from what is stored', () => {
    expect(patch(stored({ status: 'completed', score: 7 }), { score_add: 1 }).after).toMatchObject({ score: 8 });
    expect(patch(stored({ status: 'completed', score: 9.5 }), { score_add: 2 }).after).toMatchObject({ score: 10 });
    expect(patch(stored({ status: 'completed', rewatches: 1 }), { rewatches_add: 1 }).after).toMatchObject({ rewatches: 2 });
    expect(() => patch(stored({ status: 'completed', score: null }), { score_add: 1 })).toThrow(/no score yet/);
  });

  it('moves a planned entry to watching', () => {
    const { after, adjusted } = patch(stored(), { progress: 1 });

    expect(after).toMatchObject({ status: 'watching', started_at: today });
    expect(adjusted).toEqual(['Episode 1 is seen, so it is watching now.']);
  });

  it('stops at the last episode, completes a finished anime there, and says both', () => {
    const { after, adjusted } = patch(stored({ status: 'watching', progress: 25 }), { progress_add: 5 });

    expect(after).toMatchObject({ status: 'completed', progress: 26, finished_at: today });
    expect(adjusted).toEqual(['There are 26 episodes, so progress is 26.', 'That was the last episode, so it is completed now.']);
  });

  it('does not complete an anime that is still airing', () => {
    expect(patch(stored({ anime_id: 'mal:50', status: 'watching', progress: 11 }), { progress: 40 }, airing).after).toMatchObject({ status: 'watching', progress: 12, finished_at: null });
  });

  it('has no end when the number of episodes is unknown', () => {
    expect(patch(stored({ anime_id: 'mal:70', status: 'watching' }), { progress: 1100 }, endless).after).toMatchObject({ status: 'watching', progress: 1100 });
  });

  it('reopens a completed entry when it is set back', () => {
    expect(patch(stored({ status: 'completed', progress: 26, finished_at: '2020-01-01' }), { progress: 5 }).after).toMatchObject({ status: 'watching', progress: 5, finished_at: '2020-01-01', started_at: null });
  });

  it('leaves a stored progress alone that the request does not speak of', () => {
    const imported = stored({ status: 'completed', progress: 30, finished_at: null });

    expect(patch(imported, { notes: 'again' }).after).toMatchObject({ progress: 30, finished_at: null, status: 'completed' });
  });
});

describe('score, notes and rewatches', () => {
  it('keeps halves and rounds the rest to them, saying so', () => {
    expect(patch(stored(), { score: 8.5 })).toMatchObject({ after: { score: 8.5, status: 'plan_to_watch' }, adjusted: [] });
    expect(patch(stored(), { score: 8.3 })).toMatchObject({ after: { score: 8.5 }, adjusted: ['Scores go in halves, so 8.3 became 8.5.'] });
  });

  it('null takes a value away', () => {
    const full = stored({ score: 8, notes: 'x', started_at: '2025-01-01', finished_at: '2025-02-01', status: 'dropped' });

    expect(patch(full, { score: null, notes: null, started_at: null, finished_at: null }).after).toMatchObject({ score: null, notes: null, started_at: null, finished_at: null });
  });

  it('keeps notes as written but for the space around them', () => {
    expect(patch(stored(), { notes: '  watch with Mia\n' }).after?.notes).toBe('watch with Mia');
    expect(patch(stored({ notes: 'x' }), { notes: '   ' }).after?.notes).toBeNull();
  });

  it('counts rewatches without touching the status of an entry', () => {
    expect(patch(stored({ status: 'completed', progress: 26 }), { rewatches: 3 }).after).toMatchObject({ status: 'completed', rewatches: 3 });
  });
});

describe('nothing to do', () => {
  it('gives back the same object and says how things are', () => {
    const before = stored({ status: 'watching', progress: 4, score: 8 });

    const { after, adjusted } = patch(before, { status: 'watching', progress: 4, score: 8 });

    expect(after).toBe(before);
    expect(adjusted).toEqual(['Already so: watching, episode 4, score 8.']);
    expect(patch(before, {}).after).toBe(before);
  });
});

describe('removing', () => {
  it('takes the entry away', () => {
    expect(patch(stored(), { remove: true })).toEqual({ after: null, adjusted: [] });
  });

  it('refuses what is not there', () => {
    expect(() => patch(null, { remove: true })).toThrow(expect.objectContaining({ code: 'not_found', message: 'Cowboy Bebop is not on the list.' }));
  });
});

const catchError = (run: () => unknown): AppError => {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('was not refused');
};

describe('what is refused', () => {
  it.each<[string, WatchlistPatch, RegExp]>([
    ['a score of 0', { score: 0 }, /^Scores go from 1 to 10\. .*score/],
    ['a score above 10', { score: 10.5 }, /score/],
    ['a score that is no number', { score: Number.NaN }, /score/],
    ['negative progress', { progress: -1 }, /progress/],
    ['a broken episode', { progress: 2.5 }, /progress/],
    ['a broken step', { progress_add: 0.5 }, /progress_add/],
    ['an episode and a step', { progress: 3, progress_add: 1 }, /exclude/],
    ['negative rewatches', { rewatches: -2 }, /rewatches/],
    ['endless notes', { notes: 'x'.repeat(5001) }, /note has at most/],
    ['a date in words', { started_at: 'yesterday' }, /started_at/],
    ['a day that does not exist', { finished_at: '2025-02-30' }, /^The day it was finished must be a day that exists.*2025-02-30.*finished_at/],
    ['a month alone', { finished_at: '2025-02' }, /finished_at/],
    ['tomorrow', { started_at: '2026-02-02' }, /^The day it was started, 2026-02-02, is still to come/],
    ['an end before the beginning', { started_at: '2025-06-01', finished_at: '2025-05-01' }, /^It cannot be finished on 2025-05-01 and started on 2025-06-01/],
    ['removing and changing at once', { remove: true, score: 8 }, /remove/],
  ])('%s: in plain words, the field in the hint', (_what, change, told) => {
    const refused = catchError(() => patch(stored(), change));

    expect(refused.code).toBe('invalid_input');
    expect(`${refused.message} ${refused.hint ?? ''}`).toMatch(told);
    expect(refused.message).not.toMatch(/\w_\w/);
  });

  it('an end before the beginning that is stored already', () => {
    expect(() => patch(stored({ status: 'watching', started_at: '2025-06-01' }), { finished_at: '2025-05-01' })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

it('every accepted patch gives an entry that may be stored, and asking twice changes nothing more', () => {
  const date = fc.constantFrom('2020-01-01', '2024-02-29', today);
  const patches = fc.record(
    {
      status: fc.constantFrom(...listStatuses), score: fc.option(fc.constantFrom(1, 7.25, 8.5, 10)), progress: fc.integer({ min: 0, max: 40 }),
      notes: fc.option(fc.string()), started_at: fc.option(date), finished_at: fc.option(date), rewatches: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(patches, { minLength: 1, maxLength: 4 }), fc.constantFrom(bebop, airing, endless, film, announced), (changes, anime) => {
      let entry: StoredListEntry | null = null;
      for (const change of changes) {
        const { started_at, finished_at } = { started_at: entry?.started_at, finished_at: entry?.finished_at, ...change };
        fc.pre(!started_at || !finished_at || started_at <= finished_at);
        entry = patchEntry(entry, change, anime, at).after;
      }
      expect(storedListEntrySchema.parse(entry)).toEqual(entry);
      expect(entry?.progress).toBeLessThanOrEqual(anime.episodes ?? Number.POSITIVE_INFINITY);
      const last = changes.at(-1) ?? {};
      expect(patchEntry(entry, last, anime, at).after).toBe(entry);
    }),
    { numRuns: 300 },
  );
});
