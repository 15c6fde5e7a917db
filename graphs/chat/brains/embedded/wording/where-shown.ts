/** Where a title can be watched, by country: "can be watched on Netflix (I do not know in which countries) and in Japan on U-NEXT". */
import type { Entry } from '../../../../../src/domain/anime.ts';
import { list, safe } from './phrases.ts';

type Place = Entry['streaming'][number];

const mostPlaces = 4;
const mostGroups = 4;
const mostRegions = 3;
const services = /\bon (netflix|crunchyroll|hulu|prime|disney|youtube|bilibili|abema|u-next)\b/;
const regionNames = new Intl.DisplayNames('en', { type: 'region', style: 'short', fallback: 'code' });

/** Null when no place is known. @param said the question in lower case; a service it names and that is not among the places is said not to be */
export const whereShown = (streaming: readonly Place[], said: string): string | null => {
  if (streaming.length === 0) return null;
  const groups = new Map<string, Place[]>();
  for (const place of streaming) {
    const key = place.regions.toSorted().join();
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const told = [...groups.values()].slice(0, mostGroups).map((places) => {
    const sites = list([...new Set(places.map(({ site }) => safe(site)))].slice(0, mostPlaces));
    const regions = places[0]?.regions ?? [];
    return regions.length === 0 ? `on ${sites} (I do not know in which countries)` : `in ${countries(regions)} on ${sites}`;
  });
  const asked = services.exec(said)?.[1];
  const isMissing = asked !== undefined && !streaming.some(({ site }) => site.toLowerCase().includes(asked));
  return isMissing ? `is not on ${asked.charAt(0).toUpperCase()}${asked.slice(1)} as far as I know, but can be watched ${list(told)}` : `can be watched ${list(told)}`;
};

const countries = (regions: readonly string[]): string => {
  const named = regions.slice(0, regions.length > mostRegions ? 2 : mostRegions).map(nameOf);
  return regions.length > mostRegions ? `${named.join(', ')} and ${regions.length - named.length} other countries` : list(named);
};

const nameOf = (region: string): string => (/^[A-Z]{2}$/.test(region) ? (regionNames.of(region) ?? region) : safe(region));
