/** The OpenAPI 3.1 document of the routes. */
import { errorStatus, type ErrorCode } from '../../errors.ts';
import type { Parameter, Route } from '../route.ts';
import { domainComponents } from './components.ts';
import { component, type Schema } from './schema.ts';

type Operation = Readonly<Record<string, unknown>>;
export type OpenApiDocument = {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** @param components schemas that the routes refer to besides those of the domain */
export const openApiDocument = ({ routes, components, version }: { routes: readonly Route[]; components: Readonly<Record<string, Schema>>; version: string }): OpenApiDocument => {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'AnimeTrackr',
      version,
      description: 'A conversational anime agent and its tools. Every answer carries `X-Request-Id`; every error has the shape `Error`. `user_id` names a profile of this machine, by default `local`.',
    },
    paths,
    components: { schemas: { ...domainComponents(), ...components } },
  };
};

const operationOf = ({ method, path, docs }: Route): Operation => {
  const parameters = [...pathParameters(path), ...(docs.parameters ?? [])];
  return {
    operationId: `${method}_${path.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_|_$/g, '') || 'root'}`,
    tags: [docs.tag],
    summary: docs.summary,
    ...(docs.description !== undefined && { description: docs.description }),
    ...(parameters.length > 0 && { parameters }),
    ...(docs.body !== undefined && { requestBody: { required: true, content: Object.fromEntries(Object.entries({ 'application/json': docs.body, ...docs.otherBodies }).map(([type, schema]) => [type, { schema }])) } }),
    responses: { ...goodReply(docs.reply), ...errorReplies(docs.errors ?? []) },
  };
};

const pathParameters = (path: string): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ name, in: 'path', required: true, schema: { type: 'string' }, ...(name === 'anime_id' && { description: 'Id such as `mal:5114`, or any source URL of the entry, URL-encoded.' }) }));

const goodReply = ({ status = 200, description, content }: Route['docs']['reply']): Operation => ({
  [String(status)]: { description, ...(content !== null && { content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }])) }) },
});

/** One entry per status; several codes may share one. */
const errorReplies = (codes: readonly ErrorCode[]): Operation => {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set<ErrorCode>([...codes, 'forbidden', 'internal'])) byStatus.set(errorStatus(code), [...(byStatus.get(errorStatus(code)) ?? []), code]);
  return Object.fromEntries([...byStatus].map(([status, of]) => [String(status), { description: of.join(', '), content: { 'application/json': { schema: component('Error') } } }]));
};
