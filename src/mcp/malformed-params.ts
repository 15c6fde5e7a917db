/** Malformed params of a known method are the client's fault (-32602); the SDK would answer them as an internal error with a dump of its checks. */
import { ClientRequestSchema, ErrorCode, type JSONRPCErrorResponse, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { describeZod } from '../errors.ts';

const schemas = new Map(ClientRequestSchema.options.map((schema) => [schema.shape.method.value as string, schema])); // a literal per method

/** The answer to a request that its method does not understand; null when it may be handled. Tool calls are checked where they are made. */
export const malformedParams = (message: JSONRPCMessage): JSONRPCErrorResponse | null => {
  if (!('method' in message) || !('id' in message) || message.method === 'tools/call') return null;
  const parsed = schemas.get(message.method)?.safeParse(message);
  if (parsed === undefined || parsed.success) return null;
  return { jsonrpc: '2.0', id: message.id, error: { code: ErrorCode.InvalidParams, message: `Invalid params of ${message.method}: ${describeZod(parsed.error)}` } };
};
