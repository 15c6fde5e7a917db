/** A route that is a tool in HTTP's clothes: path, query and body become its arguments, its structured result the answer. */
import type { Request, Response } from 'express';
import { localUser } from '../domain/caller.ts';
import { AppError } from '../errors.ts';
import type { Mcp } from '../mcp/server.ts';
import type { OpenRequests } from './open-requests.ts';
import { header, json } from './openapi/describe.ts';
import { component, embeddable, type Schema } from './openapi/schema.ts';
import { idempotencyKey } from './parse-input.ts';
import { readJson } from './read-json.ts';
import { contextOf } from './request-context.ts';
import type { Method, Parameter, Route, RouteDocs } from './route.ts';
import { sendJson } from './send.ts';
import { argumentsFromQuery, isList, queryParameters, type Arguments, type ToolDescriptor, type ToolSchema } from './tool-arguments.ts';

type Parts = { readonly mcp: Pick<Mcp, 'callTool' | 'list'>; readonly openRequests: OpenRequests };

type ToolRoute = {
  readonly method: Method;
  /** Its `{names}` are arguments of the tool. */
  readonly path: string;
  readonly tool: string;
  readonly tag: RouteDocs['tag'];
  readonly summary: string;
  /** Arguments that this route always has. */
  readonly fixed?: Arguments;
  /** Takes nothing but `user_id`: a tool that also writes is only read from. */
  readonly bare?: boolean;
  /** The body is this argument. */
  readonly under?: string;
  /** Answers with this field of the result alone. */
  readonly part?: string;
};

/** @throws Error at boot when there is no such tool: a fault of the program */
export const toolNamed = (mcp: Pick<Mcp, 'list'>, name: string): ToolDescriptor => {
  const found = mcp.list().find((tool) => tool.name === name);
  if (found === undefined) throw new Error(`A route needs the tool ${name}, which is not registered.`);
  return found;
};

export const toolRoute = (parts: Parts, { method, path, tool, tag, summary, fixed = {}, bare = false, under, part }: ToolRoute): Route => {
  const descriptor = toolNamed(parts.mcp, tool);
  const takesBody = method === 'post' || method === 'put' || method === 'patch';
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  // An id in the address needs no title beside it.
  const settled = [...inPath, ...Object.keys(fixed), ...(inPath.includes('anime_id') ? ['title'] : [])];
  const querySchema = only(descriptor.inputSchema, (name) => (takesBody || bare || fixed['remove'] === true ? name === 'user_id' : !settled.includes(name)));

  return {
    method,
    path,
    docs: {
      tag,
      summary,
      description: descriptor.description,
      parameters: [...queryParameters(querySchema).map(describeParameter), ...(descriptor.annotations.readOnlyHint || bare ? [] : [header.idempotencyKey])],
      ...(takesBody && { body: under === undefined ? component(argumentsName(tool)) : propertyOf(descriptor.inputSchema, under) }),
      reply: part === undefined ? { description: 'The result of the tool.', content: json(component(resultName(tool))) } : { description: `\`${part}\` of the tool's result.`, content: json(propertyOf(descriptor.outputSchema, part)) },
      errors: ['invalid_input', 'not_found', 'ambiguous', 'conflict', 'payload_too_large', 'unavailable'],
    },
    handle: async (request, response) => {
      const fromQuery = argumentsFromQuery(request.query as Record<string, string | string[] | undefined>, querySchema); // Express's simple parser makes nothing else
      const body = takesBody ? await readJson(request) : {};
      const fromBody: Arguments = under === undefined ? objectOf(body) : { [under]: body };
      const fromPath = Object.fromEntries(inPath.map((name) => [name, request.params[name]]));
      for (const name of inPath) {
        if (fromBody[name] !== undefined && fromBody[name] !== fromPath[name]) throw new AppError('invalid_input', `${name} in the body is not the one in the address.`, { hint: 'Leave it out of the body.' });
      }
      const result = await callTool(parts, { request, response, tool: descriptor, args: { ...fromQuery, ...fromBody, ...fromPath, ...fixed } });
      sendJson(response, 200, part === undefined ? result : result[part]);
    },
  };
};

type Call = { readonly request: Request; readonly response: Response; readonly tool: ToolDescriptor; readonly args: Arguments };

/** The tool's structured result. @throws AppError what the tool refused or failed with */
export const callTool = async ({ mcp, openRequests }: Parts, { request, response, tool, args }: Call): Promise<Record<string, unknown>> => {
  const key = tool.annotations.readOnlyHint ? undefined : idempotencyKey(request);
  const { request_id } = contextOf(request);
  const caller = { user_id: localUser, door: 'http' as const, signal: openRequests.signalFor(response) };
  const outcome = await mcp.callTool(tool.name, key === undefined ? args : { ...args, idempotency_key: key }, caller, { request_id });
  if (outcome.ok) return outcome.structured;
  const { code, message, hint, data } = outcome.error;
  throw new AppError(code, message, { ...(hint !== undefined && { hint }), ...(data !== undefined && { data }), ...(outcome.retryAfter !== undefined && { retryAfter: outcome.retryAfter }) });
};

/** `get_watchlist` -> `GetWatchlistArguments` */
export const argumentsName = (tool: string): string => `${pascal(tool)}Arguments`;
export const resultName = (tool: string): string => `${pascal(tool)}Result`;

const pascal = (name: string): string => name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A schema with some of its properties. */
export const only = (schema: ToolSchema, keep: (name: string) => boolean): ToolSchema => ({ ...schema, properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => keep(name))) });

/** @throws Error at boot when the tool has no such field: a fault of the program */
const propertyOf = ({ properties = {} }: ToolSchema, name: string): Schema => {
  const schema = properties[name];
  if (schema === undefined) throw new Error(`The tool has no ${name}.`);
  return embeddable({ ...schema }, '');
};

const objectOf = (body: unknown): Arguments => {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new AppError('invalid_input', 'The body must be a JSON object.');
  return body as Arguments; // JSON objects have text keys
};

export const describeParameter = ({ name, schema: { description, ...schema } }: { name: string; schema: ToolSchema }): Parameter => ({
  name,
  in: 'query',
  required: false,
  ...(description !== undefined && { description }),
  schema,
  ...(isList(schema) && { style: 'form' as const, explode: false }),
});
