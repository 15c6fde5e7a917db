import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Anime } from '../../src/domain/anime.ts';
import type { Filters } from '../../src/domain/filters.ts';
import { createVocabulary } from '../../src/domain/vocabulary.ts';
import { buildGeneration, buildGenerationInTurns } from '../../src/retrieval/generation.ts';
import { createSearch, type EmbedQuery, type Search } from '../../src/retrieval/search.ts';
import { createFlatIndex } from '../../src/vectors/flat-index.ts';
import { catalogueOf, trickyTitles } from './small-catalogue.ts';

const noEncoder: EmbedQuery = async () => null;
const searchOf = (parts: readonly (Partial<Anime> & { title: string })[]): Search => {
  const generation = buildGeneration({ catalogue: catalogueOf(parts), index: null });
  return createSearch({ current: () => generation, embedQuery: noEncoder });
};
const ask = { query: '', filters: {}, limit: 20, offset: 0 };
const titles = async (search: Search, query: string, filters: Filters = {}): Promise<string[]> => (await search.search({ ...ask, query, filters })).hits.map(({ anime }) => anime.title);

/** 120 entries with a few words each, some adult. */
const many = Array.from({ length: 120 }, (_, at) => ({
  title: `Tale ${String.fromCodePoint(97 + (at % 26))}${at}`,
  genres: [['Action', 'Romance', 'Mystery'][at % 3] ?? 'Action'],
  tags: at % 4 === 0 ? ['school', 'cooking'] : ['space'],
  synopsis: at % 5 === 0 ? 'A quiet story of cooks and ghosts.' : 'Loud battles in the void.',
  year: 1990 + (at % 30),
  episodes: at % 7 === 0 ? null : 1 + (at % 40),
  prominence: 1 + (at % 5),
  score: at % 11 === 0 ? null : 5 + (at % 40) / 10,
  adult: at % 17 === 0,
}));

describe('a named title', () => {
  it('comes first, then its franchise, then what is like it', async () => {
    const [first, second] = await titles(searchOf(trickyTitles), 'naruto');

    expect([first, second]).toEqual(['Naruto', 'Naruto: Shippuuden']);
  });

  it('is found misspelt, in native script and by qualifier', async () => {
    const search = searchOf(trickyTitles);

    expect((await titles(search, 'stiens gate'))[0]).toBe('Steins;Gate');
    expect((await titles(search, '進撃の巨人'))[0]).toBe('Shingeki no Kyojin');
    expect((await titles(search, 'demon slayer season 2'))[0]).toBe('Kimetsu no Yaiba: Yuukaku-hen');
  });

  it('that the filters forbid is not shown, and the answer says so', async () => {
    const { hits, notes } = await searchOf(trickyTitles).search({ ...ask, query: 'naruto', filters: { year_from: 2015 } });

    expect(hits.some(({ anime }) => anime.title === 'Naruto')).toBe(false);
    expect(notes).toContain('Naruto does not satisfy the filters.');
  });

  it('of little fame does not capture a genre', async () => {
    const search = searchOf([{ title: 'Romance', prominence: 1.2, genres: ['Drama'] }, { title: 'Toki no Koi', genres: ['Romance'], prominence: 4 }]);

    expect((await titles(search, 'romance'))[0]).toBe('Toki no Koi');
  });

  it('is not what the name of a genre or a tag is nearly', async () => {
    const search = searchOf([{ title: 'Josee', prominence: 5 }, { title: 'Mystère', prominence: 5 }, { title: 'Hachimitsu', tags: ['josei'], genres: ['Mystery'], prominence: 3 }]);

    expect((await titles(search, 'josei'))[0]).toBe('Hachimitsu');
    expect((await titles(search, 'mystery'))[0]).toBe('Hachimitsu');
  });
});

describe('a description', () => {
  const shelf = [
    { title: 'Mushishi', tags: ['iyashikei', 'episodic'], genres: ['Mystery'], synopsis: 'Quiet tales of spirits in the mountains.', prominence: 4 },
    { title: 'Uchuu Kyoudai', tags: ['space', 'adult cast'], synopsis: 'Brothers race for the moon.', prominence: 4 },
    { title: 'Toki no Tabi', tags: ['time travel'], genres: ['Thriller'], prominence: 3 },
    { title: 'Toki no Tabi 2nd Season', tags: ['time travel'], genres: ['Thriller'], prominence: 3, related: ['mal:3'] },
    { title: 'Saru no Hoshi', tags: ['space'], genres: ['Thriller'], prominence: 2 },
  ];

  it('is answered by tags, words and what both mean together', async () => {
    expect((await titles(searchOf(shelf), 'a time travel thriller'))[0]).toBe('Toki no Tabi');
    expect((await titles(searchOf(shelf), 'quiet mountains'))[0]).toBe('Mushishi');
    expect((await titles(searchOf(shelf), 'something in space please'))[0]).toBe('Uchuu Kyoudai');
  });

  it('says why, and nothing that is not so', async () => {
    const { hits } = await searchOf(shelf).search({ ...ask, query: 'time travel thriller in the mountains' });

    expect(hits.find(({ anime }) => anime.title === 'Toki no Tabi')?.reasons).toEqual(['time travel, thriller']);
    expect(hits.find(({ anime }) => anime.title === 'Mushishi')?.reasons).toEqual(['its texts say “mountains”']);
  });

  it('puts later seasons behind other shows', async () => {
    expect(await titles(searchOf(shelf), 'thriller')).toEqual(['Toki no Tabi', 'Saru no Hoshi', 'Toki no Tabi 2nd Season']);
  });

  it('like a title leaves its franchise out and keeps to the rest of the words', async () => {
    const found = await titles(searchOf([...trickyTitles, { title: 'Haikyo', tags: ['iyashikei'], genres: ['Action'], prominence: 5 }]), 'something like Mushishi but with action');

    expect(found).not.toContain('Mushishi');
    expect(found[0]).toBe('Haikyo');
  });

  it.each(['like Mushishi but not horror', 'Mushishi but no horror please', 'same vibe as Mushishi without horror'])('“%s” finds what is like it, and not what is refused', async (query) => {
    const found = await titles(searchOf([...shelf, { title: 'Kurai Mori', tags: ['iyashikei', 'episodic'], genres: ['Horror'], prominence: 5 }, { title: 'Akarui Mori', tags: ['iyashikei', 'episodic'], prominence: 3 }]), query);

    expect(found[0]).toBe('Akarui Mori');
    expect(found).not.toContain('Mushishi');
  });

  it('is not answered with what it refuses', async () => {
    expect((await titles(searchOf([...shelf, { title: 'Zombie Zombie', tags: ['zombie', 'space'], prominence: 2 }]), 'space, no zombies'))[0]).toBe('Uchuu Kyoudai');
  });

  it('by a mood finds what the mood asks for, not what it avoids', async () => {
    const vocabulary = createVocabulary({ genres: [], tags: [], ignored: [] }, [{ name: 'tearjerker', words: ['sad af'], tags: { tragedy: 1 }, avoid: { slapstick: -1 } }]);
    const generation = buildGeneration({ catalogue: catalogueOf([...shelf, { title: 'Namida', tags: ['tragedy'] }, { title: 'Warai Namida', tags: ['tragedy', 'slapstick'], prominence: 4 }]), index: null, vocabulary });

    expect(await titles(createSearch({ current: () => generation, embedQuery: noEncoder }), 'something sad AF please')).toEqual(['Namida']);
  });

  it('that nothing has is answered with nothing, and a note', async () => {
    const { hits, total, notes } = await searchOf(shelf).search({ ...ask, query: 'zzqxw' });

    expect([hits, total]).toEqual([[], 0]);
    expect(notes).toContain('No entry has these words.');
  });
});

describe('vectors', () => {
  const parts = [{ title: 'Kaze no Uta' }, { title: 'Mizu no Oto' }, { title: 'Hi no Tori' }];
  const values = Float32Array.of(1, 0, 0, 1, Math.SQRT1_2, Math.SQRT1_2);
  const withVectors = (embedQuery: EmbedQuery): Search => {
    const vectors = { dimension: 2, rows: 3, values };
    const generation = buildGeneration({ catalogue: catalogueOf(parts, vectors), index: createFlatIndex(vectors) });
    return createSearch({ current: () => generation, embedQuery });
  };

  it('find what no word says', async () => {
    const { hits, notes } = await withVectors(async () => Float32Array.of(0, 1)).search({ ...ask, query: 'gentle rain' });

    expect(hits.map(({ anime }) => anime.title)).toEqual(['Mizu no Oto', 'Hi no Tori', 'Kaze no Uta']);
    expect(notes).toEqual(['No entry has these words.']);
  });

  it('are asked for the request without filler, with the signal, and not for a title', async () => {
    const asked: unknown[] = [];
    const { signal } = new AbortController();
    const search = withVectors(async (text, given) => {
      asked.push(text, given);
      return null;
    });
    await search.search({ ...ask, query: 'show me something with gentle rain', signal });
    await search.search({ ...ask, query: 'hi no tori', signal });

    expect(asked).toEqual(['gentle rain', signal]);
  });

  it('are not waited for once the request is aborted', async () => {
    const controller = new AbortController();
    const search = withVectors(() => new Promise(() => setImmediate(() => controller.abort())));

    await expect(search.search({ ...ask, query: 'gentle rain', signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('that are missing are noted', async () => {
    expect((await withVectors(noEncoder).search({ ...ask, query: 'gentle rain' })).notes).toContain('Ranked by words and tags alone: there are no vectors for meaning.');
  });
});

describe('filters and pages', () => {
  const queries = ['', 'cooking', 'quiet ghosts', 'space battles', 'tale a0', 'anime', 'zzqxw', '🎉', '.*', 'x'.repeat(10_000)];
  const wanted: Filters[] = [{}, { genres: ['Romance'] }, { exclude_tags: ['space'] }, { year_from: 2005, max_episodes: 13 }, { min_score: 8 }, { genres: ['Action'], tags: ['cooking'], year_to: 2000 }];

  it('never show what breaks a filter, and nothing adult', async () => {
    const search = searchOf(many);
    const generation = buildGeneration({ catalogue: catalogueOf(many), index: null });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...queries), fc.constantFrom(...wanted), fc.integer({ min: 1, max: 100 }), async (query, filters, limit) => {
        const allowed = generation.filters.compile(filters);
        const { hits } = await search.search({ query, filters, limit, offset: 0 });

        for (const { anime } of hits) expect(allowed.test(generation.catalogue.rowOf(anime.anime_id) ?? -1)).toBe(true);
      }),
    );
  });

  it('give as many as asked whenever so many satisfy the filters', async () => {
    const search = searchOf(many);
    const generation = buildGeneration({ catalogue: catalogueOf(many), index: null });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...queries), fc.constantFrom(...wanted.slice(1)), fc.integer({ min: 1, max: 100 }), async (query, filters, limit) => {
        const { hits, total } = await search.search({ query, filters, limit, offset: 0 });
        const { count } = generation.filters.compile(filters);

        expect(hits).toHaveLength(Math.min(limit, count));
        expect(total).toBe(count);
      }),
    );
  });

  it('follow each other without gaps or repeats', async () => {
    const search = searchOf(many);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...queries), fc.constantFrom(...wanted), fc.integer({ min: 1, max: 50 }), async (query, filters, limit) => {
        const whole = await search.search({ query, filters, limit: 200, offset: 0 });
        const paged: string[] = [];
        for (let offset = 0; offset < whole.total; offset += limit) paged.push(...(await search.search({ query, filters, limit, offset })).hits.map(({ anime }) => anime.anime_id));

        expect(paged).toEqual(whole.hits.map(({ anime }) => anime.anime_id));
        expect(new Set(paged).size).toBe(whole.total);
      }),
    );
  });

  it('without words rank by score and fame, one entry per franchise first', async () => {
    const search = searchOf([{ title: 'A', score: 9, prominence: 1 }, { title: 'Kaze no Uta', score: 8, prominence: 5 }, { title: 'Kaze no Uta 2nd Season', score: 8.5, prominence: 5 }, { title: 'D', score: 5, prominence: 2 }]);

    expect(await titles(search, '')).toEqual(['Kaze no Uta', 'A', 'D', 'Kaze no Uta 2nd Season']);
    expect(await titles(search, 'show me some anime')).toEqual(await titles(search, ''));
  });

  it('of unknown words are refused, an aborted search stops', async () => {
    const search = searchOf(many);

    await expect(search.search({ ...ask, filters: { tags: ['kooking'] } })).rejects.toMatchObject({ code: 'invalid_input', hint: 'Did you mean cooking?' });
    await expect(search.search({ ...ask, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('that name nothing are no filters', async () => {
    const search = searchOf(many);
    const none = { genres: [], tags: [], types: [], studios: [] };

    expect((await search.search({ ...ask, query: 'cooking', filters: none })).total).toBe((await search.search({ ...ask, query: 'cooking' })).total);
  });

  it('of an empty catalogue are empty', async () => {
    expect(await searchOf([]).search({ ...ask, query: 'naruto' })).toMatchObject({ hits: [], total: 0 });
  });
});

describe('hidden gems', () => {
  const search = searchOf([
    { title: 'Famous', tags: ['space'], score: 9, prominence: 5 },
    { title: 'Famous 2nd Season', tags: ['space'], score: 9, prominence: 2, related: ['mal:1'] },
    { title: 'Loved by few', tags: ['space'], score: 8.6, prominence: 2.2 },
    { title: 'Rightly forgotten', tags: ['space'], score: 5, prominence: 2 },
    { title: 'Unscored', tags: ['space'], score: null, prominence: 1 },
  ]);
  const first = async (query: string, hidden_gems?: boolean): Promise<string | undefined> =>
    (await search.search({ ...ask, query, ...(hidden_gems !== undefined && { hidden_gems }) })).hits[0]?.anime.title;

  it('are what is liked by the few who know it, not a later season of what all know', async () => {
    expect(await first('space')).toBe('Famous');
    expect(await first('space', true)).toBe('Loved by few');
    expect(await first('', true)).toBe('Loved by few');
  });

  it('can be asked for in words', async () => {
    expect(await first('underrated space anime')).toBe('Loved by few');
    expect(await first('hidden gems')).toBe('Loved by few');
  });
});

it('ten searches at once let other work in between', async () => {
  const generation = buildGeneration({ catalogue: catalogueOf(many), index: null });
  const search = createSearch({ current: () => generation, embedQuery: noEncoder });
  let [turns, ended] = [0, false];
  const other = (): void => {
    turns += 1;
    if (!ended) setImmediate(other);
  };
  setImmediate(other);
  await Promise.all(Array.from({ length: 10 }, (_, at) => search.search({ ...ask, query: `quiet ghosts ${at}` })));
  ended = true;

  expect(turns).toBeGreaterThanOrEqual(20);
});

it('a generation built in turns answers as one built at once', async () => {
  const [once, inTurns] = [buildGeneration({ catalogue: catalogueOf(many), index: null }), await buildGenerationInTurns({ catalogue: catalogueOf(many), index: null })];
  const answer = (generation: typeof once, query: string) => createSearch({ current: () => generation, embedQuery: noEncoder }).search({ ...ask, query });

  for (const query of ['cooking', 'quet ghots', 'tale a0', '']) expect(await answer(inTurns, query)).toEqual(await answer(once, query));
});
