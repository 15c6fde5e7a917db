/** The brain that needs no key and no network: rules, gazetteer, grammar, and text composed from tool results. Deterministic. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import { intentLabels } from '../../../../src/domain/intent-view.ts';
import type { Field } from '../../deps.ts';
import type { Reading, Slots } from '../../state.ts';
import type { Brain } from '../brain.ts';
import { decideIntent } from './classify.ts';
import { withoutInterjections } from './grammar/interjections.ts';
import { kindsOf } from './bound-alone.ts';
import { inEnglish } from './grammar/other-languages.ts';
import { respell } from './grammar/respell.ts';
import { readDislike } from './grammar/read-wish.ts';
import { readMessage } from './grammar/read-message.ts';
import { readTitles, type TitleReading } from './grammar/read-titles.ts';
import { intentView, sentenceOf } from './intent-view.ts';
import { clauseOf, splitChanges, splitOpinion } from './split-changes.ts';
import { withoutRefusedOrder } from './unwilling.ts';
import { splitRequests } from './split-requests.ts';
import { word } from './wording/wording.ts';

/** @param embed sentence -> unit vector of the encoder that the classifier knows; null when there is none: words alone decide then */
export const createEmbeddedBrain = (field: Field, embed: ((text: string) => Promise<Float32Array | null>) | null): Brain => {
  const studioNames = rememberLast((studios: readonly string[]) => new Set(studios.map((studio) => studio.toLowerCase())));
  // With the catalogue the titles change too.
  const readerOf = rememberLast((studios: readonly string[]) => rememberLast((message: string): TitleReading => {
    const { mentions, masked } = readTitles(message, field.titles, studioNames(studios), (text) => field.vocabulary.find(text).length > 0);
    // Runs of blanks would cost the patterns dearly: they may be thousands.
    const said = masked.replace(/\s+/g, ' ');
    const english = inEnglish(said, (word) => field.vocabulary.find(word).length > 0);
    const plain = withoutInterjections(respell(english?.text ?? said));
    const willing = withoutRefusedOrder(plain);
    // The classifier knows intents in more languages than the grammar reads.
    if (english?.text === null) return { mentions, masked: plain, foreign: true };
    return willing === plain ? { mentions, masked: plain } : (clauseOf(willing, { mentions, masked }) ?? { mentions: [], masked: willing });
  }));
  const readTitlesOnce = (message: string): TitleReading => readerOf(field.studios())(message);

  const probabilities = (masked: string, slots: Slots, vector: Float32Array | null) => field.intents.probabilities(intentView(masked, slots, field), vector);
  const decide = (masked: string, learned: Learned, slots: Slots, kinds = kindsOf(masked.trim(), field)): Intent => decideIntent(masked.trim(), learned, slots, kinds);
  /** Done, and not liked; a shelf or a score that says so already needs no word besides. */
  const opinionIn = ({ masked }: TitleReading, slots: Slots): ReturnType<typeof splitRequests> => {
    const parts = splitOpinion(masked.trim());
    const done = parts === null ? null : decide(parts.done, probabilities(parts.done, slots, null), slots);
    if (parts === null || done?.name !== 'status_update') return null;
    return { first: { masked: parts.done, intent: done }, second: { masked: parts.opinion, intent: done } };
  };
  const split = (titles: TitleReading, slots: Slots) => opinionIn(titles, slots) ?? splitRequests(titles.masked, (clause, before) => {
      // What follows a change of a title is said of that title.
      const known = /⟦\d⟧/.test(before) && !/⟦\d⟧/.test(clause) ? { ...slots, focus: anyTitle, last_change: anyTitle } : slots;
      // A wish for good is a message of its own, beside a request it is a condition; what is thought of a title is kept.
      return decide(clause, probabilities(clause, known, null), known, { ...kindsOf(clause.trim(), field), setsWish: () => readDislike(clause.trim()) !== null });
    });

  const classify = async (titles: TitleReading, slots: Slots): Promise<Intent> => {
    const two = split(titles, slots);
    if (two !== null) return two.first.intent;
    const vector = embed === null ? null : await embed(sentenceOf(titles.masked));
    const learned = probabilities(titles.masked, slots, vector);
    const plain = withoutDoubtfulTitles(titles);
    const kinds = kindsOf(titles.masked.trim(), field);
    // "i dont like fight": a kind, though somebody has called a title so.
    const asKind = plain !== null && readDislike(titles.masked.trim()) !== null && titles.mentions.every(({ anime_id }) => (field.titles.byId(anime_id ?? '')?.prominence ?? 0) < wellKnown);
    return decide(titles.masked, plain === null ? learned : mean(learned, probabilities(plain, slots, null)), slots, asKind ? { ...kinds, setsWish: () => false } : kinds);
  };

  const readWhole = (text: string, titles: TitleReading, intent: Intent): Reading => {
    const read = readMessage(text, titles, intent, field);
    const reading: Reading = titles.foreign === true ? { ...read, foreign: true } : read;
    const parts = intent.name === 'status_update' && (reading.pick === undefined || reading.pick === 'other') && reading.wish === undefined ? splitChanges(titles) : null;
    return parts === null ? reading : { ...reading, parts: parts.map((part) => readMessage(unmask(part.masked, part), part, intent, field)) };
  };

  return {
    mode: 'embedded',
    model: null,
    async classify({ message, slots }) {
      return { intent: await classify(readTitlesOnce(message), slots), degraded: false };
    },
    extract({ message, slots }, intent) {
      const titles = readTitlesOnce(message);
      const two = split(titles, slots);
      if (two === null || two.first.intent.name !== intent.name) return Promise.resolve(readWhole(message, titles, intent));
      const reading = readWhole(message, clauseOf(two.first.masked, titles) ?? { ...titles, masked: two.first.masked }, intent);
      const { status, rating, remove } = reading.entities;
      if (two.second.intent.name === 'status_update' && (status === 'dropped' || rating !== null || remove)) return Promise.resolve(reading);
      const text = unmask(two.second.masked, titles);
      return Promise.resolve({ ...reading, also: { text, intent: two.second.intent, reading: readWhole(text, clauseOf(two.second.masked, titles) ?? { mentions: [], masked: two.second.masked }, two.second.intent) } });
    },
    compose(view, emit) {
      const { text, results, success } = word(view);
      for (const piece of text.split(/(?<=\n)/)) emit(piece);
      return Promise.resolve({ response: text, results, success, degraded: false });
    },
  };
};

const wellKnown = 3;
const anyTitle = { anime_id: '', title: '' };

/** One small word may be no title after all ("who is the president"): the message is then also judged as it stands. Null when no title is such. */
const withoutDoubtfulTitles = (titles: TitleReading): string | null =>
  titles.mentions.length === 1 && titles.mentions.every(({ text }) => /^\p{Ll}+$/u.test(text)) && titles.masked.length > 4 ? unmask(titles.masked, titles) : null;

type Learned = ReturnType<Field['intents']['probabilities']>;
const mean = (one: Learned, other: Learned): Learned => {
  const both = { ...one };
  for (const label of intentLabels) both[label] = (one[label] + other[label]) / 2;
  return both;
};

const unmask = (masked: string, { mentions }: TitleReading): string => masked.replace(/⟦(\d+)⟧/g, (mark, at: string) => mentions[Number(at)]?.text ?? mark);

/** A turn reads its titles twice (intent, entities): the second time they are there. */
const rememberLast = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  let last: { key: Key; value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
};
