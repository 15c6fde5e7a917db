/** The conversation as a state machine. Reads like its drawing; what each node does stands in its own file. */
import { END, START, StateGraph, type BaseCheckpointSaver } from '@langchain/langgraph';
import type { ChatDeps } from './deps.ts';
import { planMaker } from './make-plan.ts';
import { agent } from './nodes/agent.ts';
import { answer } from './nodes/answer.ts';
import { askBack, askBackEnds } from './nodes/ask-back.ts';
import { callTools } from './nodes/call-tools.ts';
import { classifyIntent } from './nodes/classify-intent.ts';
import { extractEntities } from './nodes/extract-entities.ts';
import { plainEdge } from './plain-edge.ts';
import { afterTools, route, routes } from './route.ts';
import { turnsInContext, type Turns } from './turn-reader.ts';
import { turnsInMessages } from './turns-in-messages.ts';
import { runPlainly } from './plain-runs.ts';

/** @param turns how a run gets its message and gives its words back; the service's way unless said otherwise */
export const buildChatGraph = ({ brain, tools, titles, hasScores, now }: ChatDeps, { schema, readTurn, keepWords }: Turns = turnsInContext) => {
  const makePlan = planMaker({ brain, titles, hasScores, now });
  return new StateGraph(schema)
    .addNode('classify_intent', classifyIntent({ brain, readTurn }))
    .addNode('extract_entities', extractEntities({ brain, titles, makePlan, readTurn }))
    .addNode('ask_back', askBack({ makePlan, titles, keepWords }), { ends: askBackEnds })
    .addNode('call_tools', callTools({ tools, readTurn }))
    .addNode('agent', agent({ brain, tools, readTurn }))
    .addNode('answer', answer({ brain, hasScores, readTurn, keepWords }))
    .addEdge(START, 'classify_intent')
    .addEdge('classify_intent', 'extract_entities')
    .addConditionalEdges('extract_entities', plainEdge(route), [...routes])
    .addConditionalEdges('call_tools', plainEdge(afterTools), ['ask_back', 'answer'])
    .addEdge('agent', 'answer')
    .addEdge('answer', END);
};

export const compileChatGraph = (deps: ChatDeps, checkpointer?: BaseCheckpointSaver) => {
  runPlainly({ nested: deps.brain.act !== undefined });
  return buildChatGraph(deps).compile({ name: 'animetrackr', ...(checkpointer && { checkpointer }) });
};

/** For Studio, which sends `messages` and brings its own checkpointer. */
export const compileStudioGraph = (deps: ChatDeps) => buildChatGraph(deps, turnsInMessages).compile({ name: 'animetrackr' });
export type ChatGraph = ReturnType<typeof compileChatGraph>;
