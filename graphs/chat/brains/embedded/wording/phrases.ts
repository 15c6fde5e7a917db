/** Small pieces that answers are made of. Plain English; the same input gives the same words. */
import type { Entities } from '../../../../../src/domain/entities.ts';
import type { Result } from '../../../../../src/domain/chat-turn.ts';
import type { StoredListEntry } from '../../../../../src/domain/list-entry.ts';

/** `a`, `a and b`, `a, b and c`. */
export const list = (words: readonly string[], last = 'and'): string => {
  const head = words.slice(0, -1);
  const tail = words.at(-1) ?? '';
  return head.length === 0 ? tail : `${head.join(', ')} ${last} ${tail}`;
};

export const plural = (count: number, word: string, many = `${word}s`): string => `${count} ${count === 1 ? word : many}`;

type Named = Pick<Result, 'title' | 'title_english' | 'year'>;

/** Markdown that titles cannot break out of: their own marks are escaped. */
export const safe = (text: string): string => text.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/\s+/g, ' ');

/** **Death Note** (2006); **Laid-Back Camp** (Yuru Camp△, 2018) where the two names differ. */
export const titleOf = (anime: Named): string => {
  const beside = [otherName(anime), anime.year].filter((part) => part !== null);
  return `**${safe(nameOf(anime))}**${beside.length === 0 ? '' : ` (${beside.map((part) => safe(String(part))).join(', ')})`}`;
};

/** The name most readers of English know it by. */
export const nameOf = ({ title, title_english }: Pick<Named, 'title' | 'title_english'>): string => title_english ?? title;

/** The main title where the English one does not say it already. */
const otherName = ({ title, title_english }: Pick<Named, 'title' | 'title_english'>): string | null =>
  title_english === null || fold(title_english).includes(fold(title)) || fold(title).includes(fold(title_english)) ? null : title;

/** Without marks, spaces and a year in brackets, which is shown beside the title anyway; "Haikyuu" and "Haikyu", "2nd Season" and "Season 2" are one spelling. */
const fold = (text: string): string =>
  text.toLowerCase().replace(/\((?:19|20)\d\d\)/g, '').replace(/\b(?:(\d)(?:st|nd|rd|th)|second) season\b/g, (_, n: string | undefined) => `season ${n ?? 2}`).replace(/([aeiou])\1+/g, '$1').replace(/ou/g, 'o').replace(/[^\p{L}\p{N}]+/gu, '');

const typeWords: Record<Result['type'], string> = { TV: 'TV series', MOVIE: 'film', OVA: 'OVA', ONA: 'web series', SPECIAL: 'special', UNKNOWN: '' };

/** `TV series, 37 episodes of 23 minutes`; unknown parts are left out. */
export const lengthOf = ({ type, episodes, duration_minutes }: Pick<Result, 'type' | 'episodes' | 'duration_minutes'>): string => {
  const minutes = duration_minutes === null ? '' : `${duration_minutes} min`;
  if (type === 'MOVIE' && (episodes === null || episodes === 1)) return ['film', minutes].filter(Boolean).join(', ');
  return [typeWords[type], episodes === null ? '' : plural(episodes, 'episode')].filter(Boolean).join(', ');
};

export const statusWords: Record<StoredListEntry['status'], string> = {
  watching: 'watching', completed: 'completed', on_hold: 'on hold', dropped: 'dropped', plan_to_watch: 'plan to watch',
};

const hours = (minutes: number): string => String(Math.round(minutes / 6) / 10);
const orderWords: Record<NonNullable<Entities['order']>, string> = {
  newest: 'newest first', oldest: 'oldest first', best: 'best rated first', worst: 'worst rated first', popular: 'best known first', shortest: 'shortest first', longest: 'longest first', hidden_gems: 'little known',
};

/** "romance, not harem, films, from 2023, at most 13 episodes": what was understood, so that a misreading shows. */
export const constraintsOf = (entities: Entities): string => {
  const years =
    entities.year_from !== null && entities.year_from === entities.year_to
      ? `from ${entities.season === null ? '' : `${entities.season.toLowerCase()} `}${entities.year_from}`
      : entities.year_from !== null && entities.year_to !== null
        ? `from ${entities.year_from} to ${entities.year_to}`
        : entities.year_from !== null
          ? `from ${entities.year_from} on`
          : entities.year_to !== null
            ? `up to ${entities.year_to}`
            : '';
  const episodes =
    entities.min_episodes !== null && entities.max_episodes !== null
      ? entities.min_episodes === entities.max_episodes
        ? plural(entities.min_episodes, 'episode')
        : `${entities.min_episodes} to ${entities.max_episodes} episodes`
      : entities.max_episodes !== null
        ? `at most ${plural(entities.max_episodes, 'episode')}`
        : entities.min_episodes !== null
          ? `at least ${plural(entities.min_episodes, 'episode')}`
          : '';
  return [
    ...[...entities.genres, ...entities.tags, ...entities.moods].map((word) => (/^[A-Z]/.test(word) ? word.toLowerCase() : word)),
    ...entities.types.map((type) => ({ TV: 'TV series', MOVIE: 'films', OVA: 'OVAs', ONA: 'web series', SPECIAL: 'specials', UNKNOWN: 'any type' })[type]),
    entities.airing === null ? '' : { FINISHED: 'finished airing', ONGOING: 'still airing', UPCOMING: 'not yet aired', UNKNOWN: '' }[entities.airing],
    years,
    episodes,
    entities.min_duration_minutes === null ? '' : `at least ${entities.min_duration_minutes} minutes long`,
    entities.max_duration_minutes === null ? '' : `at most ${entities.max_duration_minutes} minutes long`,
    entities.min_score === null ? '' : `scored ${entities.min_score.toFixed(1).replace(/\.0$/, '')} or more`,
    entities.max_total_minutes === null ? '' : `${entities.min_total_minutes === null ? 'at most' : `${hours(entities.min_total_minutes)} to`} ${hours(entities.max_total_minutes)} hours in all`,
    entities.studios.length === 0 ? '' : `by ${list(entities.studios, 'or')}`,
    entities.exclude_studios.length === 0 ? '' : `not by ${list(entities.exclude_studios, 'or')}`,
    entities.exclude_years.length === 0 ? '' : `not from ${list(spansOf(entities.exclude_years), 'or')}`,
    ...[...entities.exclude_genres, ...entities.exclude_tags].map((word) => `no ${word.toLowerCase()}`),
    entities.exclude_titles.length === 0 ? '' : `nothing of ${list(entities.exclude_titles.map(({ text }) => safe(text)), 'or')}`,
    entities.exclude_seen ? 'not on your list' : '',
    entities.order === null ? '' : orderWords[entities.order],
  ]
    .filter(Boolean)
    .join(', ');
};

/** Years on end as one span: "1980 to 1989". */
const spansOf = (years: readonly number[]): string[] => {
  const starts = years.filter((year) => !years.includes(year - 1));
  return starts.map((start) => {
    let end = start;
    while (years.includes(end + 1)) end += 1;
    return end === start ? String(start) : `${start} to ${end}`;
  });
};

/** First sentence of a synopsis, cut at a word when it is long. */
export const firstSentence = (synopsis: string | null, most = 170): string => {
  if (synopsis === null) return '';
  const sentence = /^.*?[.!?](?=\s|$)/s.exec(synopsis)?.[0] ?? synopsis;
  if (sentence.length <= most) return safe(sentence);
  return `${safe(sentence.slice(0, most).replace(/\s+\S*$/, ''))}…`;
};
