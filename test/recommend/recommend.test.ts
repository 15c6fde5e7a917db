import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anybody } from '../../src/recommend/audience.ts';
import { byTitle, generation, listed, recommend, shelf } from './world.ts';

const titles = async (...asked: Parameters<typeof recommend>): Promise<string[]> => (await recommend(...asked)).hits.map(({ anime }) => anime.title);

describe('recommend', () => {
  it('knowing nothing, shows what is known and liked, first seasons only', async () => {
    const { hits, hidden } = await recommend({ limit: 3 });

    expect(hits.map(({ anime }) => anime.title)).toEqual(['Kidou Senshi', 'Ginga Eiyuu', 'Mushishi']);
    expect(hidden).toEqual({ adult: 1, sequel: 2 });
  });

  it('starts from the titles that are named and leaves their franchise out', async () => {
    const { hits } = await recommend({ similar_to: [byTitle('Mushishi')], limit: 2 });

    expect(hits[0]).toMatchObject({ anime: { title: 'Natsume Yuujinchou' }, reasons: ['like Mushishi: youkai, episodic, iyashikei'] });
    expect(await titles({ similar_to: [byTitle('Natsume Yuujinchou')], limit: 30 })).not.toContain('Zoku Natsume Yuujinchou');
  });

  it('moves from a named title towards what is wished besides, and away from what is not', async () => {
    const placeOf = async (title: string, like: string, context: string): Promise<number> => (await titles({ similar_to: [byTitle(like)], context, limit: 20 })).indexOf(title);

    expect(await placeOf('Kowai Ie', 'Kidou Senshi', 'but with ghosts')).toBeLessThan(await placeOf('Kowai Ie', 'Kidou Senshi', ''));
    expect(await placeOf('Natsume Yuujinchou', 'Mushishi', 'no youkai')).toBeGreaterThan(await placeOf('Natsume Yuujinchou', 'Mushishi', ''));
  });

  it('with a named title and the wish for a hidden gem, prefers what few know', async () => {
    const fame = async (context: string): Promise<number> => (await recommend({ similar_to: [byTitle('Mushishi')], context, limit: 3 })).hits.reduce((sum, { anime }) => sum + anime.prominence, 0);

    expect(await fame('hidden gems')).toBeLessThan(await fame(''));
  });

  it('with two named titles, wants what is like one of them rather than what lies between', async () => {
    expect((await titles({ similar_to: [byTitle('Mushishi'), byTitle('Kidou Senshi')], limit: 2 })).toSorted()).toEqual(['Ginga Eiyuu', 'Natsume Yuujinchou']);
  });

  it('else starts from what the list likes, and says which title it was', async () => {
    const { hits } = await recommend({ list: [listed('Mushishi', 'completed', 10), listed('Koi no Uta', 'completed', 3)], limit: 1 });

    expect(hits[0]).toMatchObject({ anime: { title: 'Natsume Yuujinchou' }, reasons: ['like Mushishi, which you gave 10: youkai, episodic, iyashikei'] });
  });

  it.each([
    [listed('Mushishi', 'watching'), 'are watching'],
    [listed('Mushishi', 'completed'), 'finished'],
  ])('calls no title liked that the list only knows to be seen: %#', async (entry, words) => {
    const { hits } = await recommend({ list: [entry], limit: 1 });

    expect(hits[0]?.reasons).toEqual([`like Mushishi, which you ${words}: youkai, episodic, iyashikei`]);
  });

  it('does not start from what was refused in words, whatever its place on the list', async () => {
    const { hits } = await recommend({ list: [listed('Mushishi', 'completed')], viewer: { ...anybody, feedback: [{ anime_id: byTitle('Mushishi').anime_id, kind: 'disliked', at: '' }] } });

    expect(hits.flatMap(({ reasons }) => reasons).join()).not.toContain('Mushishi');
  });

  it('hides what is on the list and says how much of it', async () => {
    const list = [listed('Kidou Senshi', 'completed', 9), listed('Ginga Eiyuu', 'dropped'), listed('Koi no Uta', 'watching'), listed('Kowai Ie', 'on_hold'), listed('Aria', 'plan_to_watch')];
    const { hits, hidden } = await recommend({ list, limit: 30 });
    const found = hits.map(({ anime }) => anime.title);

    for (const { title } of list) expect(found).not.toContain(title);
    expect(hidden).toMatchObject({ seen: 4, planned: 1 });
  });

  it('shows the seen again when asked to', async () => {
    expect(await titles({ list: [listed('Ginga Eiyuu', 'completed', 9)], include_seen: true, limit: 30 })).toContain('Ginga Eiyuu');
  });

  it('shows a later season only to those who began the series', async () => {
    expect(await titles({ limit: 30 })).not.toContain('Kidou Senshi 2nd Season');
    expect(await titles({ limit: 30 })).not.toContain('Zoku Natsume Yuujinchou');
    expect(await titles({ limit: 30, list: [listed('Kidou Senshi', 'completed', 8)] })).toContain('Kidou Senshi 2nd Season');
    expect(await titles({ limit: 30, list: [listed('Kidou Senshi', 'dropped', 2)] })).not.toContain('Kidou Senshi 2nd Season');
  });

  it('follows the words of the context and says so', async () => {
    const { hits } = await recommend({ context: 'horror with ghosts', limit: 1 });

    expect(hits[0]).toMatchObject({ anime: { title: 'Kowai Ie' }, reasons: ['horror, ghosts, as you asked'] });
  });

  it('follows wished genres and says so', async () => {
    const { hits } = await recommend({ preferred_genres: ['romance'], limit: 1 });

    expect(hits[0]).toMatchObject({ anime: { title: 'Koi no Uta' }, reasons: ['romance, as you asked'] });
  });

  it('ignores a wished genre that nothing has', async () => {
    expect(await titles({ preferred_genres: ['polka'], limit: 3 })).toEqual(await titles({ limit: 3 }));
  });

  it('is the more varied the more diversity is asked', async () => {
    const variety = async (diversity: number) => new Set((await recommend({ similar_to: [byTitle('Filler a')], limit: 4, diversity })).hits.flatMap(({ anime }) => anime.genres)).size;

    expect(await variety(1)).toBeGreaterThan(await variety(0));
  });

  it('gives exactly as many as asked whenever so many are allowed, each once, none adult, best first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.subarray(shelf.map(({ title }) => title), { maxLength: 6 }), async (limit, diversity, seen) => {
        const list = seen.map((title) => listed(title, 'completed', 8));
        const { hits } = await recommend({ limit, diversity, list });
        const all = await recommend({ limit: 100, list });
        const scores = hits.map(({ similarity_score }) => similarity_score);

        expect(hits).toHaveLength(Math.min(limit, all.hits.length));
        expect(new Set(hits.map(({ anime }) => anime.anime_id)).size).toBe(hits.length);
        expect(hits.some(({ anime }) => anime.adult || seen.includes(anime.title))).toBe(false);
        expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps to the filters', async () => {
    const { hits } = await recommend({ filters: { tags: ['space'] }, limit: 30 });

    expect(hits.map(({ anime }) => anime.title).toSorted()).toEqual(['Aria', 'Ginga Eiyuu', 'Kidou Senshi']);
    await expect(recommend({ filters: { tags: ['spcae'] } })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('takes list entries of any id, also of entries that are gone', async () => {
    const gone = { ...listed('Mushishi', 'completed', 10), anime_id: 'mal:99999' };

    expect(await titles({ list: [gone], limit: 1 })).toEqual(['Kidou Senshi']);
  });

  it('gives reasons that the entry bears out', async () => {
    const { hits } = await recommend({ list: [listed('Mushishi', 'completed', 9), listed('Kidou Senshi', 'completed', 9)], context: 'war in space', preferred_genres: ['Drama'], limit: 20 });

    for (const { anime, reasons } of hits) {
      const own = new Set([...anime.genres, ...anime.tags].map((word) => word.toLowerCase()));
      const said = reasons.flatMap((reason) => (/(?:^like .*: )(.*)$/.exec(reason)?.[1] ?? /^(.*), as you asked$/.exec(reason)?.[1] ?? '').split(', ')).filter(Boolean);
      for (const word of said) expect(own).toContain(word);
      expect(reasons.length).toBeGreaterThan(0);
    }
    expect(generation.catalogue.entries.length).toBe(shelf.length);
  });

  it.each(['', '🎉', '.*+?(', 'x'.repeat(10_000)])('survives the context "%s"', async (context) => {
    expect((await recommend({ context })).hits).toHaveLength(5);
  });

  it('stops when aborted', async () => {
    await expect(recommend({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
