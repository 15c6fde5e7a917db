/** The catalogue as a whole: loading the full one while the service runs. */
import type { CatalogueSync } from '../../catalogue/sync-process.ts';
import { component, json } from '../openapi/describe.ts';
import type { Route } from '../route.ts';
import { sendJson } from '../send.ts';

const path = '/api/v1/catalogue/sync';

export const catalogueRoutes = ({ catalogueSync }: { readonly catalogueSync: CatalogueSync }): Route[] => [
  {
    method: 'get',
    path,
    docs: { tag: 'operations', summary: 'How far the loading of the catalogue is', reply: { description: 'Idle, running with its progress, done, stopped or failed with a reason.', content: json(component('CatalogueSync')) } },
    handle: (_request, response) => sendJson(response, 200, catalogueSync.state()),
  },
  {
    method: 'post',
    path,
    docs: { tag: 'operations', summary: 'Load the full catalogue from DATA_URL', description: 'Goes on in the background, one at a time; the service takes the new catalogue up by itself.', reply: { status: 202, description: 'It runs.', content: json(component('CatalogueSync')) } },
    handle: (_request, response) => sendJson(response, 202, catalogueSync.start()),
  },
  {
    method: 'delete',
    path,
    docs: { tag: 'operations', summary: 'Stop loading; what was served before stays', reply: { description: 'It does not run any more.', content: json(component('CatalogueSync')) } },
    handle: async (_request, response) => {
      await catalogueSync.stop();
      sendJson(response, 200, catalogueSync.state());
    },
  },
];
