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
import { afterTools, route, routes } from './route.ts';
import { ChatState } from './state.ts';
import { turnFromContext } from './turn-reader.ts';

export const buildChatGraph = ({ brain, tools, titles, now }: ChatDeps) => {
  const readTurn = turnFromContext;
  const makePlan = planMaker({ brain, titles, now });
  return new StateGraph(ChatState)
    .addNode('classify_intent', classifyIntent({ brain, readTurn }))
    .addNode('extract_entities', extractEntities({ brain, titles, makePlan, readTurn }))
    .addNode('ask_back', askBack({ makePlan }), { ends: askBackEnds })
    .addNode('call_tools', callTools({ tools, readTurn }))
    .addNode('agent', agent({ brain, tools, readTurn }))
    .addNode('answer', answer({ brain, readTurn }))
    .addEdge(START, 'classify_intent')
    .addEdge('classify_intent', 'extract_entities')
    .addConditionalEdges('extract_entities', route, [...routes])
    .addConditionalEdges('call_tools', afterTools, ['ask_back', 'answer'])
    .addEdge('agent', 'answer')
    .addEdge('answer', END);
};

/** @param checkpointer ours in the service; none in Studio, which brings its own */
export const compileChatGraph = (deps: ChatDeps, checkpointer?: BaseCheckpointSaver) =>
  buildChatGraph(deps).compile({ name: 'animetrackr', ...(checkpointer && { checkpointer }) });
export type ChatGraph = ReturnType<typeof compileChatGraph>;
