/** A refused or failed tool call on the client's side, with the code and facts the server sent. */
import { ErrorCode as RpcCode, McpError, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { errorCodes } from '../errors.ts';

const failureSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});
/** `data` holds facts such as the `candidates` of an ambiguous title. */
export type ToolFailure = { readonly code: z.output<typeof failureSchema>['code']; readonly message: string; readonly hint?: string; readonly data?: Record<string, unknown> };

/** mcp-adapters lets an error of this name through as it is and rewraps every other one, keeping only its text. */
export class ToolCallError extends Error {
  readonly failure: ToolFailure;
  constructor(failure: ToolFailure, cause?: unknown) {
    super(JSON.stringify({ error: failure }), cause === undefined ? undefined : { cause });
    this.name = 'ToolException';
    this.failure = failure;
  }
}

/** Reads our error JSON from an `isError` result; text of any other shape is somebody else's and is not shown. */
export const failureOf = (result: CallToolResult): ToolFailure => {
  const text = result.content.find((block) => block.type === 'text')?.text ?? '';
  const parsed = z.object({ error: failureSchema }).safeParse(parseJson(text));
  if (!parsed.success) return { code: 'upstream_failed', message: 'The tool server refused the call without a reason we can read.' };
  const { code, message, hint, data } = parsed.data.error;
  return { code, message, ...(hint === undefined ? {} : { hint }), ...(data === undefined ? {} : { data }) };
};

export const wasCancelled: ToolFailure = { code: 'cancelled', message: 'The call was cancelled.' };
export const tookTooLong: ToolFailure = { code: 'upstream_timeout', message: 'The tool did not answer in time.', hint: 'Try again, or ask for less.' };

/** Anything thrown on the way to a tool and back. */
export const failureFrom = (thrown: unknown, signal: AbortSignal | undefined): ToolFailure => {
  if (thrown instanceof ToolCallError) return thrown.failure;
  if (signal?.aborted) return wasCancelled;
  if (thrown instanceof McpError && thrown.code === RpcCode.RequestTimeout) return tookTooLong;
  if (thrown instanceof McpError && thrown.code === RpcCode.InvalidParams) return { code: 'not_found', message: 'The tool server does not have this tool, or not in this form.' };
  return { code: 'unavailable', message: 'The tool server cannot be reached.', hint: 'Try again in a moment.' };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
