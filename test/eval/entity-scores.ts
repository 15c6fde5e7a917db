/** What was found against what was labelled, per kind of entity. Pure. */
import type { Entities, TitleMention } from '../../src/domain/entities.ts';
import { idsOf, optionsOf, type Labels, type TitleLabel } from './entity-labels.ts';
import { addCounts, f1, type Counts } from './metrics.ts';

/** Kinds as they are reported, and the fields each is made of. Titles and moods have rules of their own. */
const fieldsOf = {
  genres: ['genres', 'exclude_genres'],
  tags: ['tags', 'exclude_tags'],
  types: ['types'],
  airing: ['airing'],
  years: ['year_from', 'year_to'],
  season: ['season'],
  episodes: ['min_episodes', 'max_episodes'],
  duration: ['max_duration_minutes'],
  score: ['min_score'],
  studios: ['studios'],
  rating: ['rating'],
  status: ['status'],
  progress: ['progress'],
  remove: ['remove'],
  count: ['count'],
  order: ['order'],
  seen: ['exclude_seen'],
  references: ['references'],
  relative: ['relative'],
  more: ['more'],
} as const satisfies Record<string, readonly Exclude<keyof Entities, 'titles' | 'moods'>[]>;

export const kinds = ['titles', 'moods', ...Object.keys(fieldsOf)];

export type Words = {
  /** Do two words name one mood? */
  sameMood(one: string, other: string): boolean;
  isMood(tag: string): boolean;
  /** Genres that a tag says together: "romantic comedy" is Romance and Comedy. */
  parts(tag: string): readonly string[];
  known(anime_id: string): boolean;
};

const none: Counts = { found: 0, wrong: 0, missed: 0 };

/** @returns counts per kind; titles are left out where a labelled entry is not in the catalogue */
export const scoreEntities = (labels: Labels, found: Entities, text: string, words: Words): Record<string, Counts> => {
  const [wanted, got] = [spread(labels, words), spread(found, words)];
  // "a show" may be read as TV or as any anime
  const anyShow = /\b(?:shows?|series)\b/i.test(text) && !JSON.stringify(wanted.types ?? []).includes('TV');
  const given = anyShow ? { ...got, types: found.types.filter((type) => type !== 'TV') } : got;
  const ofFields = Object.entries(fieldsOf).map(([kind, fields]) => [kind, addCounts(fields.map((field) => scoreField(optionsOf(wanted[field] ?? null), items(given[field]))))]);
  return { titles: scoreTitles(labels.titles ?? [], found.titles, words), moods: scoreMoods(labels, found, words), ...Object.fromEntries(ofFields) };
};

/** A value as comparable items: one for a number or word, one per member of a list, none for "not said". */
const items = (value: unknown): string[] => {
  if (value === null || value === undefined || value === false) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => JSON.stringify(one, Object.keys(Object(one)).sort()));
};

const scoreField = (options: readonly unknown[], got: readonly string[]): Counts => best(options.map((option) => overlap(items(option), got, (a, b) => a === b)));

/** Of the option that fits best. */
const best = (scores: readonly Counts[]): Counts => scores.toSorted((a, b) => a.wrong + a.missed - (b.wrong + b.missed) || b.found - a.found)[0] ?? none;

const overlap = <Item>(wanted: readonly Item[], got: readonly Item[], same: (a: Item, b: Item) => boolean): Counts => {
  const found = wanted.filter((item) => got.some((other) => same(item, other))).length;
  return { found, wrong: got.filter((item) => !wanted.some((other) => same(other, item))).length, missed: wanted.length - found };
};

/** Mood words count as moods whichever field holds them, tags that are several genres count as genres, minutes go up to the next 5 ("under 20" is 19 or 20). */
const spread = (entities: Labels | Entities, words: Words): Labels => {
  const tags = (entities.tags ?? []) as Labels['tags'];
  if (tags === undefined || 'any_of' in tags) return entities as Labels;
  const plain = tags.filter((tag) => !words.isMood(tag) && words.parts(tag).length === 0);
  const genres = entities.genres ?? [];
  const parts = tags.flatMap((tag) => words.parts(tag));
  const minutes = entities.max_duration_minutes;
  return {
    ...(entities as Labels),
    tags: plain,
    genres: 'any_of' in genres ? genres : [...new Set([...genres, ...parts])],
    ...(typeof minutes === 'number' && { max_duration_minutes: Math.ceil(minutes / 5) * 5 }),
  };
};

const scoreMoods = (labels: Labels, found: Entities, words: Words): Counts => {
  const moodTags = (tags: Labels['tags']): string[] => (tags === undefined || 'any_of' in tags ? [] : tags.filter(words.isMood));
  const got = [...found.moods, ...moodTags(found.tags)];
  return best(optionsOf(labels.moods ?? []).map((option) => overlap([...option, ...moodTags(labels.tags)], got, words.sameMood)));
};

/** A mention that was left open counts as found where the name is open, and as nothing elsewhere. */
export const scoreTitles = (labels: readonly TitleLabel[], mentions: readonly Pick<TitleMention, 'anime_id'>[], { known }: Pick<Words, 'known'>): Counts => {
  if (labels.some((label) => !idsOf(label).some(known))) return none;
  const ids = new Set(mentions.flatMap(({ anime_id }) => anime_id ?? []));
  let open = mentions.filter(({ anime_id }) => anime_id === null).length;
  const used = new Set<string>();
  let found = 0;
  for (const label of labels) {
    const hit = idsOf(label).find((id) => ids.has(id) && !used.has(id));
    if (hit !== undefined) used.add(hit);
    else if ('any_of' in label && open > 0) open -= 1;
    else continue;
    found += 1;
  }
  return { found, wrong: ids.size - used.size, missed: labels.length - found };
};

/** F1 over all kinds together. */
export const microF1 = (scores: readonly Record<string, Counts>[]): number => f1(addCounts(scores.flatMap((score) => Object.values(score))));
export const kindF1 = (scores: readonly Record<string, Counts>[], kind: string): { counts: Counts; f1: number } => {
  const counts = addCounts(scores.map((score) => score[kind] ?? none));
  return { counts, f1: f1(counts) };
};
