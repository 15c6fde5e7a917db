/** The catalogue for programs. */
import type { Mcp } from '../../mcp/server.ts';
import type { OpenRequests } from '../open-requests.ts';
import type { Route } from '../route.ts';
import { toolRoute } from '../tool-route.ts';

export const animeRoutes = (parts: { readonly mcp: Pick<Mcp, 'callTool' | 'list'>; readonly openRequests: OpenRequests }): Route[] => [
  // before {anime_id}, which would take "search" for an id
  toolRoute(parts, { method: 'get', path: '/api/v1/anime/search', tool: 'search_anime', tag: 'anime', summary: 'Search the catalogue (`q` is the query)' }),
  toolRoute(parts, { method: 'get', path: '/api/v1/anime/{anime_id}', tool: 'get_anime_details', tag: 'anime', summary: 'One anime' }),
  toolRoute(parts, { method: 'get', path: '/api/v1/anime/{anime_id}/similar', tool: 'get_similar_anime', tag: 'anime', summary: 'Anime like this one' }),
  toolRoute(parts, { method: 'get', path: '/api/v1/anime/{anime_id}/watch-order', tool: 'get_watch_order', tag: 'anime', summary: 'Its franchise in release order' }),
  toolRoute(parts, { method: 'get', path: '/api/v1/recommendations', tool: 'get_recommendations', tag: 'anime', summary: 'Recommendations' }),
  toolRoute(parts, { method: 'post', path: '/api/v1/recommendations', tool: 'get_recommendations', tag: 'anime', summary: 'Recommendations, asked for in JSON' }),
];
