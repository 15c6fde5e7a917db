/** The caller's list for programs: it writes what it is told, at once. */
import type { Mcp } from '../../mcp/server.ts';
import type { OpenRequests } from '../open-requests.ts';
import type { Route } from '../route.ts';
import { toolRoute } from '../tool-route.ts';

const path = '/api/v1/users/me/list';

export const listRoutes = (parts: { readonly mcp: Pick<Mcp, 'callTool' | 'list'>; readonly openRequests: OpenRequests }): Route[] => [
  toolRoute(parts, { method: 'get', path, tool: 'get_watchlist', tag: 'list', summary: 'The list, with counts by status' }),
  toolRoute(parts, { method: 'post', path, tool: 'update_watchlist', tag: 'list', summary: 'Add or change one entry, or several with `updates`' }),
  // before {anime_id}, which would take "bulk" for an id
  toolRoute(parts, { method: 'post', path: `${path}/bulk`, tool: 'update_watchlist', tag: 'list', summary: 'Several changes with `updates`, each with its own result' }),
  toolRoute(parts, { method: 'patch', path: `${path}/{anime_id}`, tool: 'update_watchlist', tag: 'list', summary: 'Change an entry' }),
  toolRoute(parts, { method: 'put', path: `${path}/{anime_id}`, tool: 'update_watchlist', tag: 'list', summary: 'Add or change an entry' }),
  toolRoute(parts, { method: 'delete', path: `${path}/{anime_id}`, tool: 'update_watchlist', fixed: { remove: true }, tag: 'list', summary: 'Take an entry off the list' }),
  toolRoute(parts, { method: 'get', path: '/api/v1/users/me/changes', tool: 'get_watchlist_changes', tag: 'list', summary: 'The change log, newest first' }),
  toolRoute(parts, { method: 'post', path: '/api/v1/users/me/undo', tool: 'undo_watchlist_change', tag: 'list', summary: 'Take back the last change, or one by its `change_id`' }),
];
