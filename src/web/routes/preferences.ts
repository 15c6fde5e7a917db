/** What the caller wants, what their list says of them, and what became of what was suggested to them. */
import type { Mcp } from '../../mcp/server.ts';
import type { OpenRequests } from '../open-requests.ts';
import type { Route } from '../route.ts';
import { toolRoute } from '../tool-route.ts';

const me = '/api/v1/users/me';

export const preferenceRoutes = (parts: { readonly mcp: Pick<Mcp, 'callTool' | 'list'>; readonly openRequests: OpenRequests }): Route[] => [
  toolRoute(parts, { method: 'get', path: `${me}/preferences`, tool: 'set_preferences', bare: true, tag: 'taste', summary: 'What is set' }),
  toolRoute(parts, { method: 'patch', path: `${me}/preferences`, tool: 'set_preferences', tag: 'taste', summary: 'Set what is named; the rest stays' }),
  toolRoute(parts, { method: 'put', path: `${me}/preferences`, tool: 'set_preferences', tag: 'taste', summary: 'The same' }),
  toolRoute(parts, { method: 'post', path: `${me}/feedback`, tool: 'set_preferences', under: 'feedback', tag: 'taste', summary: 'Say what a suggestion was like' }),
  toolRoute(parts, { method: 'get', path: `${me}/taste`, tool: 'analyze_user_preferences', tag: 'taste', summary: 'What the list says of its owner' }),
  toolRoute(parts, { method: 'get', path: `${me}/recommendations`, tool: 'analyze_user_preferences', part: 'recommendations', tag: 'taste', summary: 'What conversations suggested in the last 90 days, and what became of it' }),
  toolRoute(parts, { method: 'get', path: `${me}/recommendations/{anime_id}`, tool: 'explain_recommendation', tag: 'taste', summary: 'Why a title suits the list, or does not' }),
];
