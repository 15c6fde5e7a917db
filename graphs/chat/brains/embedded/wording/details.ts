/** Facts about titles: one told, several compared, one explained. */
import type { Entry } from '../../../../../src/domain/anime.ts';
import type { StoredListEntry } from '../../../../../src/domain/list-entry.ts';
import type { AnswerView } from '../../brain.ts';
import { answersTo, storyOf } from './facts.ts';
import { lengthOf, list, plural, safe, statusWords, titleOf } from './phrases.ts';
import { orderOf, wordWatchOrder } from './watch-order.ts';
import type { Draft } from './wording.ts';

type Related = { readonly anime_id: string; readonly title: string; readonly type: string; readonly year: number | null };
export type Details = Entry & { list_entry?: StoredListEntry | null; related?: readonly Related[]; readonly unseen_before?: readonly Related[]; readonly title_language?: string };

export const detailsOf = (view: AnswerView): Details[] =>
  // Our own tool's results, checked by its output schema at the server.
  view.tool_results.filter(({ name }) => name === 'get_anime_details').flatMap((result) => (result.ok ? [result.structured as unknown as Details] : []));

export const wordInformation = (view: AnswerView): Draft => {
  const order = orderOf(view);
  if (order !== null) return wordWatchOrder(order);
  const details = detailsOf(view);
  const text = details.map((anime) => answersTo(view.reading.text, anime) ?? (view.reading.asked === undefined ? null : answersTo(view.reading.asked, anime)) ?? fullCard(anime, details.length === 1)).join('\n\n');
  return { text, results: details.map(toResult), success: true };
};

const fullCard = (anime: Details, alone: boolean): string => {
  const facts = [
    lengthOf(anime),
    anime.status === 'ONGOING' ? 'still airing' : anime.status === 'UPCOMING' ? 'not yet aired' : '',
    anime.studios.length > 0 ? `by ${list(anime.studios.map(safe))}` : '',
    anime.score === null ? '' : `crowd score ${anime.score.toFixed(1)}`,
  ].filter(Boolean);
  const own = anime.list_entry ?? null;
  const mine = own === null ? '' : `On your list: ${statusWords[own.status]}${own.score === null ? '' : `, your score ${own.score}`}${own.progress > 0 && own.status !== 'completed' ? `, at episode ${own.progress}` : ''}.${noteOf(own)}`;
  const synopsis = storyOf(anime);
  const next = own === null && alone ? 'Say “add it” to keep it for later, or “something like this”.' : '';
  return [`${titleOf(anime)}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}.`, synopsis, mine, next].filter(Boolean).join('\n\n');
};

export const wordOwnEntry = (view: AnswerView): Draft => {
  const [anime] = detailsOf(view);
  if (anime === undefined) return { text: 'I could not find that title.', results: [], success: false };
  const own = anime.list_entry;
  const text =
    own === null || own === undefined
      ? `${titleOf(anime)} is not on your list. Say “add it” and it is.`
      : `${titleOf(anime)} is on your list as ${statusWords[own.status]}${own.score === null ? ', not rated' : `, rated ${own.score}`}${own.progress > 0 ? `, ${plural(own.progress, 'episode')} watched` : ''}.${noteOf(own)}`;
  return { text, results: [toResult(anime)], success: true };
};

/** As it was written, in one piece. */
export const noteOf = ({ notes }: Pick<StoredListEntry, 'notes'>): string => (notes === null ? '' : ` Your note: “${safe(notes)}”.`);

export const toResult = (details: Details): Entry => {
  const { list_entry: _own, related: _related, unseen_before: _before, title_language: _language, ...entry } = details;
  return entry;
};
