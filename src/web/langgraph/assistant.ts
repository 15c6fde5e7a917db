/** The one assistant: the graph of `langgraph.json`, under the name that it has there and the id that LangGraph's own server derives from that name. */
import { AppError } from '../../errors.ts';

export const graphId = 'animetrackr';
export const assistantId = '9b0b8085-268d-500c-8df4-7edc2b850070';

export const assistantOf = (created_at: string) => ({
  assistant_id: assistantId,
  graph_id: graphId,
  name: 'AnimeTrackr',
  description: 'Finds, recommends and keeps anime.',
  version: 1,
  config: {},
  context: {},
  metadata: { created_by: 'system' },
  created_at,
  updated_at: created_at,
});

/** @throws AppError not_found */
export const checkAssistant = (id: string): void => {
  if (id !== graphId && id !== assistantId) throw new AppError('not_found', `There is no assistant ${JSON.stringify(id.slice(0, 80))}.`, { hint: `The assistant is ${graphId}.` });
};
