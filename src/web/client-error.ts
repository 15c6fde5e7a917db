/** What is not HTTP, or too slow or too large to become a request, is answered in the one error shape too. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError } from '../errors.ts';
import { errorBody } from './send.ts';

const known: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
};

export const answerClientError = (problem: NodeJS.ErrnoException, socket: Duplex): void => {
  // The answer under way, by Node's own (undocumented) name: two answers on one connection would garble both.
  const { _httpMessage: answer } = socket as Duplex & { _httpMessage?: ServerResponse };
  if (problem.code === 'ECONNRESET' || !socket.writable || answer?.headersSent === true) return void socket.destroy();
  const [status, message] = known[problem.code ?? ''] ?? [400, 'This is not a valid HTTP request.'];
  const body = JSON.stringify(errorBody(new AppError('invalid_input', message), randomUUID()));
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'Content-Type: application/json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
};
