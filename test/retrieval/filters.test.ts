import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { airingStatuses, animeTypes, type Anime } from '../../src/domain/anime.ts';
import type { Filters } from '../../src/domain/filters.ts';
import { seasons } from '../../src/domain/season.ts';
import { createFilterIndex } from '../../src/retrieval/filters.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { animeOf, catalogueOf, trickyTitles } from './small-catalogue.ts';

const words = ['Action', 'Romance', 'Sci-Fi', 'iyashikei', 'time travel'];
const nobody = () => [];
const houses = ['Bones', 'Studio Ghibli', 'Madhouse'];
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const entry = fc.record({
  genres: fc.uniqueArray(fc.constantFrom('Action', 'Romance', 'Sci-Fi')), tags: fc.uniqueArray(fc.constantFrom('iyashikei', 'time travel')), studios: fc.uniqueArray(fc.constantFrom(...houses)),
  type: fc.constantFrom(...animeTypes), year: maybe(fc.integer({ min: 1990, max: 2025 })), season: maybe(fc.constantFrom(...seasons)), episodes: maybe(fc.integer({ min: 1, max: 100 })),
  duration_minutes: maybe(fc.integer({ min: 1, max: 120 })), score: maybe(fc.integer({ min: 10, max: 100 }).map((tenths) => tenths / 10)), status: fc.constantFrom(...airingStatuses), adult: fc.boolean(),
});
/** One entry with every word, so that no word is unknown. */
const allWords = { title: 'All', genres: ['Action', 'Romance', 'Sci-Fi'], tags: ['iyashikei', 'time travel'], studios: houses };
const filters: fc.Arbitrary<Filters> = fc.record(
  {
    genres: fc.array(fc.constantFrom(...words), { maxLength: 2 }), exclude_genres: fc.array(fc.constantFrom(...words), { maxLength: 2 }), tags: fc.array(fc.constantFrom(...words), { maxLength: 2 }),
    exclude_tags: fc.array(fc.constantFrom(...words), { maxLength: 2 }), types: fc.array(fc.constantFrom(...animeTypes), { maxLength: 3 }), year: fc.integer({ min: 1990, max: 2025 }),
    year_from: fc.integer({ min: 1990, max: 2025 }), year_to: fc.integer({ min: 1990, max: 2025 }), season: fc.constantFrom(...seasons), min_score: fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10),
    min_episodes: fc.integer({ min: 0, max: 100 }), max_episodes: fc.integer({ min: 0, max: 100 }), min_duration_minutes: fc.integer({ min: 1, max: 120 }), max_duration_minutes: fc.integer({ min: 1, max: 120 }), status: fc.constantFrom(...airingStatuses),
    studios: fc.array(fc.constantFrom(...houses), { maxLength: 2 }), exclude_studios: fc.array(fc.constantFrom(...houses), { maxLength: 2 }),
    exclude_years: fc.array(fc.integer({ min: 1990, max: 2025 }), { maxLength: 3 }), min_total_minutes: fc.integer({ min: 1, max: 2000 }), max_total_minutes: fc.integer({ min: 1, max: 2000 }),
  },
  { requiredKeys: [] },
);

/** The contract, read aloud. */
const satisfies = (anime: Anime, wanted: Filters, adult: boolean): boolean => {
  const own = [...anime.genres, ...anime.tags];
  const total = anime.episodes === null || anime.duration_minutes === null ? null : anime.episodes * anime.duration_minutes;
  return (
    (adult || !anime.adult) &&
    [...(wanted.genres ?? []), ...(wanted.tags ?? [])].every((word) => own.includes(word)) &&
    ![...(wanted.exclude_genres ?? []), ...(wanted.exclude_tags ?? [])].some((word) => own.includes(word)) &&
    (!wanted.types?.length || wanted.types.includes(anime.type)) &&
    (wanted.year === undefined || anime.year === wanted.year) &&
    (wanted.year_from === undefined || (anime.year !== null && anime.year >= wanted.year_from)) &&
    (wanted.year_to === undefined || (anime.year !== null && anime.year <= wanted.year_to)) &&
    (wanted.season === undefined || anime.season === wanted.season) &&
    (wanted.min_score === undefined || (anime.score !== null && anime.score >= wanted.min_score)) &&
    (wanted.min_episodes === undefined || (anime.episodes !== null && anime.episodes >= wanted.min_episodes)) &&
    (wanted.max_episodes === undefined || (anime.episodes !== null && anime.episodes <= wanted.max_episodes)) &&
    (wanted.min_duration_minutes === undefined || (anime.duration_minutes !== null && anime.duration_minutes >= wanted.min_duration_minutes)) &&
    (wanted.max_duration_minutes === undefined || (anime.duration_minutes !== null && anime.duration_minutes <= wanted.max_duration_minutes)) &&
    (wanted.status === undefined || anime.status === wanted.status) &&
    !wanted.exclude_studios?.some((studio) => anime.studios.includes(studio)) &&
    !wanted.exclude_years?.includes(anime.year ?? 0) &&
    (wanted.min_total_minutes === undefined || (total !== null && total >= wanted.min_total_minutes)) &&
    (wanted.max_total_minutes === undefined || (total !== null && total <= wanted.max_total_minutes)) &&
    (!wanted.studios?.length || wanted.studios.some((studio) => anime.studios.includes(studio)))
  );
};

describe('compile', () => {
  it('lets through exactly what satisfies every constraint', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), filters, fc.boolean(), (parts, wanted, adult) => {
        const { entries, ...rest } = catalogueOf([...parts.map((part) => ({ title: 'Some', ...part })), allWords]);
        const { rows, count, test } = createFilterIndex({ entries, ...rest }, nobody).compile(wanted, { adult });
        const expected = entries.flatMap((anime, row) => (satisfies(anime, wanted, adult) ? [row] : []));

        expect(rows === null ? [...entries.keys()] : [...rows]).toEqual(expected);
        expect(count).toBe(expected.length);
        expect([...entries.keys()].filter(test)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('restricts nothing when nothing is asked and nothing is adult', () => {
    expect(createFilterIndex(catalogueOf([{ title: 'A' }, { title: 'B' }]), nobody).compile({})).toMatchObject({ rows: null, count: 2 });
  });

  it('knows words in any spelling, in either column', () => {
    const index = createFilterIndex(catalogueOf([{ title: 'A', genres: ['Sci-Fi'], tags: ['vampires'] }, { title: 'B' }]), nobody);

    for (const word of ['sci fi', 'SCIFI', 'Sci-Fi', 'vampire', 'Vampires']) {
      expect([...(index.compile({ genres: [word] }).rows ?? [])]).toEqual([0]);
      expect([...(index.compile({ tags: [word] }).rows ?? [])]).toEqual([0]);
      expect([...(index.compile({ exclude_genres: [word] }).rows ?? [])]).toEqual([1]);
    }
  });

  it('finds a studio by a part of its name', () => {
    const index = createFilterIndex(catalogueOf([{ title: 'A', studios: ['Studio Ghibli'] }, { title: 'B', studios: ['Kyoto Animation'] }]), nobody);

    expect([...(index.compile({ studios: ['ghibli'] }).rows ?? [])]).toEqual([0]);
    expect([...(index.compile({ studios: ['kyoto'] }).rows ?? [])]).toEqual([1]);
  });

  it('leaves out a title by name or id, and what belongs to it', () => {
    const { filters, catalogue } = buildGeneration({ catalogue: catalogueOf(trickyTitles), index: null });
    const left = (exclude_titles: string[]): string[] => [...(filters.compile({ exclude_titles }).rows ?? [])].flatMap((row) => catalogue.entries[row]?.title ?? []);

    expect(left(['naruto']).filter((title) => title.startsWith('Naruto'))).toEqual([]);
    expect(left(['mal:5', 'Steins;Gate'])).toHaveLength(trickyTitles.length - 4);
    expect(() => left(['no such thing at all'])).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('spares readers a tag that is hidden because it gives the plot away', () => {
    const index = createFilterIndex(catalogueOf([{ title: 'A', spoiler_tags: ['main character dies'] }, { title: 'B', tags: ['school'] }]), nobody);

    expect([...(index.compile({ exclude_tags: ['main character dies'] }).rows ?? [])]).toEqual([1]);
    expect(() => index.compile({ tags: ['main character dies'] })).toThrow('No anime here has');
  });

  it.each([
    [{ genres: ['romanse'] }, 'Romance'],
    [{ exclude_tags: ['iyashike'] }, 'iyashikei'],
    [{ studios: ['bonse'] }, 'Bones'],
  ])('names the nearest known words for %j', (wanted, nearest) => {
    const index = createFilterIndex(catalogueOf([animeOf(allWords), { title: 'B', studios: ['Bones'] }]), nobody);

    expect(() => index.compile(wanted)).toThrow(expect.objectContaining({ code: 'invalid_input', hint: expect.stringContaining(nearest) }));
  });

  it.each(['', '!?', '🎉', '.*', 'x'.repeat(80)])('refuses "%s" as a word', (word) => {
    expect(() => createFilterIndex(catalogueOf([allWords]), nobody).compile({ tags: [word] })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
