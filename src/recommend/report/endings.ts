/** What somebody finishes and what they drop: how much, when, and what it is about. Pure. */
import type { Vocabulary } from '../../domain/vocabulary.ts';
import { enumerate, median, percent, rounded, titles, type Listed } from './listed.ts';
import { sureFrom, tellingWords } from './telling-words.ts';

export type DropHabit = { readonly name: string; readonly dropped: number; readonly of: number };
export type Endings = {
  readonly sentences: string[];
  readonly finished: number;
  readonly dropped: number;
  readonly on_hold: number;
  readonly watching: number;
  readonly planned: number;
  /** Of what came to an end, 0-1. */
  readonly completion_rate: number | null;
  /** Median episode of a drop, where it is known. */
  readonly dropped_at_episode: number | null;
  /** Genres and tags that are dropped more often than others, the most telling first. */
  readonly dropped_more: DropHabit[];
};

const fewestDrops = 3;
const mostNamed = 8;
const few = 5;

export const endings = (listed: readonly Listed[], vocabulary: Vocabulary | null): Endings => {
  const count = (status: Listed['entry']['status']): number => listed.filter(({ entry }) => entry.status === status).length;
  const [finished, dropped, planned] = [count('completed'), count('dropped'), count('plan_to_watch')];
  const ended = finished + dropped;
  const at = listed.flatMap(({ entry: { status, progress } }) => (status === 'dropped' && progress > 0 ? [progress] : []));
  const found = {
    finished, dropped, planned,
    on_hold: count('on_hold'),
    watching: count('watching'),
    completion_rate: ended === 0 ? null : rounded(finished / ended),
    dropped_at_episode: at.length === 0 ? null : Math.round(median(at)),
    dropped_more: dropHabits(listed, vocabulary).slice(0, mostNamed),
  };
  return { sentences: tell(found, ended), ...found };
};

/** Words of titles that are dropped clearly more often than this user drops. */
export const dropHabits = (listed: readonly Listed[], vocabulary: Vocabulary | null): DropHabit[] => {
  const ended = listed.filter(({ entry: { status } }) => status === 'completed' || status === 'dropped');
  const usual = ended.filter(({ entry }) => entry.status === 'dropped').length / Math.max(1, ended.length);
  const words = new Map<string, { dropped: number; of: number }>();
  for (const { anime, entry } of ended) for (const word of tellingWords(anime, vocabulary)) {
    const { dropped, of } = words.get(word) ?? { dropped: 0, of: 0 };
    words.set(word, { dropped: dropped + Number(entry.status === 'dropped'), of: of + 1 });
  }
  const strength = ({ dropped, of }: Pick<DropHabit, 'dropped' | 'of'>): number => (dropped - of * usual) / Math.max(0.01, Math.sqrt(of * usual * (1 - usual)));
  return [...words]
    .map(([name, counts]) => ({ name, ...counts }))
    .filter((habit) => habit.dropped >= fewestDrops && strength(habit) >= sureFrom.genre)
    .sort((a, b) => strength(b) - strength(a) || b.dropped - a.dropped || a.name.localeCompare(b.name, 'en'));
};

const tell = ({ finished, dropped, completion_rate, dropped_at_episode, dropped_more, on_hold }: Omit<Endings, 'sentences'>, ended: number): string[] => {
  if (ended === 0 || completion_rate === null) return ['Nothing on your list is finished or dropped yet.'];
  if (dropped === 0) return [ended < few ? `You finished ${titles(finished)} and dropped none, which says little yet.` : `You finished all ${finished} titles that came to an end: you drop nothing.`];
  return [
    ended < few ? `You finished ${titles(finished)} and dropped ${titles(dropped)}: too few for a pattern.` : `You finish ${percent(completion_rate)} of what you begin and end: ${finished} finished, ${dropped} dropped${on_hold > 0 ? `, ${on_hold} on hold` : ''}.`,
    dropped_at_episode === null ? '' : `When you drop something, it is usually around episode ${dropped_at_episode}.`,
    dropped_more.length === 0 ? '' : `You drop these more often than the rest: ${enumerate(dropped_more.slice(0, 3).map(({ name, dropped: gone, of }) => `${name.toLowerCase()} (${gone} of ${of})`))}.`,
  ].filter(Boolean);
};
