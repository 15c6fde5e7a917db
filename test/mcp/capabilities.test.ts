import { expect, it } from 'vitest';
import { capabilities } from '../../src/mcp/capabilities.ts';
import { sampleMcp } from './support.ts';

it('tells programs the name, version, protocol versions, tools and resources', () => {
  const body = capabilities(sampleMcp());

  expect(Object.keys(body)).toEqual(['name', 'version', 'protocol_versions', 'tools', 'resources']);
  expect(body).toMatchObject({ name: 'animetrackr', version: '1.2.3' });
  expect(body.protocol_versions).toContain('2025-06-18');
  expect(body.tools[0]).toEqual({ name: 'list_things', description: 'Use this to list things.', inputSchema: expect.objectContaining({ type: 'object' }) });
  expect(body.resources.map(({ uri }) => uri)).toEqual(['anime://database', 'anime://anime/{id}']);
});
