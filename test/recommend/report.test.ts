/** The parts of the report on lists that say something, against lists that do not. */
import { describe, expect, it } from 'vitest';
import type { Anime } from '../../src/domain/anime.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { drift } from '../../src/recommend/report/drift.ts';
import { endings } from '../../src/recommend/report/endings.ts';
import { readListed } from '../../src/recommend/report/listed.ts';
import { wordLikings } from '../../src/recommend/report/likings.ts';
import { scoreHabits } from '../../src/recommend/report/score-habits.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { catalogueOf } from '../retrieval/small-catalogue.ts';

const genres = ['Drama', 'Mecha', 'Comedy', 'Horror'];
const shelf: (Partial<Anime> & { title: string })[] = Array.from({ length: 120 }, (_, at) => ({ title: `Tale ${at}`, genres: [genres[at % 4] ?? ''], score: 7 + (at % 5) / 10, prominence: 3, episodes: 12 }));
const generation = buildGeneration({ catalogue: catalogueOf(shelf), index: null });
type Told = Partial<StoredListEntry>;
const listed = (many: number, tell: (anime: Anime, at: number) => Told) =>
  readListed(generation.catalogue.entries.slice(0, many).map((anime, at): StoredListEntry => ({
    anime_id: anime.anime_id, title: anime.title, status: 'completed', score: null, progress: 12, started_at: null, finished_at: null, rewatches: 0, notes: null, updated_at: '2031-01-01T00:00:00.000Z', ...tell(anime, at),
  })), generation.catalogue);
const names = (some: readonly { name: string }[]): string[] => some.map(({ name }) => name);
const is = (genre: string) => ({ genres: own }: Anime): boolean => own.includes(genre);

describe('the taste report', () => {
  it('finds the genres that are scored above and below the crowd, and says over how many', () => {
    const found = wordLikings(listed(60, (anime, at) => ({ score: is('Drama')(anime) ? 9 : is('Horror')(anime) ? 4 : 7 + (at % 3) / 2 })), generation, 'genre');

    expect([names(found.liked), names(found.disliked)]).toEqual([['Drama'], ['Horror']]);
    expect(found.liked[0]).toMatchObject({ n: 15, scored: 15, mean_score: 9 });
    expect(found.liked[0]?.difference).toBeLessThan(2); // drawn towards 0
    expect(found.sentences[0]).toMatch(/^You score these genres higher than expected: drama \(\+1\.\d over 15\)\.$/);
  });

  it('calls nothing a preference that chance would do', () => {
    const found = wordLikings(listed(60, (_anime, at) => ({ score: 5 + ((at * 7) % 5) })), generation, 'genre');

    expect([found.liked, found.disliked]).toEqual([[], []]);
    expect(found.sentences).toEqual([expect.stringContaining('No difference in your scores is large enough')]);
  });

  it('sees what is watched more than others watch it, scores or not', () => {
    const mostlyMecha = listed(120, (anime, at) => ({ status: is('Mecha')(anime) || at % 12 === 0 ? 'completed' : 'plan_to_watch' }));

    expect(wordLikings(mostlyMecha, generation, 'genre').sentences).toEqual(['You watch more of these genres than most people: mecha (30).']);
  });

  it.each([
    ['harsh', (score: number) => score - 1], ['kind', (score: number) => score + 1.5], ['like_the_crowd', (score: number) => score],
  ] as const)('calls a critic %s by the same titles', (manner, own) => {
    expect(scoreHabits(listed(40, ({ score }) => ({ score: own(score ?? 0) }))).crowd).toMatchObject({ n: 40, manner });
  });

  it('goes by the own average where nobody knows the crowd', () => {
    const bare = buildGeneration({ catalogue: catalogueOf(shelf.map((anime) => ({ ...anime, score: null }))), index: null });
    const rows = readListed(bare.catalogue.entries.slice(0, 60).map((anime): StoredListEntry => ({
      anime_id: anime.anime_id, title: anime.title, status: 'completed', score: is('Drama')(anime) ? 9 : 6, progress: 12, started_at: null, finished_at: null, rewatches: 0, notes: null, updated_at: '2031-01-01T00:00:00.000Z',
    })), bare.catalogue);

    expect(names(wordLikings(rows, bare, 'genre').liked)).toEqual(['Drama']);
    expect(scoreHabits(rows).sentences[1]).toBe('I know too few crowd scores of these titles to say whether that is harsh.');
  });

  it('finds what is dropped more often than the rest, and nothing in even drops', () => {
    const horror = endings(listed(80, (anime, at) => ({ status: is('Horror')(anime) && at % 8 !== 3 ? 'dropped' : 'completed', progress: 3 })), null);
    const even = endings(listed(80, (_anime, at) => ({ status: at % 5 === 0 ? 'dropped' : 'completed' })), null);

    expect(horror.dropped_more).toEqual([{ name: 'Horror', dropped: 10, of: 20 }]);
    expect(horror.sentences).toEqual(['You finish 88 % of what you begin and end: 70 finished, 10 dropped.', 'When you drop something, it is usually around episode 3.', 'You drop these more often than the rest: horror (10 of 20).']);
    expect(even.dropped_more).toEqual([]);
  });

  it('sees a taste change, by dates of watching alone', () => {
    const day = (at: number): string => new Date(Date.UTC(2020, 0, 1 + at * 7)).toISOString().slice(0, 10);
    const later = (anime: Anime, at: number): Told => ({ status: (at < 60 ? is('Comedy') : is('Horror'))(anime) || at % 4 === 0 ? 'completed' : 'plan_to_watch', finished_at: day(at), score: at < 60 ? 9 : 6 });

    const changed = drift(listed(120, later), null);

    expect(changed.since).toMatch(/^2021-0[23]/);
    expect([names(changed.more), names(changed.less)]).toEqual([['Horror'], ['Comedy']]);
    expect(changed.sentences).toEqual([expect.stringMatching(/^Since 2021-0\d you watch more horror and less comedy than before\.$/), 'You have become harsher: 6.0 on average, 9.0 before.']);
    expect(drift(listed(120, (_anime, at) => ({ finished_at: day(at) })), null)).toMatchObject({ more: [], less: [], sentences: [expect.stringContaining('about the same things')] });
    expect(drift(listed(120, () => ({})), null)).toMatchObject({ since: null, sentences: ['Of no title I know when you watched them: too few to see a change.'] });
    expect(drift(listed(40, () => ({ finished_at: '2030-05-05' })), null).since).toBeNull();
  });
});
