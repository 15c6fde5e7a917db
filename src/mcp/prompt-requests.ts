/** The requests about prompts and what can be typed: `prompts/list`, `prompts/get`, `completion/complete`. Each checks its own params, because not every door does. */
import { CompleteRequestSchema, ErrorCode as RpcCode, GetPromptRequestSchema, ListPromptsRequestSchema, McpError, type CompleteResult, type GetPromptResult, type ListPromptsResult } from '@modelcontextprotocol/sdk/types.js';
import { pageOf } from './paging.ts';
import type { McpPrompt } from '../tools/prompt.ts';
import type { Resources } from '../tools/resource.ts';

/** The protocol's own limit. */
const mostCompletions = 100;
const longestArgument = 500;

type Answer = CompleteResult | GetPromptResult | ListPromptsResult;

/** By method; made once, not per connection. */
export const createPromptRequests = ({ prompts, resources }: { prompts: readonly McpPrompt[]; resources: Resources }): ReadonlyMap<string, (params: unknown) => Answer> => {
  const listed = prompts.map(({ name, title, description, arguments: args }) => ({ name, title, description, arguments: args.map((argument) => ({ name: argument.name, description: argument.description, required: argument.required })) }));
  const byName = (name: string): McpPrompt => {
    const prompt = prompts.find((known) => known.name === name);
    if (prompt === undefined) throw refused(`Prompt ${name.slice(0, 80)} not found`);
    return prompt;
  };

  const list = (params: unknown): ListPromptsResult => {
    const { items, ...more } = pageOf(listed, parsed(ListPromptsRequestSchema.shape.params, params, 'prompts/list takes a cursor')?.cursor);
    return { prompts: items, ...more };
  };

  const get = (params: unknown): GetPromptResult => {
    const { name, arguments: given = {} } = parsed(GetPromptRequestSchema.shape.params, params, 'prompts/get takes a name and an object of texts');
    const prompt = byName(name);
    const values = Object.fromEntries(prompt.arguments.map((argument) => [argument.name, Object.hasOwn(given, argument.name) ? (given[argument.name] ?? '').trim() : '']));
    for (const { name: argument, required } of prompt.arguments) {
      if (required && values[argument] === '') throw refused(`${prompt.name} needs the argument "${argument}"`);
      if ((values[argument] ?? '').length > longestArgument) throw refused(`"${argument}" may have at most ${longestArgument} characters`);
    }
    return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text: prompt.render(values) } }] };
  };

  const complete = (params: unknown): CompleteResult => {
    const { ref, argument: { name, value } } = parsed(CompleteRequestSchema.shape.params, params, 'completion/complete takes a ref and an argument');
    if (value.length > longestArgument) return { completion: { values: [], total: 0, hasMore: false } };
    const found = ref.type === 'ref/prompt' ? byName(ref.name).arguments.find((argument) => argument.name === name)?.complete(value) : resources.complete?.(ref.uri, name, value);
    if (found === undefined) throw refused(`There is nothing to complete under "${name.slice(0, 80)}"`);
    return { completion: { values: found.slice(0, mostCompletions), total: found.length, hasMore: found.length > mostCompletions } };
  };

  return new Map<string, (params: unknown) => Answer>([['prompts/list', list], ['prompts/get', get], ['completion/complete', complete]]);
};

const refused = (message: string): McpError => new McpError(RpcCode.InvalidParams, message);

/** @throws McpError -32602 */
const parsed = <Value>(schema: { safeParse(params: unknown): { success: true; data: Value } | { success: false } }, params: unknown, expected: string): Value => {
  const result = schema.safeParse(params);
  if (!result.success) throw refused(expected);
  return result.data;
};
