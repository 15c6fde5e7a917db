import type { Intent } from '../../src/domain/chat-turn.ts';
import { contradictionIn } from './contradiction.ts';
import type { ChatDeps } from './deps.ts';
import { inContext } from './in-context.ts';
import { filtersOf, hasFilters } from './intents/filters-of.ts';
import { intents } from './intents/all.ts';
import type { Plan, Reading, Slots } from './state.ts';

export type PlanMaker = (intent: Intent, reading: Reading, slots: Slots) => Plan;

/** Confidence below which an intent is a guess. */
const guess = 0.5;
/** The words of a rule are surer than what a sentence around them looks like: "exams are over. resume both". */
const ruledGuess = 0.35;

/** "shorter ones", and nothing that they could be shorter than. */
const comparesNothing = ({ text, topic, entities }: Reading, { shown, focus }: Slots): boolean =>
  entities.relative.length > 0 && shown.length === 0 && focus === null && topic === '' && entities.titles.length === 0 && entities.genres.length + entities.tags.length + entities.moods.length === 0 && /^\s*(?:(?:give|show) me |some |any |the |even |a bit |much )*\p{L}+(?: \p{L}+)?(?: ones?)?(?: please| pls)?[\s.!?]*$/iu.test(text);

/** Nothing is left of the request without those whom the catalogue does not know. */
const asksForPeopleOnly = ({ people = [], topic, entities }: Reading): boolean =>
  people.length > 0 && topic === '' && entities.titles.length === 0 && !hasFilters(filtersOf({ ...entities, types: [] }));

/** Without crowd scores a bound on them would leave nothing; the answer says why it did not count. */
const withoutScores = (reading: Reading): Reading => (reading.entities.min_score === null ? reading : { ...reading, entities: { ...reading.entities, min_score: null, order: reading.entities.order ?? 'best' } });

const listed: readonly Intent['name'][] = ['recommendation', 'search'];

/** The intent's own plan, in the context of the thread, and what else the message asks for after it. */
export const planMaker = ({ brain, titles, hasScores, now }: Pick<ChatDeps, 'brain' | 'titles' | 'hasScores' | 'now'>): PlanMaker => {
  const planOne: PlanMaker = (intent, reading, slots) =>
    reading.foreign === true && listed.includes(intent.name) && !hasFilters(filtersOf(reading.entities)) ? { kind: 'say', topic: 'only_english' } :
    reading.unrecorded?.alone === true && slots.served.length > 0 ? { kind: 'say', topic: `unrecorded:${reading.unrecorded.words}` } :
    comparesNothing(reading, slots) ? { kind: 'say', topic: 'than_what' } :
    asksForPeopleOnly(reading) ? { kind: 'say', topic: `people:${reading.people?.join(', ') ?? ''}` } :
    intents[intent.name].plan(hasScores() ? reading : withoutScores(reading), {
      slots,
      now: now(),
      sure: intent.confidence >= (intent.source === 'rules' ? ruledGuess : guess),
      canAct: brain.act !== undefined,
      resolve: (text) => titles.resolve(text),
      byId: (ref) => titles.byId(ref),
      seasonsFrom: (anime) => titles.seasonsFrom(anime),
    });
  return (intent, reading, slots) => {
    const question = contradictionIn(intent, reading);
    if (question !== null) return { kind: 'ask', question };
    const plan = planOne(intent, reading, slots);
    const { also } = reading;
    if (plan.kind !== 'call' || also === undefined) return plan;
    // "finished Frieren. something similar?" is similar to what was just named.
    const [named] = reading.entities.titles.flatMap(({ anime_id, title }) => (anime_id === null || title === null ? [] : [{ anime_id, title }]));
    const after: Slots = { ...slots, focus: named ?? slots.focus };
    const second = inContext(also.reading, also.intent, after, titles);
    const next = planOne(also.intent, second, after);
    return next.kind === 'call' ? { ...plan, then: { intent: also.intent, reading: second, plan: next } } : plan;
  };
};
