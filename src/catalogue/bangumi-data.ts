/**
 * Reads npm `bangumi-data` (CC BY 4.0, https://github.com/bangumi-data/bangumi-data): native titles, translations, first days and where a work can be watched.
 * Its form is that package's `data.d.ts`.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Anime, AnimeType, Entry } from '../domain/anime.ts';
import { sortAliases } from '../domain/ids.ts';
import { seasons } from '../domain/season.ts';
import { cleanText, cleanUrl } from './clean-text.ts';
import { placeName, regionsOf, showsNothingAdult } from './streaming-places.ts';

/** What the package says of one work. */
export type Work = Pick<Anime, 'type' | 'year' | 'season' | 'streaming'> & {
  readonly aliases: readonly string[];
  /** In the script of its country. */
  readonly title: string;
  readonly english: readonly string[];
  readonly translations: readonly string[];
  /** Nobody says which works are adult; one that is shown where no adult work is has been looked at. */
  readonly isForAll: boolean;
};
export type Works = { readonly version: string; readonly works: readonly Work[]; /** Items that could not be read. */ readonly refused: number };

const maxTitle = 300;
const mostPlaces = 20;
/** Days are those of Japan. */
const japan = 9 * 3600 * 1000;

const siteSchema = z.object({ site: z.string(), id: z.string().optional(), url: z.string().optional(), regions: z.array(z.string()).optional() });
const itemSchema = z.object({
  title: z.string(),
  titleTranslate: z.record(z.string(), z.array(z.string())),
  type: z.enum(['tv', 'web', 'movie', 'ova']),
  begin: z.string(),
  sites: z.array(siteSchema),
});
const placeSchema = z.object({ title: z.string(), urlTemplate: z.string(), type: z.string(), regions: z.array(z.string()).optional() });
const fileSchema = z.object({ siteMeta: z.record(z.string(), placeSchema), items: z.array(z.unknown()).min(1) });
type Item = z.output<typeof itemSchema>;
type Places = z.output<typeof fileSchema>['siteMeta'];

const types: Record<Item['type'], AnimeType> = { tv: 'TV', web: 'ONA', movie: 'MOVIE', ova: 'OVA' };
const providers = new Map([['mal', 'mal'], ['aniList', 'anilist'], ['anidb', 'anidb'], ['bangumi', 'bangumi']]);

export const bangumiDataFolder = (): string => path.dirname(createRequire(import.meta.url).resolve('bangumi-data/package.json'));

/** @throws AppError internal when the package is not what it was */
export const readBangumiData = async (folder: string = bangumiDataFolder()): Promise<Works> => {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  const manifest = z.object({ version: z.string(), main: z.string() }).safeParse(await read('package.json').catch(() => null));
  const data = fileSchema.safeParse(manifest.success ? await read(manifest.data.main).catch(() => null) : null);
  if (!manifest.success || !data.success) throw new AppError('internal', 'The package bangumi-data cannot be read.', { hint: 'Run `npm ci`.' });
  const works = data.data.items.map((item) => workOf(item, data.data.siteMeta)).filter((work) => work !== null);
  return { version: manifest.data.version, works, refused: data.data.items.length - works.length };
};

const workOf = (unread: unknown, places: Places): Work | null => {
  const parsed = itemSchema.safeParse(unread);
  const title = parsed.success ? nameIn(parsed.data.title) : null;
  if (!parsed.success || title === null) return null;
  const { titleTranslate, type, begin, sites } = parsed.data;
  const names = (texts: readonly string[] | undefined): string[] => (texts ?? []).map(nameIn).filter((text) => text !== null);
  const first = new Date(Date.parse(begin) + japan);
  const isDated = !Number.isNaN(first.getTime());
  const { en, ...others } = titleTranslate;
  return {
    aliases: sortAliases(sites.flatMap(({ site, id }) => (providers.has(site) && id !== undefined && /^\d{1,9}$/.test(id) ? [`${providers.get(site) ?? ''}:${Number(id)}`] : []))),
    title,
    english: names(en).filter((text) => /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]+$/u.test(text)),
    translations: names(Object.values(others).flat()),
    type: types[type],
    year: isDated ? first.getUTCFullYear() : null,
    season: isDated && type === 'tv' ? (seasons[Math.floor(first.getUTCMonth() / 3)] ?? null) : null,
    streaming: placesOf(sites, places),
    isForAll: sites.some(({ site }) => showsNothingAdult(site)),
  };
};

/** `&amp;` has slipped in. */
const nameIn = (text: string): string | null => cleanText(text.replaceAll('&amp;', '&'), maxTitle);

/** Those for everybody first; one place with two addresses is two, one address with two regions one. */
const placesOf = (sites: Item['sites'], places: Places): Entry['streaming'] => {
  const byUrl = new Map<string, Entry['streaming'][number]>();
  for (const { site, id, url, regions } of sites) {
    const place = places[site];
    if (place?.type !== 'onair') continue;
    const address = cleanUrl(url) ?? (id ? cleanUrl(place.urlTemplate.replace('{{id}}', () => encodeURI(id))) : null);
    if (address === null) continue;
    const shown = regionsOf(site, regions && regions.length > 0 ? regions : (place.regions ?? []));
    const known = byUrl.get(address);
    byUrl.set(address, { site: placeName(site, place.title), url: address, regions: [...new Set([...(known?.regions ?? []), ...shown])] });
  }
  return [...byUrl.values()].sort((a, b) => Number(a.regions.length > 0) - Number(b.regions.length > 0)).slice(0, mostPlaces);
};
