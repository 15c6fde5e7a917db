/** What a LangGraph client asks first: is there a server, and which assistant has it. */
import { z } from 'zod';
import { assistantId, assistantOf, checkAssistant, graphId } from '../langgraph/assistant.ts';
import { json } from '../openapi/describe.ts';
import { schemaOf } from '../openapi/schema.ts';
import { parseInput } from '../parse-input.ts';
import { readJson } from '../read-json.ts';
import type { Route } from '../route.ts';
import { sendJson } from '../send.ts';

const searchSchema = z.looseObject({ graph_id: z.string().nullish(), limit: z.int().min(1).max(1000).nullish(), offset: z.int().min(0).nullish() });
const content = json({ type: 'object' });

export const langGraphAssistantRoutes = ({ version, startedAt }: { readonly version: string; readonly startedAt: string }): Route[] => {
  const assistant = assistantOf(startedAt);
  return [
    { method: 'get', path: '/ok', docs: { tag: 'langgraph', summary: 'Liveness, as LangGraph’s server says it', reply: { description: '`{ok: true}`', content } }, handle: (_request, response) => sendJson(response, 200, { ok: true }) },
    {
      method: 'get',
      path: '/info',
      docs: { tag: 'langgraph', summary: 'What this server can do', reply: { description: 'Version and flags.', content } },
      handle: (_request, response) => sendJson(response, 200, { version, context: 'js', flags: { assistants: true, crons: false, langsmith: false, langsmith_tracing_replicas: false } }),
    },
    {
      method: 'post',
      path: '/assistants/search',
      docs: { tag: 'langgraph', summary: 'The one assistant', body: schemaOf(searchSchema), reply: { description: 'A list.', content: json({ type: 'array' }) }, errors: ['invalid_input'] },
      handle: async (request, response) => {
        const { graph_id, offset } = parseInput(searchSchema, (await readJson(request)) ?? {}, 'body');
        sendJson(response, 200, (graph_id ?? graphId) === graphId && (offset ?? 0) === 0 ? [assistant] : []);
      },
    },
    {
      method: 'get',
      path: '/assistants/{assistant_id}',
      docs: { tag: 'langgraph', summary: 'The assistant', description: `By its name, \`${graphId}\`, or its id, \`${assistantId}\`.`, reply: { description: 'The assistant.', content }, errors: ['not_found'] },
      handle: (request, response) => {
        checkAssistant(String(request.params['assistant_id']));
        sendJson(response, 200, assistant);
      },
    },
  ];
};
