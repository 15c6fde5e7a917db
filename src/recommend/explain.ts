/** Why a title fits this user, from the very model that ranks: each contributor is what the score loses without it. */
import type { Anime } from '../domain/anime.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { CoLikes } from '../models/co-likes/co-likes.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Audience } from './audience.ts';
import { caveatsOf } from './caveats.ts';
import { coLiked } from './co-liked.ts';
import { each, finishInTurns } from '../retrieval/steps.ts';
import { nextTurn } from '../retrieval/turns.ts';
import { enumerate } from './report/listed.ts';
import { isTelling } from './report/telling-words.ts';
import { isLiked, listSeeds, type Seed } from './taste-seeds.ts';
import { tasteOf } from './taste.ts';

export type Contributor = {
  readonly anime_id: string;
  readonly title: string;
  readonly status: StoredListEntry['status'] | null;
  readonly score: number | null;
  /** What the fit loses without it; negative in `against`. */
  readonly falls_by: number;
  /** Genres and tags of both, the rarest first. */
  readonly shared: string[];
};
export type Explanation = {
  readonly anime_id: string;
  readonly title: string;
  /** How well it suits the list, about 0 for any title, at most 6; null without a list. */
  readonly fit: number | null;
  /** Share of the catalogue that fits less, 0-1. */
  readonly better_than: number | null;
  /** What speaks for it, the most telling first. */
  readonly contributors: Contributor[];
  readonly against: Contributor[];
  /** Its genres and tags that liked titles of the list have too: on how many. */
  readonly shared_tags: { readonly name: string; readonly n: number }[];
  readonly caveats: string[];
  readonly sentences: string[];
};

/** Titles that are left out one by one, when a list is long: those that can have moved the score. */
const mostTried = 16;
const mostNamed = 5;
const mostTags = 8;
/** A change that nobody would notice in the order. */
const negligible = 0.005;

export type Explain = (request: { readonly anime: Anime; readonly list: readonly StoredListEntry[]; readonly viewer: Audience; readonly signal?: AbortSignal }) => Promise<Explanation>;

export const createExplain = ({ current, coLikes = null }: { current: () => Generation; coLikes?: CoLikes | null }): Explain => async ({ anime, list, viewer, signal }) => {
  const generation = current();
  const { catalogue, tags } = generation;
  const row = catalogue.rowOf(anime.anime_id) ?? -1;
  // What is explained does not speak for itself.
  const rest = list.filter(({ anime_id }) => !anime.aliases.includes(anime_id));
  const feedback = viewer.feedback.filter(({ anime_id }) => !anime.aliases.includes(anime_id));
  const seedsOf = (entries: readonly StoredListEntry[]): Seed[] => listSeeds(catalogue, entries, feedback);
  const seeds = seedsOf(rest);
  const caveats = caveatsOf({ generation, row, anime, list, viewer });
  const base = { anime_id: anime.anime_id, title: anime.title, caveats };
  if (seeds.length === 0 || row < 0) {
    return { ...base, fit: null, better_than: null, contributors: [], against: [], shared_tags: [], sentences: withoutList(anime) };
  }
  const taste = tasteOf(generation, seeds, coLikes);
  const fit = taste.fit(row);
  const rows = catalogue.entries.length;
  let below = 0;
  await finishInTurns(each(rows, (other) => { if (taste.fit(other) < fit) below += 1; }, 1000));
  signal?.throwIfAborted();

  const effects: Contributor[] = [];
  for (const { row: source, anime: speaker } of likelySpeakers(row, seeds, generation, coLikes)) {
    // A taste of a thousand titles takes 10 ms: others get their turn between them.
    await nextTurn();
    signal?.throwIfAborted();
    const entry = rest.find(({ anime_id }) => speaker.aliases.includes(anime_id));
    const without = entry === undefined ? seeds.filter((seed) => seed.row !== source) : seedsOf(rest.filter((one) => one !== entry));
    const left = without.length === 0 ? 0 : tasteOf(generation, without, coLikes).fit(row);
    effects.push({ anime_id: speaker.anime_id, title: speaker.title, status: entry?.status ?? null, score: entry?.score ?? null, falls_by: thousandth(fit - left), shared: tags.shared(source, row).slice(0, mostTags) });
  }
  const contributors = effects.filter(({ falls_by }) => falls_by > negligible).sort((a, b) => b.falls_by - a.falls_by).slice(0, mostNamed);
  const against = effects.filter(({ falls_by }) => falls_by < -negligible).sort((a, b) => a.falls_by - b.falls_by).slice(0, mostNamed);
  const shared_tags = sharedTags(row, seeds, generation);
  const found = { fit: thousandth(fit), better_than: thousandth(below / Math.max(1, rows - 1)), contributors, against, shared_tags };
  const nameOf = ({ anime_id, title }: Contributor): string => { const named = catalogue.byId(anime_id); return named === undefined ? title : viewer.nameOf(named); };
  return { ...base, ...found, sentences: tell(found, nameOf) };
};

/** All of a short list; of a long one those that are near in what people like together, in words or by franchise. */
const likelySpeakers = (row: number, seeds: readonly Seed[], { catalogue, tags, franchises }: Generation, model: CoLikes | null): readonly Seed[] => {
  if (seeds.length <= mostTried) return seeds;
  const speakers = model === null ? [] : coLiked(model, catalogue, new Map(seeds.map((seed) => [seed.row, Math.abs(seed.weight)]))).speakersFor(row);
  const places = new Map(speakers.map((speaker, place) => [speaker, place]));
  const near = (seed: Seed): number => {
    const place = places.get(seed.row);
    return Math.abs(seed.weight) * (tags.cosine(seed.row, row) + (place === undefined ? 0 : 4 / (1 + place)) + (franchises.of(seed.row) === franchises.of(row) ? 2 : 0));
  };
  return [...seeds].map((seed) => ({ seed, value: near(seed) })).sort((a, b) => b.value - a.value).slice(0, mostTried).map(({ seed }) => seed);
};

const sharedTags = (row: number, seeds: readonly Seed[], { catalogue, tags, vocabulary }: Generation): Explanation['shared_tags'] => {
  const liked = seeds.filter(isLiked).map((seed) => new Set(tags.idsOf(seed.row)));
  return Array.from(tags.idsOf(row), (id) => ({ id, n: liked.filter((ids) => ids.has(id)).length }))
    .filter(({ id, n }) => n > 0 && (catalogue.entries[row]?.genres.includes(tags.nameOf(id)) === true || isTelling(tags.nameOf(id), vocabulary)))
    .sort((a, b) => b.n * tags.idf(b.id) - a.n * tags.idf(a.id))
    .slice(0, mostTags)
    .map(({ id, n }) => ({ name: tags.nameOf(id), n }));
};

const tell = ({ better_than, contributors, against, shared_tags }: Pick<Explanation, 'better_than' | 'contributors' | 'against' | 'shared_tags'>, nameOf: (one: Contributor) => string): string[] => {
  const [first, ...others] = contributors;
  const shared = shared_tags.filter(({ n }) => n > 1).slice(0, 3);
  return [
    `It fits your list better than ${Math.min(99, Math.floor((better_than ?? 0) * 100))} % of all titles I know.`,
    first === undefined ? 'No single title of your list speaks for it: it is the whole of it, and how well liked it is.' : `${nameOf(first)} speaks most for it${opinion(first)}${others.length === 0 ? '' : `, then ${enumerate(others.slice(0, 2).map(nameOf))}`}.`,
    shared.length === 0 ? '' : `Others of your list have it too: ${enumerate(shared.map(({ name, n }) => `${name.toLowerCase()} (${n})`))}.`,
    against[0] === undefined ? '' : `${nameOf(against[0])} speaks against it${opinion(against[0])}.`,
  ].filter(Boolean);
};

const opinion = ({ status, score }: Contributor): string => (score !== null ? `, which you gave ${score}` : status === 'dropped' ? ', which you dropped' : '');

const withoutList = ({ genres, tags, score, prominence }: Anime): string[] => {
  const words = [...genres, ...tags].slice(0, 4).map((word) => word.toLowerCase());
  const praise = [score === null ? '' : `the crowd gives it ${score.toFixed(1)}`, prominence >= 4 ? 'it is widely known' : prominence <= 2 ? 'few know it' : ''].filter(Boolean);
  return [
    'There is nothing on your list that could speak for or against it, so this is not about you.',
    words.length === 0 ? '' : `It is ${enumerate(words)}.`,
    praise.length === 0 ? '' : `${enumerate(praise).replace(/^./, (letter) => letter.toUpperCase())}.`,
  ].filter(Boolean);
};

const thousandth = (value: number): number => Math.round(value * 1000) / 1000;
