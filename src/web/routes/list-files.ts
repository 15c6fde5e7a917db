/** The list as a file, in and out: the tools `import_watchlist` and `export_watchlist` for people with a file and a command line. */
import type { Request } from 'express';
import { AppError } from '../../errors.ts';
import type { Mcp } from '../../mcp/server.ts';
import type { OpenRequests } from '../open-requests.ts';
import { header, json } from '../openapi/describe.ts';
import { component, type Schema } from '../openapi/schema.ts';
import { fileBodyLimit, parseJson, readBytes } from '../read-json.ts';
import type { Route } from '../route.ts';
import { sendFile, sendJson } from '../send.ts';
import { argumentsFromQuery, queryParameters, type Arguments } from '../tool-arguments.ts';
import { argumentsName, callTool, describeParameter, only, resultName, toolNamed } from '../tool-route.ts';

type Parts = { readonly mcp: Pick<Mcp, 'callTool' | 'list'>; readonly openRequests: OpenRequests };

const file: Schema = { type: 'string', format: 'binary' };
const fileTypes = ['application/xml', 'text/xml', 'application/gzip', 'application/x-gzip', 'text/csv', 'text/plain', 'application/octet-stream'];
/** What `curl --data-binary` says when it is told nothing. */
const unsaid = 'application/x-www-form-urlencoded';

export const listFileRoutes = (parts: Parts): Route[] => {
  const importer = toolNamed(parts.mcp, 'import_watchlist');
  const exporter = toolNamed(parts.mcp, 'export_watchlist');
  const importQuery = only(importer.inputSchema, (name) => name !== 'content');
  return [
    {
      method: 'post',
      path: '/api/v1/users/me/import',
      docs: {
        tag: 'list', summary: 'Bring a list file into the list',
        description: 'The file itself as the body (XML, JSON, CSV, plain or packed by gzip, up to 25 MB), with `format` and `dry_run` in the address; or the arguments of the tool as JSON.',
        parameters: [...queryParameters(importQuery).map(describeParameter), header.idempotencyKey],
        body: { anyOf: [component(argumentsName(importer.name)), { description: "AniList's MediaListCollection" }] },
        otherBodies: Object.fromEntries(fileTypes.map((type) => [type, file])),
        reply: { description: 'What was changed, and what was not and why.', content: json(component(resultName(importer.name))) },
        errors: ['invalid_input', 'conflict', 'payload_too_large', 'unavailable'],
      },
      handle: async (request, response) => {
        const fromQuery = argumentsFromQuery(request.query as Record<string, string | string[] | undefined>, importQuery); // Express's simple parser makes nothing else
        const args = { ...fromQuery, ...argumentsFromBody(typeOf(request), await readBytes(request, fileBodyLimit), 'format' in fromQuery) };
        sendJson(response, 200, await callTool(parts, { request, response, tool: importer, args }));
      },
    },
    {
      method: 'get',
      path: '/api/v1/users/me/export',
      docs: {
        tag: 'list', summary: 'The list as a file', description: 'How many entries are in it, and how many the format cannot hold, is said by the headers `X-Entries` and `X-Left-Out`.',
        parameters: queryParameters(exporter.inputSchema).map(describeParameter).map((parameter) => (parameter.name === 'format' ? { ...parameter, required: true } : parameter)),
        reply: { description: 'The file.', content: { 'application/xml': file, 'application/json': file, 'text/csv': file } },
        errors: ['invalid_input', 'unavailable'],
      },
      handle: async (request, response) => {
        const args = argumentsFromQuery(request.query as Record<string, string | string[] | undefined>, exporter.inputSchema); // as above
        const { content, file_name, mime_type, entries, left_out } = await callTool(parts, { request, response, tool: exporter, args });
        sendFile(response, { content: String(content), name: String(file_name), type: String(mime_type), headers: { 'X-Entries': String(entries), 'X-Left-Out': String(Array.isArray(left_out) ? left_out.length : 0) } });
      },
    },
  ];
};

const typeOf = ({ headers }: Request): string => (headers['content-type'] ?? unsaid).split(';')[0]?.trim().toLowerCase() ?? unsaid;

/**
 * Bytes go on as they came: what they are packed with and written in is the tool's to find out.
 * @param isFile a format was named, so JSON is a list and no arguments
 */
const argumentsFromBody = (type: string, bytes: Buffer, isFile: boolean): Arguments => {
  if (bytes.length === 0) throw new AppError('invalid_input', 'The request has no body.', { hint: 'Send the file as it is, for example with curl --data-binary @animelist.xml.gz.' });
  if (type === 'application/json' && !isFile) {
    const body = parseJson(bytes);
    // A list of AniList has no `content`; the arguments of the tool always have.
    if (typeof body === 'object' && body !== null && 'content' in body) return { ...body };
  } else if (![...fileTypes, unsaid, 'application/json'].includes(type)) {
    throw new AppError('invalid_input', `A list file is not sent as ${JSON.stringify(type.slice(0, 60))}.`, { hint: `Send the file as it is, not in a form, as one of application/json, ${fileTypes.join(', ')}.` });
  }
  return { content: `data:;base64,${bytes.toString('base64')}` };
};
