import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBangumiData, type Works } from '../../src/catalogue/bangumi-data.ts';
import { loadVocabulary } from '../../src/catalogue/load-vocabulary.ts';
import { loadShippedCatalogue } from '../../src/catalogue/shipped.ts';
import { bangumiItem, bangumiSites, temporaryFolder } from './made-up.ts';

const packageOf = async (items: readonly unknown[], content: unknown = { siteMeta: bangumiSites, items }): Promise<string> => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'dist'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ version: '9.9.9', main: 'dist/data.json' }));
  await writeFile(path.join(folder, 'dist/data.json'), JSON.stringify(content));
  return folder;
};
const read = async (...items: readonly unknown[]): Promise<Works> => readBangumiData(await packageOf(items));

describe('readBangumiData', () => {
  it('reads ids, names, kind and the day in Japan', async () => {
    const { version, works, refused } = await read(bangumiItem(1, { title: '月 &amp; 星', titleTranslate: { en: ['Moon & Star', '月'], 'zh-Hans': ['月与星'], 'zh-Hant': ['月與星'] }, begin: '2025-12-31T16:00:00.000Z' }));

    expect({ version, refused }).toEqual({ version: '9.9.9', refused: 0 });
    expect(works).toEqual([
      { aliases: ['mal:1', 'anilist:100001', 'bangumi:900001'], title: '月 & 星', english: ['Moon & Star'], translations: ['月与星', '月與星'], type: 'TV', year: 2026, season: 'WINTER', streaming: [], isForAll: false },
    ]);
  });

  it('makes addresses by the template of the place, with its regions or those of the work, worldwide ones first', async () => {
    const { works } = await read(
      bangumiItem(1, {
        sites: [
          { site: 'bilibili', id: '77' }, { site: 'unext', id: 'SID 1', regions: ['JP', 'KR'] }, { site: 'crunchyroll', id: 'GX', url: 'https://watch.example/own' }, { site: 'prime', id: 'B0' },
          { site: 'gamer', id: '5' }, { site: 'gamer_hk', id: '5' }, { site: 'dmhy', id: 'word' }, { site: 'nowhere', id: '1' }, { site: 'unext', id: '', url: 'javascript:alert(1)' },
        ],
      }),
    );

    expect(works[0]?.streaming).toEqual([
      { site: 'Crunchyroll', url: 'https://watch.example/own', regions: [] },
      { site: 'Bilibili', url: 'https://bilibili.example/md77/', regions: ['CN'] },
      { site: 'U-NEXT', url: 'https://unext.example/SID%201', regions: ['JP', 'KR'] },
      { site: 'Prime Video', url: 'https://prime.example/B0', regions: ['JP'] },
      { site: 'Ani Gamer', url: 'https://gamer.example/5', regions: ['TW', 'HK'] },
    ]);
    expect(works[0]?.isForAll).toBe(true);
  });

  it('leaves out what it cannot read, and knows no year without a day', async () => {
    const { works, refused } = await read({ title: 'no more' }, bangumiItem(1, { title: '\u200b' }), bangumiItem(2, { type: 'book' }), bangumiItem(3, { begin: '' }), 7);

    expect(refused).toBe(4);
    expect(works).toMatchObject([{ year: null, season: null }]);
  });

  it('says so when the package is not what it was', async () => {
    await expect(readBangumiData('/nowhere')).rejects.toMatchObject({ code: 'internal', hint: 'Run `npm ci`.' });
    await expect(readBangumiData(await packageOf([], { items: {} }))).rejects.toMatchObject({ code: 'internal' });
    await expect(readBangumiData(await packageOf([]))).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('the package that is installed', () => {
  it('knows most of our entries, their places and no address that is none', async () => {
    const works = await readBangumiData();
    const data = path.resolve(import.meta.dirname, '../../data');
    const load = (more: { works?: Works }) => loadVocabulary(path.join(data, 'lexicon')).then((vocabulary) => loadShippedCatalogue({ folder: path.join(data, 'catalogue'), vocabulary, encoder: { provider: 'none', model: 'none', dimension: 1 }, ...more }));
    const [plain, laid] = [(await load({})).catalogue, (await load({ works })).catalogue];

    expect(works.refused).toBe(0);
    expect(works.works.length).toBeGreaterThan(8_000);
    expect(works.works.flatMap(({ streaming }) => streaming).every(({ site, url }) => site !== '' && /^https?:\/\/[^{}\s]+$/.test(url))).toBe(true);
    expect(laid.byId('mal:1')).toMatchObject({ title: 'Cowboy Bebop', title_native: 'カウボーイビバップ', streaming: expect.arrayContaining([{ site: 'U-NEXT', url: expect.stringMatching(/^https:\/\/video\.unext\.jp\//), regions: ['JP'] }]) });
    expect(laid.entries.filter(({ streaming }) => streaming.length > 0).length / laid.entries.length).toBeGreaterThan(0.8);
    expect(laid.info.licence.map(({ name }) => name)).toContain('CC BY 4.0');
    // What we wrote stands, row by row.
    const ours = (catalogue: typeof plain) => catalogue.entries.map(({ anime_id, title, title_english, synopsis, tags, genres, prominence, related }) => ({ anime_id, title, title_english, synopsis, tags, genres, prominence, related }));
    expect(ours(laid)).toEqual(ours(plain));
  });
});
