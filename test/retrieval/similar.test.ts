import { describe, expect, it } from 'vitest';
import type { Anime } from '../../src/domain/anime.ts';
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import type { AnimeSpace } from '../../src/models/anime-space/encode.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { createSimilar } from '../../src/retrieval/similar.ts';
import { animeOf, catalogueOf } from './small-catalogue.ts';

const shelf: (Partial<Anime> & { title: string })[] = [
  { title: 'Mushishi', tags: ['iyashikei', 'episodic', 'youkai'], genres: ['Mystery'], related: ['mal:2'] },
  { title: 'Mushishi Zoku Shou', tags: ['iyashikei', 'episodic', 'youkai'], genres: ['Mystery'], related: ['mal:1'] },
  { title: 'Natsume Yuujinchou', tags: ['iyashikei', 'episodic', 'youkai'], genres: ['Drama'] },
  { title: 'Aria', tags: ['iyashikei'], genres: ['Slice of Life'] },
  { title: 'Kidou Senshi', tags: ['space'], genres: ['Mecha'] },
  { title: 'Yoru no Mori', tags: ['iyashikei', 'episodic', 'youkai'], genres: ['Mystery'], adult: true },
  ...Array.from({ length: 20 }, (_, at) => ({ title: `Other ${at}`, tags: ['space'], genres: ['Action'], prominence: 1 })),
];
const generation = buildGeneration({ catalogue: catalogueOf(shelf), index: null });
const similar = createSimilar({ current: () => generation });
const seed = generation.catalogue.entries[0] ?? animeOf({ title: '' });
const like = async (anime: Anime, filters = {}, limit = 10) => (await similar.similar({ anime, filters, limit })).hits;

describe('similar', () => {
  it('ranks by shared words, the rarest named first', async () => {
    const [first, second] = await like(seed);

    expect(first).toMatchObject({ anime: { title: 'Natsume Yuujinchou' }, shared: ['episodic', 'youkai', 'iyashikei'] });
    expect(second?.anime.title).toBe('Aria');
  });

  it('leaves out the title itself, its franchise and adult entries', async () => {
    const found = (await like(seed, {}, 100)).map(({ anime }) => anime.title);

    expect(found).toHaveLength(shelf.length - 3);
    expect(found).not.toContain('Mushishi');
    expect(found).not.toContain('Mushishi Zoku Shou');
    expect(found).not.toContain('Yoru no Mori');
  });

  it('shows adult entries for an adult seed', async () => {
    const adult = generation.catalogue.byId('mal:6') ?? seed;

    expect((await like(adult))[0]?.anime.title).toMatch(/Mushishi|Natsume/);
    expect(await like(seed, { genres: ['Mystery'] })).toEqual([]);
  });

  it('scores within (0, 1], never rising down the list', async () => {
    const scores = (await like(seed, {}, 100)).map(({ similarity_score }) => similarity_score);

    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('keeps to the filters and the limit', async () => {
    expect((await like(seed, { tags: ['space'] }, 3)).map(({ anime }) => anime.tags)).toEqual([['space'], ['space'], ['space']]);
  });

  it('goes by the places in the learned space when there is one', async () => {
    const parts = [{ title: 'Seed' }, { title: 'Far' }, { title: 'Near' }, ...Array.from({ length: 9 }, (_, at) => ({ title: `Else ${at}` }))];
    const values = Float32Array.from(parts.flatMap((_, at) => [...(at === 0 || at === 2 ? [1, 0] : [0, 1]), 0, 0]));
    const places = createCatalogue({ ...catalogueOf(parts), space: { dimension: 4, rows: parts.length, values } });
    const space: AnimeSpace = { dimension: 2, version: 'x', encoder: { provider: 'x', model: 'x', dimension: 1 }, spread: 1, text: () => new Float32Array(2), entry: () => new Float32Array(2), entries: () => new Float32Array(0) };
    const inSpace = buildGeneration({ catalogue: places, index: null, space });
    const { hits } = await createSimilar({ current: () => inSpace }).similar({ anime: inSpace.catalogue.entries[0] ?? seed, filters: {}, limit: 1 });

    expect(hits[0]?.anime.title).toBe('Near');
  });

  it('refuses an entry that the catalogue does not have, and an aborted request', async () => {
    await expect(like(animeOf({ title: 'Gone', anime_id: 'mal:999' }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(similar.similar({ anime: seed, filters: {}, limit: 5, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
