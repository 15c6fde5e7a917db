/** AniList's `MediaListCollection` as its API answers it and as tools dump it; AniList itself has no export file. */
import type { AnimeType } from '../../domain/anime.ts';
import type { ListStatus } from '../../domain/list-entry.ts';
import { AppError } from '../../errors.ts';
import type { Steps } from '../../retrieval/steps.ts';
import { collectRows, mostRows, tooManyRows } from './collect-rows.ts';
import { parseJsonSteps } from './json-steps.ts';
import type { ExportedEntry, ListFormat, ParsedList, WrittenList } from './list-format.ts';
import { readRow, refuseRow, type RawRow, type ScoreScale } from './read-row.ts';

type Json = Readonly<Record<string, unknown>>;

function* parse(text: string): Steps<ParsedList> {
  const collection = collectionOf(yield* parseJsonSteps(text));
  const entries = yield* entriesOf(collection.lists);
  const warnings: string[] = [];
  const scale = scaleOf(collection.user, entries.map(({ entry }) => entry), warnings);
  const { rows, refused, add } = collectRows();
  for (const [at, { entry, status }] of entries.entries()) {
    yield;
    const found = rawOf(entry, status, at + 1);
    const raw = scale.smileys === true ? { ...found, score: smileys.get(found.score ?? '') ?? found.score } : found;
    const media = objectOf(entry['media']);
    const isManga = textOf(media['type']) === 'MANGA' || ['MANGA', 'NOVEL', 'ONE_SHOT'].includes(textOf(media['format']) ?? '');
    add(isManga ? refuseRow(raw.line, raw.titles?.find(Boolean), 'It is a manga; the list is for anime.') : readRow(raw, scale));
  }
  if (objectOf(collection.whole)['hasNextChunk'] === true) warnings.push('The file says that there are more pieces of this list: import those too.');
  return { rows, refused, warnings, truncated: false };
}

/** The reply of the API, its collection, the lists, or the bare entries: dumps have them all. */
const collectionOf = (document: unknown): { whole: unknown; lists: readonly unknown[]; user: Json } => {
  const data = objectOf(objectOf(document)['data'] ?? document);
  const whole = data['MediaListCollection'] ?? (Array.isArray(document) ? document : data);
  const inside = objectOf(whole);
  const lists = Array.isArray(whole) ? whole : inside['lists'] ?? inside['entries'] ?? inside['mediaList'];
  if (!Array.isArray(lists)) {
    throw new AppError('invalid_input', 'This is not an AniList list.', { hint: 'It is JSON with MediaListCollection, its lists, or an array of entries with mediaId and status.' });
  }
  return { whole, lists, user: objectOf(inside['user'] ?? data['User']) };
};

type Found = { readonly entry: Json; readonly status: string | undefined };

/** An entry stands in several lists when it is in custom ones, and in those alone when it is hidden from the others. */
function* entriesOf(lists: readonly unknown[]): Steps<Found[]> {
  const found: Found[] = [];
  const seen = new Set<unknown>();
  for (const list of lists.map(objectOf)) {
    yield;
    const status = list['isCustomList'] === true ? undefined : textOf(list['status']);
    const all: Found[] = Array.isArray(list['entries']) ? list['entries'].map((entry) => ({ entry: objectOf(entry), status })) : [{ entry: list, status: undefined }];
    for (const one of all) {
      const key = one.entry['id'] ?? one.entry['mediaId'] ?? objectOf(one.entry['media'])['id'] ?? one;
      if (seen.has(key)) continue;
      if (found.length === mostRows) throw tooManyRows();
      seen.add(key);
      found.push(one);
    }
  }
  return found;
}

const scales = {
  POINT_100: { points: 10 }, POINT_10_DECIMAL: { points: 1 }, POINT_10: { points: 1, step: 1 }, POINT_5: { points: 0.5, step: 2 }, POINT_3: { points: 1, step: 3 },
} as const satisfies Record<string, ScoreScale>;
const isScale = (name: string): name is keyof typeof scales => Object.hasOwn(scales, name);
const enoughToTell = 10;

/** As the file says; else as its scores look, and then it is said how they were read. */
const scaleOf = (user: Json, entries: readonly Json[], warnings: string[]): ScoreScale & { smileys?: true } => {
  const named = textOf(objectOf(user['mediaListOptions'])['scoreFormat']) ?? textOf(user['scoreFormat']);
  if (named !== undefined && isScale(named)) return named === 'POINT_3' ? { ...scales[named], smileys: true } : scales[named];
  const scores = entries.map(({ score }) => Number(score ?? 0)).filter((score) => score > 0);
  const highest = scores.reduce((high, score) => Math.max(high, score), 0);
  if (highest > 10) return scales.POINT_100;
  if (scores.some((score) => !Number.isInteger(score))) return scales.POINT_10_DECIMAL;
  if (highest > 5 || scores.length === 0) return scales.POINT_10;
  if (scores.length < enoughToTell) {
    warnings.push('The file does not say how it scores; its scores were read as points of 10.');
    return scales.POINT_10;
  }
  warnings.push(`The file does not say how it scores; no score is above ${highest}, so they were read as ${highest > 3 ? 'stars of 5' : 'smileys of 3'}.`);
  return highest > 3 ? scales.POINT_5 : { ...scales.POINT_3, smileys: true };
};

/** What AniList itself counts a smiley as, of 10. */
const smileys: ReadonlyMap<string, string> = new Map([['1', '3.5'], ['2', '6'], ['3', '8.5']]);

const rawOf = (entry: Json, listStatus: string | undefined, line: number): RawRow => {
  const media = objectOf(entry['media']);
  const title = typeof media['title'] === 'string' ? { romaji: media['title'] } : objectOf(media['title']);
  return {
    line,
    refs: [textOf(entry['anime_id']), prefixed('mal', media['idMal'] ?? entry['idMal']), prefixed('anilist', media['id'] ?? entry['mediaId'])],
    titles: [title['romaji'], title['english'], title['native'], title['userPreferred'], entry['title']].map(textOf),
    year: textOf(media['seasonYear']),
    status: textOf(entry['status']) ?? listStatus,
    score: textOf(entry['score']),
    progress: textOf(entry['progress']),
    started_at: fuzzyDate(entry['startedAt']),
    finished_at: fuzzyDate(entry['completedAt']),
    rewatches: textOf(entry['repeat']),
    notes: textOf(entry['notes']),
    updated_at: textOf(entry['updatedAt']),
  };
};

const prefixed = (provider: string, id: unknown): string | undefined => (/^[1-9]\d*$/.test(textOf(id) ?? '') ? `${provider}:${textOf(id) ?? ''}` : undefined);
const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}); // an object has text keys
/** A value of another shape than text or number is kept readable, so that its row can be refused with it. */
const textOf = (value: unknown): string | undefined => (value === null || value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value));

const fuzzyDate = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return textOf(value);
  const { year, month, day } = value as Json; // an object has text keys
  if (year === null || year === undefined) return undefined;
  return [year, ...(month === null || month === undefined ? [] : [month, ...(day === null || day === undefined ? [] : [day])])].map((part) => textOf(part)).join('-');
};

const statusNames: Record<ListStatus, { word: string; list: string }> = {
  watching: { word: 'CURRENT', list: 'Watching' }, completed: { word: 'COMPLETED', list: 'Completed' }, on_hold: { word: 'PAUSED', list: 'Paused' }, dropped: { word: 'DROPPED', list: 'Dropped' }, plan_to_watch: { word: 'PLANNING', list: 'Planning' },
};
const formats: Record<AnimeType, string | null> = { TV: 'TV', MOVIE: 'MOVIE', OVA: 'OVA', ONA: 'ONA', SPECIAL: 'SPECIAL', UNKNOWN: null };

function* write(entries: readonly ExportedEntry[]): Steps<WrittenList> {
  const lists = new Map<ListStatus, string[]>();
  for (const [at, exported] of entries.entries()) {
    if (at % 64 === 63) yield;
    const { status } = exported.stored;
    const rows = lists.get(status) ?? [];
    rows.push(JSON.stringify(toMediaList(exported)));
    lists.set(status, rows);
  }
  const blocks = [...lists].map(([status, rows]) => `{"name":"${statusNames[status].list}","isCustomList":false,"isSplitCompletedList":false,"status":"${statusNames[status].word}","entries":[\n${rows.join(',\n')}\n]}`);
  const text = `{"data":{"MediaListCollection":{"user":{"mediaListOptions":{"scoreFormat":"POINT_10_DECIMAL"}},"hasNextChunk":false,"lists":[\n${blocks.join(',\n')}\n]}}}\n`;
  return { text, written: entries.length, left_out: [], warnings: [] };
}

/** The names of AniList's own; `anime_id` besides, for what AniList does not have. */
const toMediaList = ({ stored, anime }: ExportedEntry): object => {
  const ids = [stored.anime_id, ...(anime?.aliases ?? [])];
  const idOf = (provider: string): number | null => Number(ids.find((id) => id.startsWith(`${provider}:`))?.slice(provider.length + 1) ?? 0) || null;
  return {
    mediaId: idOf('anilist'), anime_id: anime?.anime_id ?? stored.anime_id,
    status: statusNames[stored.status].word, score: stored.score ?? 0, progress: stored.progress, repeat: stored.rewatches, notes: stored.notes,
    startedAt: toFuzzyDate(stored.started_at), completedAt: toFuzzyDate(stored.finished_at), updatedAt: Math.floor(Date.parse(stored.updated_at) / 1000) || null,
    media: {
      id: idOf('anilist'), idMal: idOf('mal'), type: 'ANIME', format: formats[anime?.type ?? 'UNKNOWN'], episodes: anime?.episodes ?? null,
      title: { romaji: anime?.title ?? stored.title, english: anime?.title_english ?? null, native: anime?.title_native ?? null },
    },
  };
};

const toFuzzyDate = (date: string | null): object => {
  const [year = null, month = null, day = null] = (date ?? '').split('-').filter(Boolean).map(Number);
  return { year, month, day };
};

export const anilistJson: ListFormat = { extension: 'json', mime_type: 'application/json', parse, write };
