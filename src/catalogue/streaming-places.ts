/** What is known of the places where anime is shown, by the names that bangumi-data has for them. */

/** Names that readers of English know; the others name themselves. */
const names: Record<string, string> = {
  acfun: 'AcFun', bilibili: 'Bilibili', bilibili_hk_mo_tw: 'Bilibili', bilibili_hk_mo: 'Bilibili', bilibili_tw: 'Bilibili', youku: 'Youku', qq: 'Tencent Video', iqiyi: 'iQIYI', letv: 'LeTV', mgtv: 'Mango TV',
  gamer: 'Ani Gamer', gamer_hk: 'Ani Gamer', muse_hk: 'Muse (YouTube)', muse_tw: 'Muse (YouTube)', ani_one: 'Ani-One (YouTube)', ani_one_asia: 'Ani-One Asia (YouTube)', tropics: 'Tropics (YouTube)', danime: 'd Anime Store',
};
export const placeName = (site: string, title: string): string => names[site] ?? title;

/** The addresses of Prime Video are those of Amazon Japan. */
export const regionsOf = (site: string, regions: readonly string[]): readonly string[] => (site === 'prime' && regions.length === 0 ? ['JP'] : regions);

/**
 * Licensed in mainland China, or with a house rule: of the 4,497 works there that the data set has too none is adult, of the 3,154 others 54 are.
 */
const withoutAdult = new Set(['acfun', 'bilibili', 'youku', 'iqiyi', 'mgtv', 'netflix', 'disneyplus', 'crunchyroll', 'muse_hk', 'muse_tw']);
export const showsNothingAdult = (site: string): boolean => withoutAdult.has(site);
