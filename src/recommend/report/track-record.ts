/** What became of what was suggested: how our own recommendations did. Pure. */
import type { Anime } from '../../domain/anime.ts';
import type { ListStatus, StoredListEntry } from '../../domain/list-entry.ts';
import { feedbackKinds, type Feedback, type FeedbackKind } from '../../domain/preferences.ts';
import type { ChangeRecord, SuggestionRecord } from '../../storage/storage.ts';
import { mean, rounded, titles } from './listed.ts';

export type TrackRecord = {
  readonly sentences: string[];
  /** Titles suggested in conversations of the last 90 days. */
  readonly shown: number;
  /** Of these, put on the list after they were shown; then begun, finished, dropped. */
  readonly added: number;
  readonly finished: number;
  readonly dropped: number;
  /** Of those that were added and scored. */
  readonly scored: { readonly n: number; readonly mean: number | null };
  readonly feedback: Record<FeedbackKind, number>;
  /** Last shown first. `added`: put on the list since. */
  readonly recent: { readonly anime_id: string; readonly title: string; readonly kind: string; readonly reason: string | null; readonly times: number; readonly shown_at: string; readonly added: boolean; readonly status: ListStatus | null; readonly score: number | null }[];
};

const mostRecent = 30;

type Past = { readonly suggestions: readonly SuggestionRecord[]; readonly changes: readonly ChangeRecord[]; readonly list: readonly StoredListEntry[]; readonly feedback: readonly Feedback[]; byId(id: string): Anime | undefined };

export const trackRecord = ({ suggestions, changes, list, feedback, byId }: Past): TrackRecord => {
  const canonical = (id: string): string => byId(id)?.anime_id ?? id;
  const listed = new Map(list.map((entry) => [canonical(entry.anime_id), entry]));
  const addedAt = new Map<string, string>();
  // Newest first, so the last one kept is when it came onto the list for the first time.
  for (const { anime_id, before, after, created_at } of changes) if (before === null && after !== null) addedAt.set(canonical(anime_id), created_at);
  const all = suggestions.map((one) => {
    const id = canonical(one.anime_id);
    const entry = listed.get(id);
    return { one, entry, added: (addedAt.get(id) ?? '') >= one.first_shown_at && entry !== undefined };
  });
  const taken = all.filter(({ added }) => added).flatMap(({ entry }) => entry ?? []);
  const scores = taken.flatMap(({ score }) => score ?? []);
  const shownIds = new Set(suggestions.map(({ anime_id }) => canonical(anime_id)));
  const said = feedback.filter(({ anime_id }) => shownIds.has(canonical(anime_id)));
  const found = {
    shown: all.length,
    added: taken.length,
    finished: taken.filter(({ status }) => status === 'completed').length,
    dropped: taken.filter(({ status }) => status === 'dropped').length,
    scored: { n: scores.length, mean: scores.length === 0 ? null : rounded(mean(scores)) },
    // All kinds are there, so that the shape is the same for everybody.
    feedback: Object.fromEntries(feedbackKinds.map((kind) => [kind, said.filter((one) => one.kind === kind).length])) as Record<FeedbackKind, number>,
    recent: all.slice(0, mostRecent).map(({ one: { anime_id, kind, reason, times, shown_at }, entry, added }) => ({
      anime_id: canonical(anime_id), title: byId(anime_id)?.title ?? anime_id, kind, reason, times, shown_at, added, status: entry?.status ?? null, score: entry?.score ?? null,
    })),
  };
  return { sentences: tell(found), ...found };
};

const tell = ({ shown, added, finished, dropped, scored }: Omit<TrackRecord, 'sentences'>): string[] => {
  if (shown === 0) return ['I have not suggested anything to you in the last 90 days.'];
  if (added === 0) return [`Of ${titles(shown)} that I suggested in the last 90 days you have put none on your list so far.`];
  const became = [finished > 0 ? `finished ${finished}` : '', dropped > 0 ? `dropped ${dropped}` : ''].filter(Boolean).join(' and ');
  return [
    `Of ${titles(shown)} that I suggested in the last 90 days you have put ${added} on your list${became === '' ? '' : ` and ${became}`}.`,
    scored.mean === null ? '' : `You gave ${scored.n === 1 ? 'the one you scored' : `the ${scored.n} you scored`} ${scored.mean.toFixed(1)}${scored.n === 1 ? '' : ' on average'}.`,
  ].filter(Boolean);
};
