/** The API described for programs; `/docs` shows it to people. */
import type { Mcp } from '../../mcp/server.ts';
import { openApiDocument } from '../openapi/document.ts';
import { json } from '../openapi/describe.ts';
import type { Route } from '../route.ts';
import { sendText } from '../send.ts';
import { toolComponents } from './tools.ts';

/** @param routes all others */
export const openApiRoutes = ({ routes, mcp, version }: { readonly routes: readonly Route[]; readonly mcp: Pick<Mcp, 'list'>; readonly version: string }): Route[] => {
  const route: Route = {
    method: 'get',
    path: '/openapi.json',
    docs: { tag: 'operations', summary: 'This document', reply: { description: 'OpenAPI 3.1.', content: json({ type: 'object' }) } },
    handle: (_request, response) => sendText(response, 200, text),
  };
  const text = JSON.stringify(openApiDocument({ routes: [...routes, route], components: toolComponents(mcp), version }));
  return [route];
};
