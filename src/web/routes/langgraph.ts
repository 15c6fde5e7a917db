/** What LangGraph's SDK and Agent Chat UI ask a LangGraph server, answered from our own conversations: the same threads as at every other door. */
import type { RunTurn } from '../../domain/chat-turn.ts';
import type { Log } from '../../log.ts';
import type { ThreadStore } from '../../storage/storage.ts';
import { createNewThreads } from '../langgraph/new-threads.ts';
import { createRuns } from '../langgraph/runs.ts';
import { readTalk, type Talk } from '../langgraph/talk.ts';
import type { OpenRequests } from '../open-requests.ts';
import type { Route } from '../route.ts';
import { langGraphAssistantRoutes } from './langgraph-assistants.ts';
import { langGraphRunRoutes } from './langgraph-runs.ts';
import { langGraphThreadRoutes } from './langgraph-threads.ts';

type Parts = { readonly runTurn: RunTurn; readonly threads: ThreadStore; readonly openRequests: OpenRequests; readonly log: Log; readonly version: string; readonly keepAliveMs?: number };

export const langGraphRoutes = ({ runTurn, threads, openRequests, log, version, keepAliveMs }: Parts): Route[] => {
  const now = (): Date => new Date();
  const newThreads = createNewThreads();
  const runs = createRuns({ runTurn, threads, openRequests, log, now });
  const findTalk = async (user_id: string, thread_id: string): Promise<Talk | null> => {
    const stored = await readTalk(threads, user_id, thread_id);
    if (stored !== null) {
      newThreads.delete(user_id, thread_id); // deleted some day, it is gone
      return stored;
    }
    const thread = newThreads.get(user_id, thread_id);
    return thread === undefined ? null : { thread, turns: [], interrupt: null };
  };
  return [
    ...langGraphAssistantRoutes({ version, startedAt: now().toISOString() }),
    ...langGraphThreadRoutes({ threads, newThreads, runs, findTalk, now }),
    ...langGraphRunRoutes({ runs, findTalk, openRequests, ...(keepAliveMs !== undefined && { keepAliveMs }) }),
  ];
};
