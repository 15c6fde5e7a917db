/** The chat page and the page that shows the API. Plain files, no inline script, nothing from other hosts. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import helmet from 'helmet';
import type { Request, Response } from 'express';
import { AppError } from '../../errors.ts';
import type { Route } from '../route.ts';

/** Preact with its templates, one module without a build: the page's `preact.js`. */
const preact = path.join(path.dirname(createRequire(import.meta.url).resolve('htm/preact')), 'standalone.module.js');

const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'https:'], connectSrc: ["'self'"],
      baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false, // this machine speaks plain HTTP
});

/** @param pageDir folder of the files */
export const pageRoutes = ({ pageDir }: { readonly pageDir: string }): Route[] => {
  const files = new Map(readdirSync(pageDir).filter((name) => /\.(?:js|css|svg)$/.test(name)).map((name) => [name, path.join(pageDir, name)]));
  files.set('preact.js', preact);
  const send = (request: Request, response: Response, file: string): Promise<void> =>
    new Promise((resolve, reject) => {
      protect(request, response, () => undefined);
      response.setHeader('Cache-Control', 'no-cache');
      response.sendFile(path.basename(file), { root: path.dirname(file), cacheControl: false }, (problem?: Error) => (problem === undefined || response.headersSent ? resolve() : reject(problem)));
    });

  return [
    {
      method: 'get',
      path: '/',
      docs: { tag: 'pages', summary: 'The chat page', reply: { description: 'HTML.', content: { 'text/html': { type: 'string' } } } },
      handle: (request, response) => send(request, response, path.join(pageDir, 'index.html')),
    },
    {
      method: 'get',
      path: '/docs',
      docs: { tag: 'pages', summary: 'This API as a page', reply: { description: 'HTML.', content: { 'text/html': { type: 'string' } } } },
      handle: (request, response) => send(request, response, path.join(pageDir, 'docs.html')),
    },
    {
      method: 'get',
      path: '/page/{file}',
      docs: { tag: 'pages', summary: 'Scripts and styles of the pages', reply: { description: 'The file.', content: { 'text/javascript': { type: 'string' }, 'text/css': { type: 'string' }, 'image/svg+xml': { type: 'string' } } }, errors: ['not_found'] },
      handle: (request, response) => {
        const file = files.get(String(request.params['file']));
        if (file === undefined) throw new AppError('not_found', 'There is no such file.');
        return send(request, response, file);
      },
    },
  ];
};
