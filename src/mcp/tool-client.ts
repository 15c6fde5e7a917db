/** A server elsewhere as a person uses it from a terminal: its tools, called by name. */
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createRemoteSource } from './remote-source.ts';
import { failureFrom, failureOf } from './tool-failure.ts';

const timeoutMs = 120_000;

export type ToolClient = {
  tools(): Promise<readonly { readonly name: string; readonly description: string }[]>;
  /** @returns what the tool answered: its structure, else its text @throws AppError */
  call(name: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
};

/** @param url of a server that speaks Streamable HTTP @throws AppError unavailable when nobody answers there */
export const connectToolClient = async ({ url, version, log }: { readonly url: string; readonly version: string; readonly log: Log }): Promise<ToolClient> => {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new AppError('invalid_input', `"${url}" is no address of an MCP server.`, { hint: 'For example http://localhost:3000/mcp' });
  const failing = (signal?: AbortSignal) => (thrown: unknown): never => {
    const { code, message, hint, data } = failureFrom(thrown, signal);
    throw new AppError(code, message, { cause: thrown, ...(hint !== undefined && { hint }), ...(data !== undefined && { data }) });
  };
  const source = await createRemoteSource({ url, version, log, isRepeatable: () => false, onToolsChanged: () => undefined, pausesMs: [0] }).catch(() => {
    throw new AppError('unavailable', `No MCP server answers at ${url}.`, { hint: 'Is it running, and is the path right? Ours is http://localhost:3000/mcp while `npm start` runs.' });
  });
  return {
    tools: async () => {
      const found = [];
      for (let cursor: string | undefined; ; ) {
        const { tools, nextCursor } = await source.listTools(cursor === undefined ? undefined : { cursor }).catch(failing());
        found.push(...tools.map(({ name, description = '' }) => ({ name, description })));
        if (nextCursor === undefined) return found;
        cursor = nextCursor;
      }
    },
    call: async (name, args, signal) => {
      const result = await source.callTool({ name, arguments: args }, { timeout: timeoutMs, ...(signal !== undefined && { signal }) }).catch(failing(signal));
      if (result.isError !== true) return result.structuredContent ?? result.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
      const { code, message, hint } = failureOf(result);
      throw new AppError(code, message, hint === undefined ? {} : { hint });
    },
    close: () => source.close(),
  };
};
