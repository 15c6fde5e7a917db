/** "anything romantic?", "13 eps tops", "length doesn't matter": conditions, and no request that could stand by itself. Pure. */
import type { Field } from '../../deps.ts';
import type { Reading } from '../../state.ts';
import { isDayAlone } from '../../intents/said-day.ts';
import { changeOf } from '../../intents/change-of.ts';
import { filtersOf, hasFilters } from '../../intents/filters-of.ts';
import { readAllowed } from './grammar/read-allowed.ts';
import { readMessage } from './grammar/read-message.ts';
import { readWish } from './grammar/read-wish.ts';

const longest = 9;
/** Whoever names what is looked for, or orders it, begins anew: "find me a sports anime", "horror movies". */
const fresh = /\b(?:recommend|suggest|find|search|look(?:ing)? for|in the mood|what are|i want|i need|i'd like)\b|\b(?:anime|animes|shows?|series|movies?|films?)\b/;
/** Questions about something else than what there is. */
const asks = /^\s*(?:you|are you|do you (?!have|know)|who|how|why|when|where|is it|was it|does|did)\b/;
/** Words that tie to what was shown. */
const tied = /\b(?:only|just|but|and|also|ones?|those|them|too|then|not|no|without|instead|rather|again|make it|except|from (?:those|these|them)|of (?:those|these|them))\b|\b(?:movies?|films?|series|shows?)\s*[.?!]*$/;

/** What the grammar says of a message that may be a request; read once, when first asked for. */
export type Kinds = {
  /** Null: not conditions alone. */
  bound(): Bound | null;
  /** Whether it says which entries of one's own list, and nothing else. */
  bindsList(): boolean;
  /** Whether something could be written on it: a shelf, a score, an episode, a note, a removal. */
  ordersChange(): boolean;
  /** Kinds that are welcome after all; none when it says anything else. */
  allowed(): readonly string[];
  /** Whether it takes conditions back. */
  lifts(): boolean;
  /** Whether it is a wish for good, and nothing else. */
  setsWish(): boolean;
  /** Whether a studio, a genre, a tag or a year is named. */
  namesKind(): boolean;
};

/** `terms`: a genre, a tag or a mood is wanted; `bounds`: the rest. */
export type Bound = 'terms' | 'bounds';

/** @param text lower case, titles as marks */
export const kindsOf = (text: string, field: Field): Kinds => {
  let known: Reading | undefined;
  let wished: boolean | undefined;
  const readAlone = (words: string): Reading => readMessage(words, { mentions: [], masked: words }, { name: 'search', confidence: 1, source: 'bound' }, field);
  const read = (): Reading => (known ??= readAlone(text));
  return {
    bound: () => (binds(text) ? boundIn(read(), text) : null) ?? boundAfterTalk(text, readAlone),
    bindsList: () => {
      if (/⟦\d⟧/.test(text) || text.split(/\s+/).length > longest) return false;
      const { own_score = {}, entities, topic } = readMessage(text, { mentions: [], masked: text }, { name: 'watchlist', confidence: 1, source: 'bound' }, field);
      return topic === '' && (Object.keys(own_score).length > 0 || entities.status !== null || entities.order !== null || hasFilters(filtersOf(entities)));
    },
    ordersChange: () => {
      const mentions = Array.from({ length: text.match(/⟦\d⟧/g)?.length ?? 0 }, (_, at) => ({ text: `⟦${at}⟧`, anime_id: '', title: '', confidence: 1 }));
      const order = readMessage(text, { mentions, masked: text }, { name: 'status_update', confidence: 1, source: 'bound' }, field);
      return order.every !== undefined || isDayAlone(text) || order.note !== undefined || order.figure !== undefined || order.butNot !== undefined || changeOf(order) !== null;
    },
    allowed: () => readAllowed(text, field.vocabulary),
    lifts: () => read().lifted !== undefined,
    setsWish: () => (wished ??= readWish(text, field.vocabulary) !== null),
    namesKind: () => {
      const { genres, tags, studios, year_from, year_to } = read().entities;
      return genres.length + tags.length + studios.length > 0 || year_from !== null || year_to !== null;
    },
  };
};

const binds = (text: string): boolean => !(/⟦\d⟧/.test(text) || text.split(/\s+/).length > longest || asks.test(text) || (fresh.test(text) && !tied.test(text)));

/** "we both cry easily so nothing sad": what is said of oneself before it changes nothing. */
const talk = /^\s*(?:i'?m?|i am|we|my|it'?s|that'?s|they|he|she)\b[^?⟦]*?(?:,|;|\.|\bso\b|\bbut\b)\s*(?=\S)/;
const longestTalk = 20;
const boundAfterTalk = (text: string, readAlone: (words: string) => Reading): Bound | null => {
  const before = talk.exec(text)?.[0];
  if (before === undefined || fresh.test(before) || text.split(/\s+/).length > longestTalk) return null;
  const rest = text.slice(before.length);
  return binds(rest) && /^(?:so |but |and )*(?:no(?:t|thing|ne)?|without|only|just|max|under|at most|less|more)\b/.test(rest) ? boundIn(readAlone(rest), rest) : null;
};

const boundIn = ({ entities, topic, lifted, unrecorded, people = [] }: Reading, text: string): Bound | null => {
  const said = hasFilters(filtersOf(entities)) || entities.relative.length > 0 || lifted !== undefined || unrecorded !== undefined || entities.moods.length > 0 || entities.order !== null || entities.count !== null || entities.exclude_seen || (people.length > 0 && /\b(?:not|nothing|none|no more) (?:else )?by\b/.test(text));
  if (!said || !topic.split(' ').every((word) => word === '' || entities.moods.some((mood) => mood.includes(word)))) return null;
  const { genres, tags, moods, studios, year_from, year_to } = entities;
  if (genres.length + tags.length + moods.length === 0) return 'bounds';
  // "romance from 2023", "mecha by Sunrise" stand by themselves.
  return (studios.length > 0 || year_from !== null || year_to !== null) && !tied.test(text) ? null : 'terms';
};
