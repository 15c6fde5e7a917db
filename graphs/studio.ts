/** What langgraph.json points at: the conversation for LangGraph Studio and other clients of LangGraph's server. Profile `local`. */
import path from 'node:path';
import { compose } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import { localUser } from '../src/domain/caller.ts';
import { createLog } from '../src/log.ts';
import { compileStudioGraph } from './chat/graph.ts';

const config = loadConfig(process.env, path.resolve(import.meta.dirname, '..'));
const { chatDeps } = await compose(config, createLog(config.logLevel));

/** The server runs the graph, not our run-turn: each call names its caller itself, and its writes commit at once. */
const call: typeof chatDeps.tools.call = (name, args) => chatDeps.tools.call(name, args, { caller: { user_id: localUser, door: 'chat' }, count: { writes: 0 } });

export const graph = compileStudioGraph({ ...chatDeps, tools: { ...chatDeps.tools, call } });
