import type { IRoute } from 'express';
import { describe, expect, it } from 'vitest';
import { createHealth } from '../../src/ops/health.ts';
import { createMetrics } from '../../src/ops/metrics.ts';
import { createCatalogueSync } from '../../src/catalogue/sync-process.ts';
import { createWebApp } from '../../src/web/app.ts';
import { methods } from '../../src/web/route.ts';
import { silentLog, sampleMcp } from '../mcp/support.ts';
import { answering, healthSources, pageDir, standInTools, startApp, type Json } from './support.ts';

type Document = { openapi: string; info: { version: string }; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };
type Operation = { operationId: string; summary: string; parameters?: { name: string; in: string; schema: unknown }[]; responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }> };

const document = async (): Promise<Document> => (await (await startApp()).json('GET', '/openapi.json')).body as Document;

const references = (value: unknown): string[] =>
  typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([key, inner]) => (key === '$ref' && typeof inner === 'string' ? [inner] : references(inner)));

const resolve = (root: unknown, reference: string): unknown => reference.slice(2).split('/').reduce((at: Json, step) => at?.[step], root);

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 in which every operation has a name of its own, a summary and answers', async () => {
    const { openapi, info, paths } = await document();
    const operations = Object.values(paths).flatMap((item) => Object.values(item));

    expect([openapi, info.version]).toEqual(['3.1.0', '1.2.3']);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { summary, responses } of operations) {
      expect(summary).not.toBe('');
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
      expect(responses['403']?.content?.['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Error' });
    }
  });

  it('refers to nothing that is not there', async () => {
    const body = await document();
    const found = references(body);

    expect(found.length).toBeGreaterThan(50);
    expect(found.filter((reference) => resolve(body, reference) === undefined)).toEqual([]);
  });

  it('declares the parameters of every path', async () => {
    const { paths } = await document();
    for (const [path, item] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(item)) expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(named);
    }
  });

  it('describes every route of the app and no other', async () => {
    const { paths } = await document();
    const app = createWebApp({
      runTurn: answering(), threads: {} as never, mcp: sampleMcp({ tools: standInTools([]) }), health: createHealth(healthSources({ engine: 'sqlite', ping: async () => undefined })), // threads: no request is made
      metrics: createMetrics(), catalogueSync: createCatalogueSync(), allowedOrigins: [], port: () => 1, log: silentLog(), version: '1', pageDir,
    });

    const served = app.router.stack.flatMap(({ route }: { route?: IRoute }) => (route === undefined ? [] : routeNames(route)));
    const described = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`));

    expect(served.sort()).toEqual(described.sort());
    expect(described.length).toBeGreaterThan(25);
  });

  it("describes the tools' own arguments, the events of a turn and the errors", async () => {
    const { paths, components } = await document();
    const search = paths['/api/v1/anime/search']?.['get'];
    const chat = paths['/api/v1/chat']?.['post'];

    expect(search?.parameters?.map(({ name }) => name)).toEqual(expect.arrayContaining(['query', 'limit', 'user_id', 'genres', 'year_from']));
    expect(search?.parameters?.map(({ name }) => name)).not.toContain('filters');
    expect(Object.keys(chat?.responses['200']?.content ?? {})).toEqual(['application/json', 'text/event-stream']);
    expect(Object.keys(chat?.responses ?? {})).toEqual(expect.arrayContaining(['400', '403', '404', '409', '413', '500', '503']));
    expect(JSON.stringify(components.schemas['ChatEvent'])).toContain('"const":"tool_start"');
    expect(components.schemas).toHaveProperty('UpdateWatchlistArguments.properties.status');
  });
});

/** A path whose handler takes every method (`/mcp`) is described by its one useful method. */
const routeNames = (route: IRoute): string[] => {
  const path = route.path.replace(/:(\w+)/g, '{$1}');
  const own = route.stack.map(({ method }) => method).filter((method) => methods.some((known) => known === method));
  return own.length > 0 ? own.map((method) => `${method} ${path}`) : [`post ${path}`];
};
