/** Questions about a title, answered from its entry; what the catalogue does not record is said to be unknown. */
import type { Details } from './details.ts';
import { list, plural, safe, titleOf } from './phrases.ts';
import { whereShown } from './where-shown.ts';

/** One sentence, or null when the entry does not know. `said` is the question in lower case. */
type Fact = { readonly asks: RegExp; readonly unknown: string; readonly tell: (anime: Details, said: string) => string | null };

const facts: readonly Fact[] = [
  {
    asks: /\bhow (?:many|much)\b.{0,40}\b(?:left|remain\w*|to go)\b/,
    unknown: 'how many episodes are left',
    tell: ({ episodes, list_entry }) => (episodes === null || !list_entry ? null : `has ${plural(Math.max(0, episodes - list_entry.progress), 'episode')} left for you, of ${episodes}`),
  },
  {
    asks: /\bhow many (?:are|is) (?:out|there)\b|\bhow many (?:episodes|eps)\b(?!.*\b(?:left|to go|remain))|\bhow long\b|\bhow much (?:of it |of that )?is there\b|\b(?:eps|episodes)\s*\?|\b(?:episodes?|eps?) count\b|\bnumber of episodes\b|\bruntime\b/,
    unknown: 'how many episodes it has',
    tell: ({ episodes, duration_minutes, status }) => {
      if (episodes === null) return status === 'ONGOING' ? 'is still airing, and I do not know how many episodes it will have' : null;
      const minutes = duration_minutes === null ? '' : episodes === 1 ? `, ${duration_minutes} minutes` : ` of about ${duration_minutes} minutes`;
      return `has ${plural(episodes, 'episode')}${minutes}${status === 'ONGOING' ? ' so far' : ''}`;
    },
  },
  { asks: /\bwho (?:made|animated|produced|did|makes)\b|\b(?:what|which) studio\b|\bstudio (?:behind|that made)\b|\bmade by\b/, unknown: 'which studio made it', tell: ({ studios }) => (studios.length === 0 ? null : `was made by ${list(studios.map(safe))}`) },
  {
    asks: /\b(?:came|come|released|aired?|out) when\b|\bwhen (?:did|was|does|is|will)\b(?!.{0,40}\b(?:next|new|second|third|season \d)\b)|\b(?:what|which) year\b|\bhow old is\b|\brelease date\b/,
    unknown: 'when it came out',
    tell: ({ year, season, status }) => (year === null ? null : `${status === 'UPCOMING' ? 'is announced for' : 'came out in'} ${season === null ? '' : `${season.toLowerCase()} `}${year}`),
  },
  { asks: /\bwhere (?:can|could|do|to)\b.*\b(?:watch|stream|find|see)|\bstream(?:ing)?\b|\bon (?:netflix|crunchyroll|hulu|prime|disney|youtube|bilibili|abema)\b/, unknown: 'where it can be watched', tell: ({ streaming }, said) => whereShown(streaming, said) },
  {
    asks: /\b(?:finished|over|completed?|airing|ongoing|ended|still running|still going|wrapped up)\b/,
    unknown: 'whether it is still airing',
    tell: ({ status }, said) => {
      if (status === 'UNKNOWN') return null;
      return { FINISHED: 'has finished airing', ONGOING: /\b(?:finished|over|completed?|ended|wrapped)\b/.test(said) ? 'is not finished, it is still airing' : 'is still airing', UPCOMING: 'has not aired yet' }[status];
    },
  },
  { asks: /\b(?:what|which) genres?\b|\bgenres? (?:of|is)\b|\bgenres?\s*\?/, unknown: 'its genres', tell: ({ genres, tags }) => (genres.length + tags.length === 0 ? null : `is ${list([...genres, ...tags.slice(0, 5)].map((word) => safe(word.toLowerCase())))}`) },
  {
    asks: /\b(?:any good|worth (?:it|watching|my time)|how good|ratings?|scores?|well received)\b/,
    unknown: 'how the crowd scores it',
    tell: ({ score }) => (score === null ? null : `has a crowd score of ${score.toFixed(1)} out of 10`),
  },
  {
    asks: /\b(?:sequel|prequel|spin-?offs?|how many seasons|(?:next|second|third|2nd|3rd|another|more|new) seasons?|season (?:\d|two|three)|watch (?:next|after)|related)\b/,
    unknown: 'of any other season or part',
    tell: ({ related = [] }) => (related.length === 0 ? null : `belongs together with ${list(related.slice(0, 6).map(({ title, year }) => titleOf({ title, title_english: null, year })))}`),
  },
];

/** What people ask and no entry records. */
const unrecorded: readonly (readonly [RegExp, string])[] = [
  [/\bdirect(?:or|ors|ed|s)\b/, 'who directed it'],
  [/\bdub(?:s|bed|bing)?\b|\bsub or dub\b/, 'whether there is a dub'],
  [/\b(?:voice(?:s|d)?|seiyuu|cast|va|actors?|actress(?:es)?)\b/, 'who voices it'],
  [/\b(?:composer|composed|soundtrack|ost|opening|ending song|theme song|op|music by|sings?|sang)\b/, 'who made its music'],
  [/\b(?:author|mangaka|wrote|written by|writer|creator)\b/, 'who wrote it'],
  [/\bwhen\b.{0,40}\b(?:next|new|second|third|season \d)\b/, 'when more of it comes'],
  [/\b(?:does|do|did) .{0,40}\b(?:die|end up|survive|get together|kill)\b|\bhow does .{0,40}\bend\b|\bspoilers?\b/, 'how it turns out, and would not want to give it away'],
];

const asksAbout = /\bwhat(?:'s| is| was|s)\b.*\babout\b|\b(?:plot|synopsis|summary|premise|story)\b/;

/** Every question of the message in one or two sentences; null when it asks for nothing in particular. */
export const answersTo = (message: string, anime: Details): string | null => {
  const said = withoutTitle(message.toLowerCase(), anime);
  const asked = facts.filter(({ asks }) => asks.test(said));
  const known = asked.map(({ tell }) => tell(anime, said)).filter((sentence) => sentence !== null);
  const open = [...unrecorded.filter(([asks]) => asks.test(said)).map(([, what]) => what), ...asked.filter(({ tell }) => tell(anime, said) === null).map(({ unknown }) => unknown)];
  const about = asksAbout.test(said);
  if (known.length + open.length === 0) return about ? `${titleOf(anime)}: ${storyOf(anime)}` : null;
  const sentences = [
    known.length === 0 ? '' : `${titleOf(anime)} ${list(known)}.`,
    open.length === 0 ? '' : known.length === 0 ? `${titleOf(anime)}: I do not know ${list(open, 'or')}; my catalogue does not say.` : `I do not know ${list(open, 'or')}.`,
    about && (anime.synopsis !== null || keptBack(anime) !== '') ? storyOf(anime) : known.length === 0 || asked.some(({ unknown }) => unknown.startsWith('how the crowd')) ? aboutIt(anime) : '',
  ];
  return sentences.filter(Boolean).join(' ');
};

/** A title's own words ask nothing ("The Ending", "Over the Sea"). */
const withoutTitle = (said: string, { title, title_english, synonyms }: Details): string =>
  [title, title_english, ...synonyms].filter((name) => name !== null && name.length > 2).reduce<string>((left, name) => left.replaceAll((name ?? '').toLowerCase(), ' '), said);

export const aboutIt = ({ genres, tags }: Details): string => {
  const words = [...genres, ...tags.slice(0, 4)].map((word) => safe(word.toLowerCase()));
  return words.length === 0 ? 'I know nothing more about it.' : `It is ${list(words)}.`;
};

/** What it is about: in the words of its synopsis, else of its genres and tags. */
export const storyOf = (anime: Details): string => (anime.synopsis === null ? [aboutIt(anime), keptBack(anime)].filter(Boolean).join(' ') : safe(anime.synopsis));

/** What is not told, and why, so that it is not taken for unknown. */
const keptBack = ({ unseen_before = [] }: Details): string =>
  unseen_before.length === 0 ? '' : `What happens in it I keep back, because you have not finished ${list(unseen_before.slice(0, 3).map(({ title }) => safe(title)))}. “Show spoilers” changes that.`;
