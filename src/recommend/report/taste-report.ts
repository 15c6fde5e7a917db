/** What a list says about its owner: the use case behind `analyze_user_preferences`. Sentences first, the numbers they come from behind. */
import type { TurnUnit } from '../../domain/caller.ts';
import { noFilters } from '../../domain/filters.ts';
import type { Viewer } from '../../preferences/viewer.ts';
import type { Generation } from '../../retrieval/generation.ts';
import type { ChangeRecord, ListStore, SuggestionStore } from '../../storage/storage.ts';
import type { Recommend } from '../recommend.ts';
import { drift, type Drift } from './drift.ts';
import { endings, type Endings } from './endings.ts';
import { studioLikings, wordLikings, type Likings } from './likings.ts';
import { enumerate, isBegun, readListed, titles } from './listed.ts';
import { scoreHabits, type ScoreHabits } from './score-habits.ts';
import { eras, lengthsOf, type Shapes } from './shape.ts';
import { trackRecord, type TrackRecord } from './track-record.ts';

export type TasteReport = {
  readonly summary: string[];
  /** Titles on the list that the catalogue knows. */
  readonly titles: number;
  readonly scores: ScoreHabits;
  readonly genres: Likings;
  readonly tags: Likings;
  readonly studios: Likings;
  readonly eras: Shapes;
  readonly lengths: Shapes;
  readonly completion: Endings;
  readonly drift: Drift;
  readonly missing: { readonly sentences: string[]; readonly titles: { readonly anime_id: string; readonly title: string; readonly reasons: string[] }[] };
  readonly recommendations: TrackRecord;
};
export type MakeTasteReport = (request: { user_id: string; unit?: TurnUnit | undefined; viewer: Viewer; signal?: AbortSignal | undefined }) => Promise<TasteReport>;

const mostMissing = 5;
const mostSuggestions = 500;
const changesAtOnce = 500;
const few = 5;

type Parts = { readonly current: () => Generation; readonly recommend: Recommend; readonly list: Pick<ListStore, 'changes'>; readonly suggestions: SuggestionStore };

export const createTasteReport = ({ current, recommend, list, suggestions }: Parts): MakeTasteReport => async ({ user_id, unit, viewer, signal }) => {
  const generation = current();
  const { catalogue } = generation;
  const all = await viewer.list();
  const listed = readListed(all, catalogue);
  const shown = await suggestions.list(user_id, { limit: mostSuggestions });
  const since = shown.reduce((first, { first_shown_at }) => (first < first_shown_at ? first : first_shown_at), '9');
  // Only of what is on the list it matters when it came there: an import of thousands is not read for it.
  const onList = new Set(all.map(({ anime_id }) => catalogue.byId(anime_id)?.anime_id ?? anime_id));
  const anime_ids = shown.flatMap(({ anime_id }) => { const anime = catalogue.byId(anime_id); return onList.has(anime?.anime_id ?? anime_id) ? (anime?.aliases ?? [anime_id]) : []; });
  const changes: ChangeRecord[] = [];
  for (let page: ChangeRecord[] | null = null; anime_ids.length > 0 && (page === null || page.length === changesAtOnce); changes.push(...page)) {
    const before = changes.at(-1)?.change_id;
    page = await list.changes(user_id, { since, anime_ids, limit: changesAtOnce, ...(before !== undefined && { before }) }, unit);
  }
  const audience = { unwanted: viewer.unwanted(noFilters, { suggesting: true }), feedback: viewer.feedback, nameOf: viewer.nameOf };
  const fitting = listed.some(isBegun)
    ? await recommend.recommend({ limit: mostMissing, preferred_genres: [], similar_to: [], filters: noFilters, include_seen: false, diversity: 0.3, list: all, viewer: audience, ...(signal && { signal }) })
    : { hits: [] };
  const missing = fitting.hits.map(({ anime, reasons }) => ({ anime_id: anime.anime_id, title: anime.title, reasons }));
  const names = fitting.hits.map(({ anime }) => viewer.nameOf(anime));
  const parts = {
    titles: listed.length,
    scores: scoreHabits(listed),
    genres: wordLikings(listed, generation, 'genre'),
    tags: wordLikings(listed, generation, 'tag'),
    studios: studioLikings(listed),
    eras: eras(listed),
    lengths: lengthsOf(listed),
    completion: endings(listed, generation.vocabulary),
    drift: drift(listed, generation.vocabulary),
    missing: { sentences: names.length === 0 ? [] : [`Not on your list and likely to fit: ${enumerate(names.slice(0, 3))}.`], titles: missing },
    recommendations: trackRecord({ suggestions: shown, changes, list: all, feedback: viewer.feedback, byId: catalogue.byId }),
  };
  return { summary: summaryOf(parts, listed.filter(isBegun).length), ...parts };
};

const summaryOf = ({ titles: all, scores, genres, tags, studios, eras: when, lengths, completion, drift: change, missing, recommendations }: Omit<TasteReport, 'summary'>, begun: number): string[] => {
  if (all === 0) return ['Your list is empty, so there is no taste to read yet. A few titles with scores are enough for a beginning.'];
  if (begun === 0) return ['Your list has only plans so far: tell me what you have watched, with scores, and I can say more.'];
  if (begun < few) return [`${begun === 1 ? 'One title' : `${begun} titles`} watched: that says little about a taste yet.`, ...genres.sentences, ...scores.sentences, ...missing.sentences];
  return [
    `This is read from ${titles(begun)} that you have begun${scores.n > 0 ? `, ${scores.n} of them scored` : ', none of them scored'}.`,
    ...genres.sentences.slice(0, 2),
    ...tags.sentences.slice(0, 2),
    ...scores.sentences,
    ...when.sentences.slice(0, 1),
    ...lengths.sentences.slice(0, 1),
    ...(studios.liked.length > 0 ? studios.sentences.slice(0, 1) : []),
    ...completion.sentences,
    ...(change.since === null ? [] : change.sentences),
    ...missing.sentences,
    ...(recommendations.shown > 0 ? recommendations.sentences : []),
  ];
};
