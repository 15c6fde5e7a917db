/** Our tools for the model's loop: called in the graph's own way, writes judged first, results cut to a budget. */
import { DynamicStructuredTool, type StructuredToolInterface } from '@langchain/core/tools';
import type { ToolRequest, ToolResult } from '../../state.ts';
import { compactJson } from './compact.ts';
import type { WritePolicy } from './write-policy.ts';

const resultBudget = 6_000;
/** All results of a loop together; later ones get what is left, but never less than the least. */
const loopBudget = 24_000;
const leastBudget = 1_000;

type Deps = {
  readonly tools: readonly StructuredToolInterface[];
  readonly call: (request: ToolRequest) => Promise<ToolResult>;
  readonly approve: WritePolicy;
};

export const loopTools = ({ tools, call, approve }: Deps): StructuredToolInterface[] => {
  let spent = 0;
  const shown = (result: ToolResult): string => {
    if (!result.ok) return JSON.stringify({ error: { code: result.error.code, message: result.error.message, ...(result.error.hint !== undefined && { hint: result.error.hint }) } });
    const text = compactJson(result.structured, Math.max(leastBudget, Math.min(resultBudget, loopBudget - spent)), { withIds: true });
    spent += text.length;
    return text;
  };

  return tools.map(
    (tool) =>
      new DynamicStructuredTool({
        name: tool.name,
        description: tool.description,
        schema: tool.schema,
        func: async (input: unknown) => {
          const request = { name: tool.name, arguments: argumentsOf(input) };
          if (isReadOnly(tool)) return shown(await call(request));
          const verdict = await approve(request);
          return verdict.allowed ? shown(await call(verdict.request)) : verdict.reason;
        },
      }),
  );
};

/** A tool that does not say it only reads is taken for one that writes. */
const isReadOnly = ({ metadata }: StructuredToolInterface & { metadata?: Record<string, unknown> }): boolean => {
  const annotations = metadata?.['annotations'];
  return typeof annotations === 'object' && annotations !== null && 'readOnlyHint' in annotations && annotations.readOnlyHint === true;
};

/** Whoever asks is known from the turn; a model does not say. */
const argumentsOf = (input: unknown): Record<string, unknown> => {
  const { user_id: _user, idempotency_key: _key, ...rest } = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>; // JSON of a tool call
  return rest;
};
