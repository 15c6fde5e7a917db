/** The body of a request, read when a route wants it: by then Host, Origin and route are known to be good. */
import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors.ts';

export const bodyLimit = 1024 * 1024;
/** Where a list file may be part of it: 25 MB in base64, with room for what is around it. */
export const fileBodyLimit = 36 * 1024 * 1024;

/** Strict: what is not UTF-8 is refused, not repaired. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * @returns undefined when there is no body
 * @throws AppError invalid_input (not JSON, or sent as something else), payload_too_large, cancelled (the client left in the middle)
 */
export const readJson = async (request: IncomingMessage, limit = bodyLimit): Promise<unknown> => {
  if (!hasBody(request)) return undefined;
  if (!isJson(request)) {
    throw new AppError('invalid_input', 'The body must be JSON.', { hint: 'Send it in UTF-8, not compressed, with the header Content-Type: application/json.' });
  }
  return parseJson(await readBytes(request, limit));
};

const hasBody = ({ headers }: IncomingMessage): boolean => headers['content-length'] !== '0' && (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined);

const isJson = ({ headers }: IncomingMessage): boolean => {
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '');
  const encoding = headers['content-encoding'] ?? 'identity';
  return type === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8') && encoding === 'identity';
};

/** Plain events: an async iterator over the request costs more than the JSON it carries. */
export const readBytes = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return reject(tooLarge(limit));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(tooLarge(limit)); // the rest is read and dropped, or the client would see a reset instead of the answer
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', (cause) => reject(new AppError('cancelled', 'The request ended before its body.', { cause })));
  });

/** @throws AppError invalid_input */
export const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not JSON.', { hint: 'Check quotes, commas and the encoding, which must be UTF-8.', cause });
  }
};

const tooLarge = (limit: number): AppError =>
  new AppError('payload_too_large', `The body is larger than ${limit / 1024} KB.`, { hint: 'Send less at once.' });
