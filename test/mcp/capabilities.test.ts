import { expect, it } from 'vitest';
import { capabilities } from '../../src/mcp/capabilities.ts';
import { sampleMcp } from './support.ts';

it('tells programs the name, version, protocol versions, tools, resources and prompts', () => {
  const body = capabilities(sampleMcp({ prompts: [{ name: 'ask', title: 'Ask', description: 'Asks', arguments: [{ name: 'what', description: 'What to ask', required: true, complete: () => [] }], render: () => '' }] }));

  expect(Object.keys(body)).toEqual(['name', 'version', 'protocol_versions', 'tools', 'resources', 'prompts']);
  expect(body).toMatchObject({ name: 'animetrackr', version: '1.2.3' });
  expect(body.protocol_versions).toContain('2025-06-18');
  expect(body.tools[0]).toEqual({ name: 'list_things', description: 'Use this to list things.', inputSchema: expect.objectContaining({ type: 'object' }) });
  expect(body.resources.map(({ uri }) => uri)).toEqual(['anime://database', 'anime://anime/{id}']);
  expect(body.prompts).toEqual([{ name: 'ask', description: 'Asks', arguments: [{ name: 'what', description: 'What to ask', required: true }] }]);
});
