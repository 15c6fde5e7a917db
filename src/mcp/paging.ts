/** Pages of what a server lists. */
import { ErrorCode as RpcCode, McpError } from '@modelcontextprotocol/sdk/types.js';

const pageSize = 100;

/** @throws McpError -32602 for a cursor that is none of ours */
export const pageOf = <Item>(items: readonly Item[], cursor: string | undefined): { readonly items: Item[]; readonly nextCursor?: string } => {
  const from = cursor === undefined ? 0 : Number(/^from-(\d{1,9})$/.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(from) || (from > 0 && from >= items.length)) throw new McpError(RpcCode.InvalidParams, 'There is no page under this cursor; begin without one');
  const next = from + pageSize;
  return { items: items.slice(from, next), ...(next < items.length && { nextCursor: `from-${next}` }) };
};
