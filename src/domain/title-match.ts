/** Titles as people write them: one folded form for comparing, and the qualifiers ("season 2", "the movie", "2003") that tell members of a franchise apart. */
import type { Anime, AnimeType } from './anime.ts';

/** What a person added to a title to say which member of the franchise is meant. */
export type TitleQualifier = {
  readonly season?: number;
  readonly part?: number;
  readonly year?: number;
  readonly type?: AnimeType;
  readonly final?: true;
  readonly age?: 'old' | 'new';
};

export type TitleReading = { readonly base: string; readonly qualifier: TitleQualifier };

/** What an entry's own titles say about its place in the franchise. */
export type TitleMarkers = { readonly season: number | null; readonly part: number | null; readonly final: boolean };

/**
 * Lower case, NFKC (so full width = half width), Latin accents off, punctuation to single spaces; kana and kanji stay as they are.
 * `Re:ZERO`, `re zero` and `ＲＥ：ＺＥＲＯ` fold to `re zero`; `JoJo's` to `jojos`; `iDOLM@STER` to `idolmaster`.
 */
export const foldTitle = (text: string): string => {
  const lower = text.toLowerCase();
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(lower)) return lower; // most titles and all of what is typed quickly
  const plain = /^[ -~]*$/.test(text)
    ? text
    // Only Latin marks go: U+3099/309A are the voicing of kana, and が is not か.
    : text.normalize('NFKC').normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC').replaceAll('×', ' x ');
  return plain
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replaceAll('&', ' and ')
    .replaceAll('@', 'a')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
};

/** The folded form without spaces: `Steins;Gate`, `steins gate` and `SteinsGate` share one key. */
export const titleKey = (text: string): string => foldTitle(text).replaceAll(' ', '');

/** The part of a title that a franchise shares: up to a colon or dash, without season, part and type words. `Mushishi Zoku Shou: Suzu no Shizuku` -> `mushishi zoku shou`. */
export const titleStem = (title: string): string => {
  const head = title.split(/: | [-–—~] |[:：]/)[0] ?? title;
  const folded = foldTitle(head === '' ? title : head);
  const whole = splitQualifier(folded).at(-1)?.base ?? folded;
  return whole.replace(/^(?:gekijouban|eiga|shin) /, '').replace(/ (?:movie|film|ova|ona|oad|specials?|tv|picture drama|recap)(?: \d+)?$/, '');
};

const numerals: Record<string, number> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10,
  i: 1, ii: 2, iii: 3, iv: 4, v: 5, vi: 6, vii: 7, viii: 8, ix: 9,
};
const numberOf = (text: string): number => numerals[text] ?? Number.parseInt(text, 10);

const cardinal = '(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|i{1,3}|iv|vi{0,3}|ix)';
const ordinal = '(\\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)';
const typeWord = '(movie|film|ova|oav|ona|specials?|tv series|tv show|tv)';
const typeOf = (word: string): AnimeType =>
  word === 'movie' || word === 'film' ? 'MOVIE' : word === 'ova' || word === 'oav' ? 'OVA' : word === 'ona' ? 'ONA' : word.startsWith('special') ? 'SPECIAL' : 'TV';

type Rule = { readonly pattern: RegExp; readonly read: (found: string) => TitleQualifier };
const season = (found: string): TitleQualifier => ({ season: numberOf(found) });
const part = (found: string): TitleQualifier => ({ part: numberOf(found) });

/** Each pattern removes itself from the folded text; group 1 is the value. */
const wordedRules: readonly Rule[] = [
  { pattern: new RegExp(`(?:^| )(?:the )?seasons? ${cardinal}(?: of\\b)?(?= |$)`), read: season },
  { pattern: new RegExp(`(?:^| )(?:the )?${ordinal} season(?: of\\b)?(?= |$)`), read: season },
  { pattern: / [sr](\d{1,2})$/, read: season },
  { pattern: new RegExp(`(?:^| )(?:the )?(?:part|cour) ${cardinal}(?: of\\b)?(?= |$)`), read: part },
  { pattern: new RegExp(`(?:^| )(?:the )?${ordinal} (?:part|cour)(?: of\\b)?(?= |$)`), read: part },
  { pattern: /(?:^| )(?:the )?(final|last) season(?: of\b)?(?= |$)/, read: () => ({ final: true }) },
  { pattern: new RegExp(` (?:the )?(?:first )?${typeWord}$`), read: (found) => ({ type: typeOf(found) }) },
  { pattern: / (?:from |of |the )*((?:19|20)\d\d)(?: (?:one|version|series|anime|remake))?$/, read: (found) => ({ year: Number(found) }) },
  { pattern: / (?:the )?(remake|reboot|new (?:one|version|series))$/, read: () => ({ age: 'new' }) },
  { pattern: /^(?:the )?(new) /, read: () => ({ age: 'new' }) },
  { pattern: / (?:the )?((?:old|original)(?: (?:one|version|series))?)$/, read: () => ({ age: 'old' }) },
  { pattern: /^(?:the )?(old|original) /, read: () => ({ age: 'old' }) },
];
const bareRules: readonly Rule[] = [{ pattern: / ([2-9]|1[0-2]|i{2,3}|iv|vi{0,3})$/, read: season }];

/**
 * Readings of a folded text as title + qualifier, the most cautious first; none when it has no qualifier.
 * `mob psycho 100 season 2` -> base `mob psycho 100`; a bare last number counts as a season only in the last reading.
 */
export const splitQualifier = (folded: string): TitleReading[] => {
  const strip = (text: string, rules: readonly Rule[], qualifier: TitleQualifier): TitleReading => {
    for (const rule of rules) {
      const found = rule.pattern.exec(text);
      const value = found?.[1];
      if (!found || value === undefined) continue;
      const base = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.replace(/ +/g, ' ').trim();
      if (base === '' || /^(?:the )?(?:seasons?|part|cour|movie|film|s)$/.test(base)) continue;
      const reading = { base, qualifier: { ...rule.read(value), ...qualifier } };
      // Only one bare number is a season: "9 10" is a rating.
      return rules === bareRules ? reading : strip(base, rules, reading.qualifier);
    }
    return { base: text, qualifier };
  };
  const worded = strip(folded, wordedRules, {});
  const bare = worded.qualifier.season === undefined ? strip(worded.base, bareRules, worded.qualifier) : worded;
  return [worded, bare].filter((reading, index, all) => reading.base !== folded && reading.base !== all[index - 1]?.base);
};

const markerSeason = [
  new RegExp(`\\bseasons? ${cardinal}\\b`), new RegExp(`\\b${ordinal} season\\b`), / [sr]([2-9])$/, new RegExp(`\\b${ordinal} (?:stage|gig)\\b`), /第?([2-9])期/,
];
const markerPart = [new RegExp(`\\b(?:part|cour) ${cardinal}\\b`), new RegExp(`\\b${ordinal} (?:part|cour)\\b`)];
const markerNumber = /(?<!\b(?:movie|film|part|cour|no|number|vol|volume|episode|ova|oad|special|zero) )(?<= )([2-9]|i{2,3}|iv|vi{0,3})$/;
const firstNumber = (patterns: readonly RegExp[], text: string): number | null => {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return numberOf(found);
  }
  return null;
};

const markerCache = new WeakMap<object, TitleMarkers>();

/** The entry's own season, part and "final" marks: its titles decide, else what at least two of its synonyms say. */
export const titleMarkers = (anime: Pick<Anime, 'title' | 'title_english' | 'title_native' | 'synonyms'>): TitleMarkers => {
  const known = markerCache.get(anime);
  if (known) return known;
  const titles = [anime.title, anime.title_english, anime.title_native].filter((title) => title !== null).map(foldTitle);
  const fromTitles = (patterns: readonly RegExp[]) => titles.map((title) => firstNumber(patterns, title)).find((found) => found !== null);
  const fromSynonyms = (patterns: readonly RegExp[]) => {
    const votes = new Map<number, number>();
    for (const synonym of anime.synonyms) {
      if (!/[2-9]|season|part|cour|ii/i.test(synonym)) continue;
      const found = firstNumber(patterns, foldTitle(synonym));
      if (found !== null) votes.set(found, (votes.get(found) ?? 0) + 1);
    }
    const best = [...votes].sort((a, b) => b[1] - a[1])[0];
    return best !== undefined && best[1] >= 2 ? best[0] : undefined;
  };
  const markers: TitleMarkers = {
    season: fromTitles(markerSeason) ?? fromTitles([markerNumber]) ?? fromSynonyms(markerSeason) ?? null,
    part: fromTitles(markerPart) ?? null,
    final: titles.some((title) => /\b(?:final|last) season\b|\bkanketsu hen\b/.test(title)),
  };
  markerCache.set(anime, markers);
  return markers;
};

const continuation = /\b(?:zoku|shippuu?den|hen|kai|kei|after story|next generations?|encore|final|kanketsu|ni no shou|second|third)\b/;

/**
 * Does a title go on from another of its franchise without a number that says so? `K-On!!` from `K-On!`, `Bleach: Sennen Kessen-hen` from `Bleach`, a film from
 * its series; but not a new version ("Hunter x Hunter (2011)"), nor what is better known than what it would go on from.
 */
export const continuesTitle = (later: Anime, earlier: Anime): boolean => {
  if (earlier.year === null || later.year === null || earlier.type !== 'TV' || earlier.year > later.year || later.prominence > earlier.prominence + 0.25) return false;
  if (earlier.year === later.year && later.type === 'TV') return false;
  if (/\((?:19|20)\d\d\)/.test(later.title)) return false;
  const [whole, start] = [foldTitle(later.title), foldTitle(earlier.title)];
  if (continuation.test(whole) && !continuation.test(start) && titleKey(later.title).includes(titleKey(earlier.title))) return true;
  if (whole === start) return later.title.length > earlier.title.length;
  return whole.startsWith(`${start} `) && later.type !== 'TV';
};

/** 0 = a series' first season (or of unknown type), 1 = a film or extra, 2 = a later season or part. */
export const placeInFranchise = (anime: Anime): 0 | 1 | 2 => {
  const { season: own, part: cour, final } = titleMarkers(anime);
  return (own ?? 1) > 1 || (cour ?? 1) > 1 || final ? 2 : anime.type === 'TV' || anime.type === 'UNKNOWN' ? 0 : 1;
};

const isSeries = (anime: Anime): boolean => anime.type === 'TV' || anime.type === 'ONA';
const byAirDate = (a: Anime, b: Anime): number => (a.year ?? 9999) - (b.year ?? 9999) || seasonOrder(a) - seasonOrder(b);
const seasonOrder = (anime: Anime): number => (anime.season === null ? 4 : ['WINTER', 'SPRING', 'SUMMER', 'FALL'].indexOf(anime.season));

/**
 * The members of a franchise that a qualifier means, best first; none when no member fits.
 * A season that no title names counts in order of airing; without a type, series come before films and extras.
 * @param anchor the member that the title alone means: entries that continue its title come before spin-offs
 */
export const selectByQualifier = (qualifier: TitleQualifier, members: readonly Anime[], anchor?: Anime): Anime[] => {
  const stems = anchor === undefined ? [''] : [anchor.title, anchor.title_english].filter((title) => title !== null).map(titleStem);
  const continues = new Set(members.filter((anime) => anime === anchor || [anime.title, anime.title_english ?? ''].some((title) => stems.some((stem) => foldTitle(title).startsWith(stem)))));
  const series = [...continues].filter((anime) => anime.type === 'TV').sort(byAirDate);
  const line = series.length > 0 ? series : [...continues].filter(isSeries).sort(byAirDate);
  const ordinalOf = new Map(line.filter((anime) => (titleMarkers(anime).part ?? 1) === 1).map((anime, index) => [anime, index + 1]));
  const fit = (anime: Anime): number => {
    const markers = titleMarkers(anime);
    let points = 1 + (isSeries(anime) ? 0.5 : 0) + (continues.has(anime) ? 1 : 0) + (anime === anchor ? 0.25 : 0);
    if (qualifier.year !== undefined && anime.year !== qualifier.year) return 0;
    if (qualifier.type !== undefined && anime.type !== qualifier.type) return 0;
    if (qualifier.final && !markers.final && anime !== line.at(-1)) return 0;
    if (qualifier.final && markers.final) points += (markers.part ?? 1) === 1 ? 1 : 0.5;
    if (qualifier.part !== undefined && markers.part !== qualifier.part && !(qualifier.part === 1 && markers.part === null)) return 0;
    if (qualifier.season !== undefined) {
      if (!isSeries(anime) && markers.season !== qualifier.season) return 0;
      if (markers.season !== null && markers.season !== qualifier.season) return 0;
      const said = markers.season === qualifier.season;
      if (!said && ordinalOf.get(anime) !== qualifier.season) return 0;
      points += (said ? 2 : 1) - (qualifier.part === undefined && (markers.part ?? 1) > 1 ? 1 : 0);
    }
    if (qualifier.age === 'old') points -= (anime.year ?? 2100) / 1000;
    if (qualifier.age === 'new') points += (anime.year ?? 1900) / 1000 - ((markers.season ?? 1) > 1 || (markers.part ?? 1) > 1 ? 1 : 0);
    return points + 3;
  };
  return members
    .map((anime) => ({ anime, points: fit(anime) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || b.anime.prominence - a.anime.prominence || byAirDate(a.anime, b.anime))
    .map(({ anime }) => anime);
};
