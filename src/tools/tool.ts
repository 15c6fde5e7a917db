/** What a tool is: data plus one function. Every door reads these definitions; none adds its own. */
import type { z } from 'zod';
import type { Caller } from '../domain/caller.ts';

export type ToolAnnotations = {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
};

/** The caller of one tool call; `idempotency` when a writing tool was called with an `idempotency_key`. */
export type ToolCaller = Caller & { readonly idempotency?: { readonly key: string; readonly request_hash: string } };

export type Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> = {
  readonly name: string;
  readonly title: string;
  /** One sentence on when to use it, then what it needs to be told apart from its neighbours. */
  readonly description: string;
  /** Without `user_id` and `idempotency_key`: the server adds those to every tool (writing tool) itself. */
  readonly input: Input;
  readonly output: Output;
  readonly annotations: ToolAnnotations;
  /** `results`: the text content is the bare `results` array; `object`: the same object as the structured content. */
  readonly text: 'results' | 'object';
  run(input: z.output<Input>, caller: ToolCaller): Promise<z.input<Output>>;
};

export const readOnly: ToolAnnotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** Keeps the schema types of a definition while the registry holds them all alike. */
export const defineTool = <Input extends z.ZodObject, Output extends z.ZodObject>(tool: Tool<Input, Output>): Tool<Input, Output> => tool;
