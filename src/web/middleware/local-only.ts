/**
 * Keeps web pages away from the agent on someone's machine: by DNS rebinding a page's own name can point here (foreign Host), and any
 * page may send requests to 127.0.0.1 (foreign Origin). Runs before any body is read; refusals are AppErrors `forbidden`.
 */
import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../../errors.ts';

type Options = {
  /** Exact origins of other local UIs, e.g. `http://localhost:5173`. They get CORS headers. */
  readonly allowedOrigins: readonly string[];
  /** The port in use; a function because port 0 is known only after listening. */
  readonly port: () => number;
};

const localNames = ['127.0.0.1', 'localhost', '[::1]'];
const corsMethods = 'GET, POST, PUT, PATCH, DELETE';
const corsExposed = 'Retry-After, Content-Location, Location, X-Request-Id';

/** Whole spellings are compared, nothing is parsed: user info, trailing dots, other notations of 127.0.0.1 and lists of values simply differ. */
export const localOnly = ({ allowedOrigins, port }: Options): RequestHandler => {
  const allowed = new Set(allowedOrigins);

  return (request, response, next) => {
    const host = localHost(request, port());
    if (host === undefined) throw refused('Host');
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin === undefined) {
      if (isSentByForeignPage(request)) throw refused('Sec-Fetch-Site');
      return next();
    }
    if (origin === `http://${host}`) return next();
    if (!allowed.has(origin)) throw refused('Origin');
    if (answeredPreflight(request, response, origin)) return;
    next();
  };
};

const refused = (header: string): AppError =>
  new AppError('forbidden', `This agent answers only programs and pages of its own machine (${header} header).`, {
    hint: 'Open it as http://localhost with its port. Another local web UI must be listed in ALLOWED_ORIGINS.',
  });

/** The Host header when it is one of ours, else undefined. Node keeps the first of several, so they are counted in the raw list. */
const localHost = (request: Request, port: number): string | undefined => {
  const host = request.headers.host?.toLowerCase();
  const count = request.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;
  // An absolute request target ("GET http://evil/ HTTP/1.1") would outrank the Host header.
  if (host === undefined || count !== 1 || !request.originalUrl.startsWith('/')) return undefined;
  return localNames.some((name) => host === `${name}:${port}` || (port === 80 && host === name)) ? host : undefined;
};

/** Images, scripts and plain forms of other sites send no Origin on GET, but browsers say where they come from. Following a link is fine. */
const isSentByForeignPage = ({ headers, method }: Request): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== 'cross-site' && site !== 'same-site') return false;
  return !(method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document');
};

const answeredPreflight = (request: Request, response: Response, origin: string): boolean => {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', corsExposed);
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  response.setHeader('Access-Control-Allow-Methods', corsMethods);
  // Every client library has headers of its own (X-Api-Key, X-Stainless-...): a page that may ask anything may send any of them.
  response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '');
  response.setHeader('Access-Control-Max-Age', '600');
  if (request.headers['access-control-request-private-network'] === 'true') response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.writeHead(204).end();
  return true;
};
