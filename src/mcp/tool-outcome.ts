/** The answer to a tool call, before any door words it. */
import { randomUUID } from 'node:crypto';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { AppError, ErrorCode } from '../errors.ts';

/** The error shape of every door. `data` holds facts for the caller, e.g. `candidates` of an ambiguous title. */
export type ToolError = { readonly code: ErrorCode; readonly message: string; readonly hint?: string; readonly data?: Record<string, unknown>; readonly request_id: string };

export type ToolOutcome =
  | { readonly ok: true; readonly structured: Record<string, unknown>; readonly text: 'results' | 'object' }
  | { readonly ok: false; readonly error: ToolError; readonly retryAfter?: number };

export const failed = (error: AppError, request_id: string = randomUUID()): ToolOutcome => ({
  ok: false,
  error: {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.data === undefined ? {} : { data: error.data }),
    request_id,
  },
  ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
});

/** The text a list tool shows is its bare results; other tools show the whole object. */
export const outcomeText = (outcome: ToolOutcome): string => {
  if (!outcome.ok) return JSON.stringify({ error: outcome.error });
  return JSON.stringify(outcome.text === 'results' ? outcome.structured['results'] : outcome.structured);
};

/**
 * The MCP form. A refusal has text only: the SDK's client checks any `structuredContent` against the tool's output schema,
 * that of errors too.
 */
export const toCallToolResult = (outcome: ToolOutcome): CallToolResult =>
  outcome.ok
    ? { content: [{ type: 'text', text: outcomeText(outcome) }], structuredContent: outcome.structured }
    : { content: [{ type: 'text', text: outcomeText(outcome) }], isError: true };
