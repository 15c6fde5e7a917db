/** Any MCP server from a terminal: its tools by hand, and in plain words where it has an agent to hand them to. */
import { chatReplySchema } from '../domain/chat-turn.ts';
import { AppError } from '../errors.ts';
import type { ToolClient } from '../mcp/tool-client.ts';
import type { Answer, Session } from './session.ts';

const agent = 'natural_language_query';
const answerSchema = chatReplySchema.pick({ thread_id: true, response: true, results: true, interrupt: true });

export const createMcpSession = async (client: ToolClient, url: string): Promise<Session> => {
  const tools = await client.tools();
  const converses = tools.some(({ name }) => name === agent);
  return {
    about: `${url}: ${tools.length} tools${converses ? '' : `, none of them ${agent}: call them with /call`}.`,
    say: async (words, { thread_id, emit, signal }): Promise<Answer> => {
      if (!converses) throw new AppError('invalid_input', 'This server has tools, but no agent that understands plain words.', { hint: '/tools lists them, /call NAME {"argument": "value"} calls one.' });
      // The tool takes words only; the id of an option is understood as its choice.
      const query = 'message' in words ? words.message : words.resume.option_id;
      const said = answerSchema.safeParse(await client.call(agent, { query, ...(thread_id !== undefined && { thread_id }) }, signal));
      if (!said.success) throw new AppError('upstream_failed', `The server's ${agent} answered in a shape we do not know.`, { hint: 'Is it an AnimeTrackr? /tools lists what it has.' });
      emit({ event: 'token', data: { text: said.data.response } });
      if (said.data.interrupt !== null) emit({ event: 'interrupt', data: said.data.interrupt });
      return said.data;
    },
    titles: () => [],
    tools: async () => tools,
    call: (name, args) => client.call(name, args),
    close: () => client.close(),
  };
};
