/** The caller's conversations. Another user's thread answers like one that does not exist. */
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Thread, ThreadStore } from '../../storage/storage.ts';
import { renameThreadSchema } from '../openapi/components.ts';
import { component, json, parameters } from '../openapi/describe.ts';
import { parseInput, userQuery } from '../parse-input.ts';
import { readJson } from '../read-json.ts';
import type { Route } from '../route.ts';
import { sendJson, sendNothing } from '../send.ts';

const userOnly = z.strictObject(userQuery);
const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  ...userQuery,
});
const messagesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().min(1).max(200).optional().describe('Id of the last message of the page before.'),
  ...userQuery,
});

export const threadRoutes = ({ threads }: { threads: ThreadStore }): Route[] => {
  const owned = async (user_id: string, thread_id: string): Promise<Thread> => (await threads.get(user_id, thread_id)) ?? absent();
  const path = '/api/v1/threads/{thread_id}';

  return [
    {
      method: 'get',
      path: '/api/v1/threads',
      docs: { tag: 'threads', summary: 'Conversations, last used first', parameters: parameters(listQuery), reply: { description: 'A page.', content: json(component('ThreadPage')) }, errors: ['invalid_input'] },
      handle: async (request, response) => {
        const { limit, offset, user_id } = parseInput(listQuery, request.query, 'query');
        const found = await threads.list(user_id, { limit: limit + 1, offset });
        sendJson(response, 200, { threads: found.slice(0, limit), next_offset: found.length > limit ? offset + limit : null });
      },
    },
    {
      method: 'get',
      path,
      docs: { tag: 'threads', summary: 'One conversation', parameters: parameters(userOnly), reply: { description: 'The conversation.', content: json(component('Thread')) }, errors: ['invalid_input', 'not_found'] },
      handle: async (request, response) => {
        const { user_id } = parseInput(userOnly, request.query, 'query');
        sendJson(response, 200, await owned(user_id, threadIdOf(request.params)));
      },
    },
    {
      method: 'patch',
      path,
      docs: { tag: 'threads', summary: 'Rename a conversation', parameters: parameters(userOnly), body: component('RenameThread'), reply: { description: 'The conversation.', content: json(component('Thread')) }, errors: ['invalid_input', 'not_found'] },
      handle: async (request, response) => {
        const { user_id } = parseInput(userOnly, request.query, 'query');
        const { title } = parseInput(renameThreadSchema, await readJson(request), 'body');
        const thread_id = threadIdOf(request.params);
        if (!(await threads.rename(user_id, thread_id, title))) absent();
        sendJson(response, 200, await owned(user_id, thread_id));
      },
    },
    {
      method: 'delete',
      path,
      docs: { tag: 'threads', summary: 'Delete a conversation', description: 'Its messages are gone; changes of the list that were made in it stay.', parameters: parameters(userOnly), reply: { status: 204, description: 'Deleted.', content: null }, errors: ['invalid_input', 'not_found'] },
      handle: async (request, response) => {
        const { user_id } = parseInput(userOnly, request.query, 'query');
        if (!(await threads.delete(user_id, threadIdOf(request.params)))) absent();
        sendNothing(response);
      },
    },
    {
      method: 'get',
      path: `${path}/messages`,
      docs: { tag: 'threads', summary: 'Messages, oldest first', parameters: parameters(messagesQuery), reply: { description: 'A page.', content: json(component('MessagePage')) }, errors: ['invalid_input', 'not_found'] },
      handle: async (request, response) => {
        const { limit, after, user_id } = parseInput(messagesQuery, request.query, 'query');
        const { thread_id } = await owned(user_id, threadIdOf(request.params));
        sendJson(response, 200, await threads.messages(thread_id, { limit, ...(after !== undefined && { after }) }));
      },
    },
  ];
};

/** An id that could not be one is simply not found. */
const threadIdOf = ({ thread_id }: Record<string, string | string[] | undefined>): string => (typeof thread_id === 'string' ? thread_id : absent());

const absent = (): never => {
  throw new AppError('not_found', 'There is no such conversation.', { hint: 'GET /api/v1/threads lists them.' });
};
