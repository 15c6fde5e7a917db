/** The chat page and the page that shows the API. Plain files, no inline script, nothing from other hosts. */
import helmet from 'helmet';
import type { Request, Response } from 'express';
import { AppError } from '../../errors.ts';
import type { Route } from '../route.ts';

const files = ['page.css', 'page.js', 'cards.js', 'conversation.js', 'event-stream.js', 'markdown.js', 'docs.css', 'docs.js', 'icon.svg'];

const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"],
      baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false, // this machine speaks plain HTTP
});

/** @param pageDir folder of the files */
export const pageRoutes = ({ pageDir }: { readonly pageDir: string }): Route[] => {
  const send = (request: Request, response: Response, name: string): Promise<void> =>
    new Promise((resolve, reject) => {
      protect(request, response, () => undefined);
      response.setHeader('Cache-Control', 'no-cache');
      response.sendFile(name, { root: pageDir, cacheControl: false }, (problem?: Error) => (problem === undefined || response.headersSent ? resolve() : reject(problem)));
    });

  return [
    {
      method: 'get',
      path: '/',
      docs: { tag: 'pages', summary: 'The chat page', reply: { description: 'HTML.', content: { 'text/html': { type: 'string' } } } },
      handle: (request, response) => send(request, response, 'index.html'),
    },
    {
      method: 'get',
      path: '/docs',
      docs: { tag: 'pages', summary: 'This API as a page', reply: { description: 'HTML.', content: { 'text/html': { type: 'string' } } } },
      handle: (request, response) => send(request, response, 'docs.html'),
    },
    {
      method: 'get',
      path: '/page/{file}',
      docs: { tag: 'pages', summary: 'Scripts and styles of the pages', reply: { description: 'The file.', content: { 'text/javascript': { type: 'string' }, 'text/css': { type: 'string' }, 'image/svg+xml': { type: 'string' } } }, errors: ['not_found'] },
      handle: (request, response) => {
        const name = files.find((file) => file === request.params['file']);
        if (name === undefined) throw new AppError('not_found', 'There is no such file.');
        return send(request, response, name);
      },
    },
  ];
};
