/** The brain that needs no key and no network: rules, gazetteer, grammar, and text composed from tool results. Deterministic. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import { intentLabels } from '../../../../src/domain/intent-view.ts';
import type { Field } from '../../deps.ts';
import type { Slots } from '../../state.ts';
import type { Brain } from '../brain.ts';
import { decideIntent } from './classify.ts';
import { respell } from './grammar/respell.ts';
import { readMessage } from './grammar/read-message.ts';
import { readTitles, type TitleReading } from './grammar/read-titles.ts';
import { titleMark } from './grammar/scanner.ts';
import { intentView, sentenceOf } from './intent-view.ts';
import { splitRequests } from './split-requests.ts';
import { word } from './wording/wording.ts';

/** @param embed sentence -> unit vector of the encoder that the classifier knows; null when there is none: words alone decide then */
export const createEmbeddedBrain = (field: Field, embed: ((text: string) => Promise<Float32Array | null>) | null): Brain => {
  const studioNames = rememberLast((studios: readonly string[]) => new Set(studios.map((studio) => studio.toLowerCase())));
  // With the catalogue the titles change too.
  const readerOf = rememberLast((studios: readonly string[]) => rememberLast((message: string): TitleReading => {
    const { mentions, masked } = readTitles(message, field.titles, studioNames(studios));
    // Runs of blanks would cost the patterns dearly: they may be thousands.
    return { mentions, masked: respell(masked.replace(/\s+/g, ' ')) };
  }));
  const readTitlesOnce = (message: string): TitleReading => readerOf(field.studios())(message);

  const probabilities = (masked: string, slots: Slots, vector: Float32Array | null) => field.intents.probabilities(intentView(masked, slots, field), vector);
  const split = ({ masked }: TitleReading, slots: Slots) => splitRequests(masked, (clause) => decideIntent(clause, probabilities(clause, slots, null), slots));

  const classify = async (titles: TitleReading, slots: Slots): Promise<Intent> => {
    const two = split(titles, slots);
    if (two !== null) return two.first.intent;
    const vector = embed === null ? null : await embed(sentenceOf(titles.masked));
    const learned = probabilities(titles.masked, slots, vector);
    const plain = withoutDoubtfulTitles(titles);
    return decideIntent(titles.masked, plain === null ? learned : mean(learned, probabilities(plain, slots, null)), slots);
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
      if (two === null || two.first.intent.name !== intent.name) return Promise.resolve(readMessage(message, titles, intent, field));
      const reading = readMessage(message, clauseOf(two.first.masked, titles), intent, field);
      return Promise.resolve({ ...reading, also: { text: unmask(two.second.masked, titles), intent: two.second.intent.name } });
    },
    compose(view, emit) {
      const { text, results, success } = word(view);
      for (const piece of text.split(/(?<=\n)/)) emit(piece);
      return Promise.resolve({ response: text, results, success, degraded: false });
    },
  };
};

/** One small word may be no title after all ("who is the president"): the message is then also judged as it stands. Null when no title is such. */
const withoutDoubtfulTitles = (titles: TitleReading): string | null =>
  titles.mentions.length === 1 && titles.mentions.every(({ text }) => /^\p{Ll}+$/u.test(text)) && titles.masked.length > 4 ? unmask(titles.masked, titles) : null;

type Learned = ReturnType<Field['intents']['probabilities']>;
const mean = (one: Learned, other: Learned): Learned => {
  const both = { ...one };
  for (const label of intentLabels) both[label] = (one[label] + other[label]) / 2;
  return both;
};

/** The titles of one clause; "add it" means those of the other. */
const clauseOf = (masked: string, { mentions }: TitleReading): TitleReading => {
  const own = mentions.filter((_, at) => masked.includes(titleMark(at)));
  if (own.length === 0) return { mentions, masked };
  const renumbered = masked.replace(/⟦(\d+)⟧/g, (mark, at: string) => { const mention = mentions[Number(at)]; return mention === undefined ? mark : titleMark(own.indexOf(mention)); });
  return { mentions: own, masked: renumbered };
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
