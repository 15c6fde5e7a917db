/** The brain that needs no key and no network: rules, gazetteer, grammar, and text composed from tool results. Deterministic. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import { intentNames } from '../../../../src/domain/entities.ts';
import type { Field } from '../../deps.ts';
import { intents } from '../../intents/all.ts';
import type { Slots } from '../../state.ts';
import type { Brain } from '../brain.ts';
import { classifyByRules } from './classify.ts';
import { readMessage } from './grammar/read-message.ts';
import { readTitles, type TitleReading } from './grammar/read-titles.ts';
import { nearestExample, type ExampleIndex } from './nearest-example.ts';
import { word } from './wording/wording.ts';

/** Confidence from which the nearest examples are believed. */
const trusted = 0.4;

/** @param embed sentence -> unit vector, for the messages that no rule knows; null when there is no encoder */
export const createEmbeddedBrain = (field: Field, embed: ((text: string) => Promise<Float32Array | null>) | null): Brain & { /** Makes ready what the first unusual message would wait for. */ warm(): Promise<void> } => {
  const studioNames = rememberLast((studios: readonly string[]) => new Set(studios.map((studio) => studio.toLowerCase())));
  const readTitlesOnce = rememberLast((message: string) => readTitles(message, field.titles, studioNames(field.studios())));
  let examples: Promise<ExampleIndex | null> | undefined;
  const readyExamples = () => (examples ??= nearestExample.index(intentNames.map((name) => ({ name, texts: intents[name].examples })), embed).then((found) => {
    if (found === null) examples = undefined; // the encoder may come back
    return found;
  }));

  const classify = async (message: string, titles: TitleReading, slots: Slots): Promise<Intent> => {
    const byRules = classifyByRules(titles.masked, slots);
    if (byRules !== null) return byRules;
    if (titles.mentions.length === 0 && field.vocabulary.find(titles.masked).length > 0) return { name: 'search', confidence: 0.75, source: 'rules' };
    const nearest = await nearestExample.find(await readyExamples(), titles.masked, embed);
    // Examples that are only near never decide about the user's own list, nor what needs more titles than were named.
    const told = titles.mentions.length;
    if (nearest !== null && nearest.confidence >= trusted && nearest.name !== 'status_update' && nearest.name !== 'watchlist' && (nearest.name !== 'comparison' || told > 1)) return nearest;
    const legible = /[a-z]{3}/.test(titles.masked);
    return { name: told > 0 ? 'information' : legible ? 'search' : 'general', confidence: 0.3, source: 'rules' };
  };

  return {
    warm: async () => void (await readyExamples()),
    mode: 'embedded',
    model: null,
    async classify({ message, slots }) {
      return { intent: await classify(message, readTitlesOnce(message), slots), degraded: false };
    },
    extract: ({ message }, intent) => Promise.resolve(readMessage(message, readTitlesOnce(message), intent, field)),
    compose(view, emit) {
      const { text, results, success } = word(view);
      for (const piece of text.split(/(?<=\n)/)) emit(piece);
      return Promise.resolve({ response: text, results, success, degraded: false });
    },
  };
};

/** A turn reads its titles twice (intent, entities): the second time they are there. */
const rememberLast = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  let last: { key: Key; value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
};
