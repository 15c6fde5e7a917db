/** Facts about titles: one told, several compared, one explained. */
import type { Entry } from '../../../../../src/domain/anime.ts';
import type { StoredListEntry } from '../../../../../src/domain/list-entry.ts';
import type { AnswerView } from '../../brain.ts';
import { lengthOf, list, plural, safe, statusWords, titleOf } from './phrases.ts';
import type { Draft } from './wording.ts';

type Details = Entry & { list_entry?: StoredListEntry | null; related?: { anime_id: string; title: string; type: string; year: number | null }[] };

export const detailsOf = (view: AnswerView): Details[] =>
  // Our own tool's results, checked by its output schema at the server.
  view.tool_results.filter(({ name }) => name === 'get_anime_details').flatMap((result) => (result.ok ? [result.structured as unknown as Details] : []));

export const wordInformation = (view: AnswerView): Draft => {
  const details = detailsOf(view);
  const asked = questionOf(view.reading.text);
  const text = details.map((anime) => (asked === null ? fullCard(anime) : `${answerTo(asked, anime)}`)).join('\n\n');
  return { text, results: details.map(toResult), success: true };
};

type Question = 'episodes' | 'studio' | 'year' | 'watch' | 'status' | 'genres' | 'score' | 'about';

const questions: readonly (readonly [RegExp, Question])[] = [
  [/\bhow many (?:episodes|eps)|\bhow long\b|\bepisode count\b/i, 'episodes'],
  [/\bwho (?:made|animated|produced)|\b(?:what|which) studio\b/i, 'studio'],
  [/\bwhen (?:did|was|does|is|will)|\bwhat year\b/i, 'year'],
  [/\bwhere (?:can|could|do|to)\b.*\b(?:watch|stream|find)|\bstream(?:ing)?\b/i, 'watch'],
  [/\b(?:finished|over|complete[d]?|airing|ongoing|still running)\b.*\?|^is .*\b(?:finished|over|complete|airing|ongoing)\b/i, 'status'],
  [/\b(?:what|which) genres?\b/i, 'genres'],
  [/\b(?:any good|worth (?:it|watching)|how good|rating|score)\b/i, 'score'],
  [/\bwhat(?:'s| is| was)\b.*\babout\b|\b(?:plot|synopsis|summary)\b/i, 'about'],
];
const questionOf = (message: string): Question | null => questions.find(([pattern]) => pattern.test(message))?.[1] ?? null;

const unknown = (what: string, anime: Details): string => `I do not know ${what} ${titleOf(anime)}.`;

const answerTo = (question: Question, anime: Details): string => {
  const title = titleOf(anime);
  switch (question) {
    case 'episodes': {
      if (anime.episodes === null) return `${unknown('how many episodes there are of', anime)}${anime.status === 'ONGOING' ? ' It is still airing.' : ''}`;
      const minutes = anime.duration_minutes === null ? '' : anime.episodes === 1 ? `, ${anime.duration_minutes} minutes` : ` of about ${anime.duration_minutes} minutes`;
      return `${title} has ${plural(anime.episodes, 'episode')}${minutes}${anime.status === 'ONGOING' ? ' so far' : ''}.`;
    }
    case 'studio': return anime.studios.length === 0 ? unknown('which studio made', anime) : `${title} was made by ${list(anime.studios.map(safe))}.`;
    case 'year': return anime.year === null ? unknown('when it came out:', anime) : `${title} came out in ${anime.season === null ? '' : `${anime.season.toLowerCase()} `}${anime.year}.`;
    case 'watch': return anime.streaming.length === 0 ? unknown('where to stream', anime) : `${title} is on ${list(anime.streaming.map(({ site }) => safe(site)))}.`;
    case 'status': return { FINISHED: `Yes, ${title} has finished airing.`, ONGOING: `${title} is still airing.`, UPCOMING: `${title} has not aired yet.`, UNKNOWN: unknown('the airing status of', anime) }[anime.status];
    case 'genres': return anime.genres.length + anime.tags.length === 0 ? unknown('the genres of', anime) : `${title}: ${list([...anime.genres, ...anime.tags.slice(0, 5)].map((word) => safe(word.toLowerCase())))}.`;
    case 'score': return anime.score === null ? `I have no crowd score for ${title}. ${aboutIt(anime)}` : `${title} has a crowd score of ${anime.score.toFixed(1)} out of 10. ${aboutIt(anime)}`;
    case 'about': return anime.synopsis === null ? `${title}: ${aboutIt(anime)}` : `${title}: ${safe(anime.synopsis)}`;
  }
};

const aboutIt = (anime: Details): string => {
  const words = [...anime.genres, ...anime.tags.slice(0, 4)].map((word) => safe(word.toLowerCase()));
  return words.length === 0 ? 'I know nothing more about it.' : `It is ${list(words)}.`;
};

const fullCard = (anime: Details): string => {
  const facts = [
    lengthOf(anime),
    anime.status === 'ONGOING' ? 'still airing' : anime.status === 'UPCOMING' ? 'not yet aired' : '',
    anime.studios.length > 0 ? `by ${list(anime.studios.map(safe))}` : '',
    anime.score === null ? '' : `crowd score ${anime.score.toFixed(1)}`,
  ].filter(Boolean);
  const own = anime.list_entry;
  const mine = own === null || own === undefined ? '' : `On your list: ${statusWords[own.status]}${own.score === null ? '' : `, your score ${own.score}`}${own.progress > 0 && own.status !== 'completed' ? `, at episode ${own.progress}` : ''}.`;
  const synopsis = anime.synopsis === null ? aboutIt(anime) : safe(anime.synopsis);
  const next = own === null || own === undefined ? 'Say “add it” to keep it for later, or “something like this”.' : '';
  return [`${titleOf(anime)}: ${facts.join(', ')}.`, synopsis, mine, next].filter(Boolean).join('\n\n');
};

export const wordOwnEntry = (view: AnswerView): Draft => {
  const [anime] = detailsOf(view);
  if (anime === undefined) return { text: 'I could not find that title.', results: [], success: false };
  const own = anime.list_entry;
  const text =
    own === null || own === undefined
      ? `${titleOf(anime)} is not on your list. Say “add it” and it is.`
      : `${titleOf(anime)} is on your list as ${statusWords[own.status]}${own.score === null ? ', not rated' : `, rated ${own.score}`}${own.progress > 0 ? `, ${plural(own.progress, 'episode')} watched` : ''}.`;
  return { text, results: [toResult(anime)], success: true };
};

export const wordExplanation = (view: AnswerView): Draft => {
  const [anime] = detailsOf(view);
  if (anime === undefined) return { text: 'I could not find that title.', results: [], success: false };
  const shown = view.slots.shown.find(({ anime_id }) => anime_id === anime.anime_id);
  const reasons = shown?.reasons ?? [];
  const asked = [...(view.slots.entities?.genres ?? []), ...(view.slots.entities?.tags ?? [])].filter((word) => [...anime.genres, ...anime.tags].includes(word));
  const because = [...reasons.map(safe), ...(asked.length > 0 ? [`it has the ${list(asked.map((word) => word.toLowerCase()))} you asked for`] : [])];
  const text =
    because.length === 0 && shown !== undefined
      ? `${titleOf(anime)} is in what I showed because it fits everything you asked for. ${aboutIt(anime)}`
      : because.length === 0
      ? `${titleOf(anime)}: ${aboutIt(anime)} I have not suggested it in this conversation, so there is no reason of mine to tell.`
      : `${titleOf(anime)} came up because: ${list(because)}. ${aboutIt(anime)}`;
  return { text, results: [toResult(anime)], success: true };
};

export const toResult = (details: Details): Entry => {
  const { list_entry: _own, related: _related, ...entry } = details;
  return entry;
};
