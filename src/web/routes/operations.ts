/** What machines ask: is it alive, may it be sent work, how are its parts, what has it counted. */
import type { Health } from '../../ops/health.ts';
import type { Metrics } from '../../ops/metrics.ts';
import { json } from '../openapi/describe.ts';
import type { Route } from '../route.ts';
import { sendJson, sendText } from '../send.ts';

const alive = '{"status":"ok"}';
const statusSchema = (...values: string[]) => ({ type: 'object', properties: { status: { enum: values } } });

export const operationRoutes = ({ health, metrics }: { readonly health: Health; readonly metrics: Pick<Metrics, 'text' | 'contentType'> }): Route[] => [
  {
    method: 'get',
    path: '/health',
    docs: { tag: 'operations', summary: 'Liveness', reply: { description: 'The process answers.', content: json(statusSchema('ok')) } },
    handle: (_request, response) => sendText(response, 200, alive),
  },
  {
    method: 'get',
    path: '/ready',
    docs: { tag: 'operations', summary: 'Readiness', description: '503 while the service starts and as soon as it is told to stop.', reply: { description: 'Send work.', content: json(statusSchema('ready')) }, errors: ['unavailable'] },
    handle: (_request, response) => {
      const state = health.state();
      if (state !== 'ready') response.setHeader('Retry-After', '1');
      sendJson(response, state === 'ready' ? 200 : 503, { status: state });
    },
  },
  {
    method: 'get',
    path: '/health/detailed',
    docs: { tag: 'operations', summary: 'Health of each part', description: 'Snapshot, vector index, embeddings, brain, storage. 503 with the same body when a part that everything needs is down.', reply: { description: 'The report.', content: json({ type: 'object' }) } },
    handle: async (_request, response) => {
      const report = await health.report();
      sendJson(response, report.status === 'unavailable' ? 503 : 200, report);
    },
  },
  {
    method: 'get',
    path: '/metrics',
    docs: { tag: 'operations', summary: 'Prometheus metrics', reply: { description: 'Prometheus text format.', content: { 'text/plain': { type: 'string' } } } },
    handle: async (_request, response) => {
      const text = await metrics.text();
      response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store', 'Content-Length': Buffer.byteLength(text) }).end(text);
    },
  },
];
