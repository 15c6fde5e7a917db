/** The two ways an answer leaves: JSON, and an error in the one shape. Written straight to the socket; Express's `json` costs more than most answers. */
import type { ServerResponse } from 'node:http';
import { errorStatus, type AppError } from '../errors.ts';

/** No page may frame, sniff or cache what the API says. */
const apiHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

export const sendJson = (response: ServerResponse, status: number, value: unknown): void => sendText(response, status, JSON.stringify(value));

/** @param text JSON that is ready */
export const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { ...apiHeaders, 'Content-Length': Buffer.byteLength(text) }).end(text);
};

type SentFile = { readonly content: string; readonly name: string; readonly type: string; readonly headers: Readonly<Record<string, string>> };

/** To be saved, never shown: what is in it is other people's text. */
export const sendFile = (response: ServerResponse, { content, name, type, headers }: SentFile): void => {
  const bytes = Buffer.from(content);
  response.writeHead(200, { ...apiHeaders, ...headers, 'Content-Type': `${type}; charset=utf-8`, 'Content-Disposition': `attachment; filename="${name}"`, 'Content-Length': bytes.length }).end(bytes);
};

export const sendNothing = (response: ServerResponse): void => void response.writeHead(204, { 'Cache-Control': 'no-store' }).end();

export type ErrorBody = { readonly error: { readonly code: string; readonly message: string; readonly hint?: string; readonly data?: Record<string, unknown>; readonly request_id: string } };

export type WordError = (error: AppError, request_id: string) => ErrorBody;

export const errorBody: WordError = ({ code, message, hint, data }: AppError, request_id) => ({
  error: { code, message, ...(hint !== undefined && { hint }), ...(data !== undefined && { data }), request_id },
});

/** @param status other than the code's own, e.g. 405 for an `invalid_input` */
export const sendError = (response: ServerResponse, error: AppError, { request_id, wordError = errorBody }: { request_id: string; wordError?: WordError }, status = errorStatus(error.code)): void => {
  if (error.retryAfter !== undefined) response.setHeader('Retry-After', Math.max(1, Math.ceil(error.retryAfter)));
  sendJson(response, status, wordError(error, request_id));
};
