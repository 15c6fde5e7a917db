import { Command, interrupt } from '@langchain/langgraph';
import { z } from 'zod';
import { AppError } from '../../../src/errors.ts';
import type { Titles } from '../deps.ts';
import { applyRelatives } from '../entities-in-context.ts';
import type { PlanMaker } from '../make-plan.ts';
import { interpretAnswer, type AnswerMeaning } from '../interpret-answer.ts';
import { route } from '../route.ts';
import type { ChatStateValue, ChatUpdate, Plan, Question, Reading } from '../state.ts';
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
    const meaning: AnswerMeaning = 'option_id' in resume ? { kind: 'option', option_id: resume.option_id } : interpretAnswer(question, resume.message);
    const go = (next: Plan, update: ChatUpdate = {}) => new Command({ update: { tool_results: [], tool_calls: [], degraded: false, ...said, ...update, plan: next }, goto: route({ plan: next }) });
    switch (meaning.kind) {
      case 'other': return new Command({ update: { ...said, plan: null }, goto: 'classify_intent' });
      case 'declined': return go({ kind: 'say', topic: 'declined' });
      case 'narrow': return go({ kind: 'ask', question: { ...question, options: question.options.filter(({ id }) => id === 'none' || meaning.option_ids.includes(id)) } });
      case 'option': {
        if (meaning.option_id === 'yes' && question.calls !== undefined) return go({ kind: 'call', calls: question.calls });
        const chosen = question.options.find(({ id }) => id === meaning.option_id);
        if (chosen?.anime_id === undefined) return go({ kind: 'say', topic: 'declined' });
        const named = settle(reading, question, chosen.anime_id, titles.byId(chosen.anime_id)?.title ?? chosen.label);
        const open = named.entities.titles.some(({ anime_id }) => anime_id === null);
        const settled = open ? named : applyRelatives(named, slots, (ref) => titles.byId(ref));
        return go(makePlan(intent, settled, slots), { reading: settled });
      }
    }
  };

const wordsOf = (resume: Resume, { options }: Question): string =>
  'message' in resume ? resume.message : (options.find(({ id }) => id === resume.option_id)?.label ?? resume.option_id);

const settle = (reading: Reading, { mention }: Question, anime_id: string, title: string): Reading => ({
  ...reading,
  entities: {
    ...reading.entities,
    titles: reading.entities.titles.map((named, index) => (index === mention ? { ...named, anime_id, title, confidence: 1 } : named)),
  },
});
