/** What speaks for thinking twice about a title. Pure; only what is known is said. */
import type { Anime } from '../domain/anime.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Generation } from '../retrieval/generation.ts';
import { partsBefore } from '../retrieval/parts.ts';
import type { Audience } from './audience.ts';
import { dropHabits } from './report/endings.ts';
import { enumerate, readListed } from './report/listed.ts';

const long = { episodes: 50, hours: 20 };
const lowScore = 6.5;

type About = { readonly generation: Generation; readonly row: number; readonly anime: Anime; readonly list: readonly StoredListEntry[]; readonly viewer: Pick<Audience, 'unwanted' | 'nameOf'> };

export const caveatsOf = ({ generation, row, anime, list, viewer }: About): string[] => {
  const { catalogue } = generation;
  const listed = readListed(list, catalogue);
  const own = listed.find((one) => one.row === row)?.entry;
  const reason = viewer.unwanted.reasonFor(row);
  const statusOf = new Map(listed.map((one) => [one.row, one.entry.status]));
  const { rows, all } = partsBefore(row, generation);
  const open = rows.filter((part) => statusOf.get(part) !== 'completed');
  const unseen = all ? open : open.length < rows.length ? [] : open.slice(0, 1);
  const words = new Set([...anime.genres, ...anime.tags]);
  const dropped = dropHabits(listed, generation.vocabulary).filter(({ name }) => words.has(name)).slice(0, 2);
  const hours = anime.episodes === null || anime.duration_minutes === null ? null : (anime.episodes * anime.duration_minutes) / 60;
  return [
    own === undefined ? '' : own.status === 'plan_to_watch' ? 'It is on your list already, to be watched.' : own.status === 'dropped' ? 'You have dropped it before.' : 'It is on your list already.',
    { not_interested: 'You asked not to see it, or something that it is.', ecchi: 'It has ecchi, which you hide.', seen: 'You said that you have seen it.', none: '' }[reason ?? 'none'],
    unseen.length === 0 ? '' : `It goes on from ${enumerate(unseen.flatMap((part) => catalogue.entries[part] ?? []).map(viewer.nameOf))}, which you have not finished as far as your list says.`,
    (anime.episodes ?? 0) >= long.episodes || (hours ?? 0) >= long.hours ? `It is long: ${[anime.episodes === null ? '' : `${anime.episodes} episodes`, hours === null ? '' : `about ${Math.round(hours)} hours`].filter(Boolean).join(', ')}.` : '',
    anime.status === 'ONGOING' ? 'It is still airing, so there is no end yet.' : anime.status === 'UPCOMING' ? 'It has not aired yet.' : '',
    anime.score !== null && anime.score < lowScore ? `The crowd gives it only ${anime.score.toFixed(1)}.` : '',
    ...dropped.map(({ name, dropped: gone, of }) => `You dropped ${gone} of ${of} titles with ${name.toLowerCase()}.`),
  ].filter(Boolean);
};
