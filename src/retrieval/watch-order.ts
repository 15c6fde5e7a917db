/**
 * A franchise in the order it came out. The source's relations have no types, so nothing here says "sequel" or "retelling": what a part is, is told from its form, its
 * length and the marks in its titles, and how sure that is, is said. The same list from whichever part one asks.
 */
import type { Anime } from '../domain/anime.ts';
import type { PartKind } from '../domain/part-kind.ts';
import { seasons } from '../domain/season.ts';
import { continuesTitle, foldTitle, titleMarkers, titleStem } from '../domain/title-match.ts';
import type { Generation } from './generation.ts';

export type Part = { readonly anime: Anime; readonly kind: PartKind; /** The story is whole without it. */ readonly optional: boolean };

export type WatchOrder = {
  readonly parts: readonly Part[];
  /** Left out: entries of other franchises that only a crossover ties to this one. */
  readonly crossovers: number;
  readonly confidence: 'high' | 'medium' | 'low';
  /** What the order cannot tell, in sentences. */
  readonly notes: readonly string[];
};

type Shelf = Pick<Generation, 'catalogue' | 'franchises'>;

/** Above this, crossovers have tied several franchises together. */
const crowded = 40;
/** A word that so many of a crowd's titles have in common is a franchise's own name. */
const ownName = 4;
const quarter = 15;

export const watchOrder = (anime: Anime, { catalogue, franchises }: Shelf): WatchOrder => {
  const row = catalogue.rowOf(anime.anime_id);
  const group = row === undefined ? [anime] : franchises.members(row).flatMap((member) => catalogue.entries[member] ?? []);
  const own = group.length > crowded ? sameName(anime, group) : group;
  const listed = own.filter((member) => member === anime || !member.adult).sort(byRelease);
  const fame = Math.max(...listed.map(({ prominence }) => prominence));
  const parts = listed.map((member, at) => partOf(member, listed.slice(0, at), fame));
  return { parts, crossovers: group.length - own.length, ...sureness(parts, group.length) };
};

/** What goes on from a series, it included, in order: the parts that its episodes are counted on into. */
export const seasonsFrom = (anime: Anime, shelf: Shelf): readonly Anime[] => {
  const stem = titleStem(anime.title);
  const { parts } = watchOrder(anime, shelf);
  const later = parts.slice(parts.findIndex((part) => part.anime === anime) + 1);
  const goesOn = (part: Part): boolean => part.kind === 'season' && !part.optional && part.anime.type !== 'MOVIE' && foldTitle(part.anime.title).startsWith(stem);
  return isStory(anime) ? [anime, ...later.filter(goesOn).map((part) => part.anime)] : [anime];
};

const partOf = (anime: Anime, before: readonly Anime[], fame: number): Part => {
  const kind = kindOf(anime, before);
  const allowed = kind === 'series' && anime.tags.includes('parody') ? 1 : slack[kind];
  return { anime, kind, optional: anime.prominence < fame - allowed || (anime.year === null && anime.type !== 'TV') };
};

/** What nearly everybody who knows the franchise has seen belongs to it, whatever its form; how much less known a part may be. */
const slack: Record<PartKind, number> = { season: Infinity, series: 2, movie: 1, ova: 0.5, special: 0.5, short: -Infinity, recap: -Infinity, extra: -Infinity };

const kindOf = (anime: Anime, before: readonly Anime[]): PartKind => {
  const names = [anime.title, anime.title_english ?? ''].map(foldTitle).join(' ');
  if (anime.tags.includes('recap') || /\b(?:recaps?|soushuuhen|digest|tokubetsu henshuu ban|compilation|reproduction)\b/.test(names)) return 'recap';
  if (anime.tags.includes('parody') && anime.type !== 'TV' && (anime.duration_minutes ?? 0) < quarter) return 'extra';
  if (/\b(?:picture dramas?|pvs?|cm|promo|trailer|omake|x [a-z]+ collab)\b/.test(names) || (anime.duration_minutes !== null && anime.duration_minutes <= 3)) return 'extra';
  const { season, part, final } = titleMarkers(anime);
  const goesOn = final || (season ?? 1) > 1 || (part ?? 1) > 1;
  const long = (anime.duration_minutes ?? quarter) >= quarter;
  // A finale in two long specials is the end of the story, not an extra.
  if (goesOn && long && (final || anime.type === 'TV' || (anime.type === 'ONA' && (anime.episodes ?? 2) > 1))) return anime.type === 'MOVIE' ? 'movie' : 'season';
  if (anime.type === 'MOVIE') return long ? 'movie' : 'short';
  if (!long) return 'short';
  if (anime.type === 'OVA') return 'ova';
  if (anime.type === 'SPECIAL') return 'special';
  if (anime.type === 'ONA' && (anime.episodes ?? 1) < 4) return 'special';
  return before.some((earlier) => isStory(earlier) && continuesStory(anime, earlier)) ? 'season' : 'series';
};

const isStory = ({ type, duration_minutes }: Anime): boolean => (type === 'TV' || type === 'ONA') && (duration_minutes ?? quarter) >= quarter;

/** Arcs ("Yuukaku-hen") and a letter or number more ("Sailor Moon S") go on from their series; a "0" tells what was before or beside it; one of the same name after many years tells it anew, or tells another story. */
const continuesStory = (later: Anime, earlier: Anime): boolean => {
  if (continuesTitle(later, earlier)) return true;
  const [whole, start] = [foldTitle(later.title), foldTitle(earlier.title)];
  if (!whole.startsWith(`${start} `)) return false;
  return /\b(?:hen|arc)\b/.test(foldTitle(`${later.title} ${later.title_english ?? ''}`)) || (/^ (?!0$)\S{1,2}$/.test(whole.slice(start.length)) && !later.title.includes(':'));
};

const byRelease = (a: Anime, b: Anime): number =>
  moment(a) - moment(b) || Number(b.type === 'TV') - Number(a.type === 'TV') || a.anime_id.localeCompare(b.anime_id, 'en', { numeric: true });
const moment = ({ year, season }: Anime): number => (year === null ? Infinity : year * 10 + (season === null ? 9 : seasons.indexOf(season)));

/** The members of a crowd that share its franchise's own name with an entry; those of other names that many share are another franchise. */
const sameName = (anime: Anime, group: readonly Anime[]): readonly Anime[] => {
  const words = new Map(group.map((member) => [member, new Set(foldTitle(`${member.title} ${member.title_english ?? ''}`).split(' ').filter((word) => word.length > 3))]));
  let rest = [...group];
  while (rest.length >= ownName) {
    const uses = new Map<string, number>();
    for (const member of rest) for (const word of words.get(member) ?? []) uses.set(word, (uses.get(word) ?? 0) + 1);
    const [name, count] = [...uses].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'en'))[0] ?? ['', 0];
    if (count < ownName) break;
    const named = rest.filter((member) => words.get(member)?.has(name) === true);
    if (named.includes(anime)) return named;
    rest = rest.filter((member) => !named.includes(member));
  }
  return rest;
};

const sureness = (parts: readonly Part[], connected: number): Pick<WatchOrder, 'confidence' | 'notes'> => {
  const stories = parts.filter(({ kind, optional }) => kind === 'series' && !optional);
  const undated = parts.filter(({ anime }) => anime.year === null).length;
  const notes = [
    ...(stories.length > 1 ? ['The catalogue does not say which of the series tell their own story and which tell one anew; this is the order they came out in.'] : []),
    ...(connected > crowded ? ['So many titles are tied together here that some may belong elsewhere, and some be missing.'] : []),
    ...(undated > 0 ? [`${undated === 1 ? 'One part has' : `${undated} parts have`} no date yet and ${undated === 1 ? 'stands' : 'stand'} at the end.`] : []),
  ];
  return { confidence: connected > crowded ? 'low' : stories.length > 1 || connected > 12 ? 'medium' : 'high', notes };
};
