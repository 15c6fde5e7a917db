import { Command, interrupt } from '@langchain/langgraph';
import { z } from 'zod';
import type { IntentName } from '../../../src/domain/entities.ts';
import { pickTitle } from '../../../src/domain/pick-title.ts';
import { AppError } from '../../../src/errors.ts';
import type { Titles } from '../deps.ts';
import { applyRelatives } from '../entities-in-context.ts';
import type { PlanMaker } from '../make-plan.ts';
import { withSettled } from '../contradiction.ts';
import { explained } from '../explain-question.ts';
import { interpretAnswer, type AnswerMeaning } from '../interpret-answer.ts';
import { route } from '../route.ts';
import type { Change, ChatStateValue, ChatUpdate, Plan, Question, Reading, Shown, ToolRequest } from '../state.ts';
import type { WordKeeper } from '../turn-reader.ts';

/** What a resumed turn brings: the option's id, or the user's own words. Whoever runs the graph may also resume with bare words. */
const resumeSchema = z.union([z.object({ option_id: z.string() }), z.object({ message: z.string() }), z.string().transform((message) => ({ message }))]);
export type Resume = z.output<typeof resumeSchema>;

export const askBackEnds = ['ask_back', 'call_tools', 'agent', 'answer', 'classify_intent'];

/** Asks, waits (the node runs again from its top when the answer is there), and turns the answer into the next plan. */
export const askBack =
  ({ makePlan, titles, keepWords }: { makePlan: PlanMaker; titles: Titles; keepWords: WordKeeper }) =>
  (state: ChatStateValue): Command => {
    const { plan, reading, intent, slots } = state;
    if (plan?.kind !== 'ask' || reading === null || intent === null) throw new AppError('internal', 'There was nothing to ask.');
    const { question } = plan;
    const resume = resumeSchema.parse(interrupt<Question, unknown>(question));
    const said = keepWords([{ role: 'assistant', content: question.question }, { role: 'user', content: wordsOf(resume, question) }]);
    const namesOf = (id: string): string[] => [titles.byId(id)].flatMap((anime) => (anime === undefined ? [] : [anime.title, anime.title_english ?? '', ...anime.synonyms]));
    const meaning: AnswerMeaning = 'option_id' in resume ? { kind: 'option', option_id: resume.option_id } : interpretAnswer(question, resume.message, namesOf);
    const go = (next: Plan, update: ChatUpdate = {}) => new Command({ update: { tool_results: [], tool_calls: [], degraded: false, ...said, ...update, plan: next }, goto: route({ plan: next }) });
    const choose = (ids: readonly string[]): Command => {
      const chosen = question.options.filter(({ id, anime_id }) => ids.includes(id) && anime_id !== undefined);
      if (chosen.length === 0) return go({ kind: 'say', topic: 'declined' });
      const named = settle(reading, question, chosen.flatMap(({ anime_id, label }) => (anime_id === undefined ? [] : [{ anime_id, title: titles.byId(anime_id)?.title ?? label }])), titles);
      const open = named.entities.titles.some(({ anime_id }) => anime_id === null);
      const settled = open ? named : applyRelatives(named, slots, (ref) => titles.byId(ref));
      return go(makePlan(intent, settled, slots), { reading: settled });
    };
    /** The request without what contradicts itself, or with the side of it that counts. */
    const settled = (option_id: string): Command => {
      const clear = withSettled(reading, question.settles?.[option_id] ?? {});
      return go(makePlan(intent, clear, slots), { reading: clear });
    };
    const confirmed = (calls: readonly ToolRequest[], agreed?: Question['diff']): Command => {
      const planned = makePlan(intent, reading, slots);
      return go({ kind: 'call', calls, ...(agreed !== undefined && { preview: true, agreed }), ...(planned.kind === 'call' && planned.then !== undefined && { then: planned.then }) });
    };
    const other = (): Command => {
      // "the zero one", when Fate was asked about: not among the options, but of that name.
      const named = 'message' in resume ? ofThatName(question, reading, resume.message, titles) : null;
      if (named !== null) return go(makePlan(intent, named, slots), { reading: named });
      // What was asked about is still spoken of: "hm, what score did I give it?"
      const [about, ...others] = reading.entities.titles.flatMap(({ anime_id, title }) => (anime_id === null || title === null ? [] : [{ anime_id, title }]));
      const focus = about !== undefined && others.length === 0 ? { slots: { ...slots, focus: about } } : {};
      // Said in other words, a side is added to the rest of the request.
      const rest = question.settles?.['none'] === undefined ? null : withSettled(reading, question.settles['none']);
      const asked = rest === null ? {} : { slots: { ...slots, intent: intent.name, entities: rest.entities, topic: rest.topic, served: slots.shown.map(({ anime_id }) => anime_id) } };
      return new Command({ update: { ...said, ...focus, ...asked, plan: null, left: leftOpen(question, intent.name) }, goto: 'classify_intent' });
    };
    if (question.settles !== undefined && (meaning.kind === 'option' || meaning.kind === 'declined')) return settled(meaning.kind === 'option' ? meaning.option_id : 'none');
    switch (meaning.kind) {
      case 'other': return other();
      case 'explain': return go({ kind: 'ask', question: explained(question) });
      case 'declined': return go({ kind: 'say', topic: 'declined' });
      case 'narrow': return go({ kind: 'ask', question: { ...question, options: question.options.filter(({ id }) => id === 'none' || meaning.option_ids.includes(id)) } });
      case 'several': return choose(meaning.option_ids);
      case 'part': return confirmed((question.calls ?? []).flatMap((call) => onlyFor(call, meaning.anime_ids)));
      case 'besides': {
        const more = alsoFor(question.calls ?? [], meaning.title, titles);
        return more === null ? other() : confirmed(more);
      }
      case 'figure': {
        const put = withFigure(reading, meaning.value);
        return put === null ? other() : go(makePlan(intent, put, slots), { reading: put });
      }
      case 'option': return meaning.option_id !== 'no' && question.calls !== undefined ? confirmed(question.calls, question.diff) : choose([meaning.option_id]);
    }
  };

/** "change it to 5?" "no, 9": the same order with the other number; null when it wrote none. */
const withFigure = (reading: Reading, value: number): Reading | null => {
  const { entities, every, changes } = reading;
  if (every !== undefined || changes !== undefined) return null;
  if (entities.rating !== null) return value > highestScore ? null : { ...reading, entities: { ...entities, rating: value } };
  return entities.progress?.kind === 'set' && Number.isInteger(value) ? { ...reading, entities: { ...entities, progress: { kind: 'set', episodes: value } } } : null;
};
const highestScore = 10;

/** A call without the changes of other titles; a flat one has one title. */
const onlyFor = (call: ToolRequest, ids: readonly string[]): ToolRequest[] => {
  const updates = updatesOf(call).filter(({ anime_id }) => ids.includes(String(anime_id)));
  return updates.length === 0 ? [] : [{ ...call, arguments: { updates } }];
};

/** The calls with the same change for one more title; null when there is no such change, or the title is not clear. */
const alsoFor = (calls: readonly ToolRequest[], title: string, titles: Pick<Titles, 'resolve'>): ToolRequest[] | null => {
  const [last] = calls.slice(-1);
  const picked = pickTitle(titles.resolve(title));
  const changes = calls.flatMap(updatesOf).map(({ anime_id: _id, ...change }) => JSON.stringify(change));
  const [first = null] = changes;
  if (picked.kind !== 'one' || last === undefined || first === null || changes.some((change) => change !== first)) return null;
  const change = JSON.parse(first) as Change; // of our own making, a line above
  return [...calls.slice(0, -1), { ...last, arguments: { updates: [...updatesOf(last), { anime_id: picked.anime.anime_id, ...change }] } }];
};

const updatesOf = ({ arguments: args }: ToolRequest): readonly Change[] => (args['updates'] ?? [args]) as readonly Change[]; // written by the status_update intent

const ofThatName = ({ kind, mention }: Question, reading: Reading, message: string, titles: Pick<Titles, 'resolve'>): Reading | null => {
  const asked = mention === undefined ? undefined : reading.entities.titles[mention];
  const words = message.toLowerCase().replace(/^(?:(?:the|no|oh|i|mean|meant|it'?s)\b[\s,]*)+|\s+(?:one|please|pls)\b|[.!?]+$/g, '').trim();
  if (kind !== 'choose_title' || asked === undefined || words === '' || words.split(/\s+/).length > mostWordsOfName) return null;
  const picked = [`${asked.text} ${words}`, words.replace(/\b(?:one|from)\b/g, ' ')].map((name) => pickTitle(titles.resolve(name))).find((one) => one.kind === 'one' && one.confidence >= clearlyNamed);
  if (picked?.kind !== 'one') return null;
  const { anime_id, title } = picked.anime;
  return { ...reading, entities: { ...reading.entities, titles: reading.entities.titles.map((one, at) => (at === mention ? { ...one, anime_id, title, confidence: 1 } : one)) } };
};
const mostWordsOfName = 6;
const clearlyNamed = 0.9;

const wordsOf = (resume: Resume, { options }: Question): string =>
  'message' in resume ? resume.message : (options.find(({ id }) => id === resume.option_id)?.label ?? resume.option_id);

/** What is said of a question that the user passes over; a question about a fact is simply gone. */
const leftOpen = ({ kind }: Question, intent: IntentName): string | null => (kind === 'confirm_change' ? 'left_change' : intent === 'status_update' ? 'left_title' : null);

const settle = (reading: Reading, { mention, options }: Question, chosen: readonly Shown[], titles: Pick<Titles, 'byId'>): Reading => {
  const others = options.flatMap(({ anime_id }) => (anime_id === undefined || chosen.some((one) => one.anime_id === anime_id) ? [] : (titles.byId(anime_id) ?? [])));
  const spread = <Value>(values: readonly Value[], of: (value: Value, one: Shown) => Value): Value[] => values.flatMap((value, at) => (at === mention ? chosen.map((one) => of(value, one)) : [value]));
  return {
    ...reading,
    others: others.map(({ anime_id, title }) => ({ anime_id, title })),
    ...(reading.changes !== undefined && { changes: spread(reading.changes, (change) => change) }),
    entities: { ...reading.entities, titles: spread(reading.entities.titles, (named, { anime_id, title }) => ({ ...named, anime_id, title, confidence: 1 })) },
  };
};
