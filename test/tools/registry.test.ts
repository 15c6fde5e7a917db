import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { createWorld } from './world.ts';

const folder = new URL('../../src/tools/', import.meta.url);
/** Files of the room that are no tools. */
const others = ['all.ts', 'by-taste.ts', 'catalogue-resources.ts', 'list-format-names.ts', 'list-reader.ts', 'once.ts', 'resolve-anime.ts', 'resource.ts', 'shown-to.ts', 'tool.ts', 'watchlist-resource.ts', 'prompt.ts', 'prompts.ts'];

const contract = {
  search_anime: ['query', 'filters', 'sort', 'limit', 'offset', 'personalize'],
  get_anime_details: ['anime_id', 'title'],
  get_similar_anime: ['anime_id', 'title', 'limit', 'filters'],
  get_recommendations: ['context', 'limit', 'preferred_genres', 'similar_to', 'filters', 'include_seen', 'diversity'],
  explain_recommendation: ['anime_id', 'title'],
  compare_anime: ['titles', 'anime_ids'],
  get_seasonal_anime: ['year', 'season', 'limit', 'filters'],
  get_watch_order: ['anime_id', 'title'],
  get_watchlist: ['status', 'sort', 'limit', 'offset', 'query', 'filters', 'min_own_score', 'max_own_score', 'rated', 'changed_since'],
  get_watchlist_changes: ['since', 'anime_id', 'title', 'limit', 'before'],
  update_watchlist: ['anime_id', 'anime_title', 'status', 'score', 'score_add', 'progress', 'progress_add', 'notes', 'started_at', 'finished_at', 'happened_on', 'rewatches', 'rewatches_add', 'clear', 'remove', 'only_new', 'updates', 'dry_run'],
  undo_watchlist_change: ['change_id', 'anime_id', 'title', 'redo'],
  import_watchlist: ['format', 'content', 'dry_run'],
  export_watchlist: ['format', 'status'],
  analyze_user_preferences: [],
  set_preferences: ['not_interested', 'interested_again', 'title_language', 'adult_level', 'ecchi_level', 'spoiler_level', 'feedback'],
  natural_language_query: ['query', 'user_context', 'thread_id'],
};

describe('the registry', () => {
  it('has one file per tool, named after it', async () => {
    const { tools } = await createWorld();

    const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !others.includes(file));

    expect(tools.map(({ name }) => `${name.replaceAll('_', '-')}.ts`).sort()).toEqual(files.sort());
  });

  it('has the names and arguments of the contract', async () => {
    const { mcp } = await createWorld();

    const listed = mcp.list().map(({ name, inputSchema, annotations }) => [name, Object.keys(inputSchema.properties ?? {}), annotations.readOnlyHint]);

    expect(listed).toEqual(
      Object.entries(contract).map(([name, args]) => {
        const readOnly = !['update_watchlist', 'undo_watchlist_change', 'import_watchlist', 'set_preferences', 'natural_language_query'].includes(name);
        return [name, [...args, 'user_id', ...(readOnly ? [] : ['idempotency_key'])], readOnly];
      }),
    );
  });

  it.each([
    ['search_anime', 20, 100],
    ['get_similar_anime', 10, 100],
    ['get_recommendations', 10, 100],
    ['get_seasonal_anime', 20, 100],
    ['get_watchlist', 50, 500],
    ['get_watchlist_changes', 50, 500],
  ])('%s gives %d results and %d at most', async (name, usual, most) => {
    const { mcp } = await createWorld();

    expect(mcp.list().find((tool) => tool.name === name)?.inputSchema.properties?.['limit']).toMatchObject({ type: 'integer', default: usual, minimum: 1, maximum: most });
  });

  it('describes each tool by when to use it, briefly, with a title', async () => {
    const { mcp } = await createWorld();

    for (const { name, title, description } of mcp.list()) {
      expect([name, description]).toEqual([name, expect.stringMatching(/^Use this (?:when|for|to) [^.]+\./)]);
      expect(description.length).toBeLessThan(300);
      expect(title).toMatch(/^[A-Z][\w ]+$/);
    }
  });

  it('shows schemas that every client can use: strict, flat, with the words that are understood', async () => {
    const { mcp } = await createWorld();

    for (const { inputSchema } of mcp.list()) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(JSON.stringify(inputSchema)).not.toMatch(/"(?:oneOf|allOf|\$ref|\$schema|not)"/);
      expect(JSON.stringify(inputSchema).length).toBeLessThan(4000);
    }
    const { properties = {} } = mcp.list()[0]?.inputSchema.properties?.['filters'] ?? {};
    expect(properties['season']).toMatchObject({ enum: ['WINTER', 'SPRING', 'SUMMER', 'FALL'] });
    expect(properties['types']?.items).toMatchObject({ enum: ['TV', 'MOVIE', 'OVA', 'ONA', 'SPECIAL', 'UNKNOWN'] });
  });

  it('gives results that satisfy the output schemas', async () => {
    const { client, tools, mcp } = await createWorld();
    await client.listTools(); // from now on the SDK's client checks results against the JSON Schemas
    const examples: Record<keyof typeof contract, Record<string, unknown>> = {
      search_anime: { query: 'robot garden' },
      get_anime_details: { anime_id: 'mal:1' },
      get_similar_anime: { anime_id: 'mal:1' },
      get_recommendations: { context: 'calm', similar_to: 'Yoru no Toshokan' },
      explain_recommendation: { anime_id: 'mal:4' },
      compare_anime: { anime_ids: ['mal:1', 'mal:4'] },
      get_seasonal_anime: { year: 2031, season: 'winter' },
      get_watch_order: { title: 'Hoshi no Niwashi' },
      get_watchlist: {},
      get_watchlist_changes: { limit: 5 },
      update_watchlist: { updates: [{ anime_id: 'mal:3', score: 8 }, { anime_id: 'mal:3', status: 'dropped' }, { anime_id: 'mal:404', score: 8 }] },
      undo_watchlist_change: {},
      import_watchlist: { content: 'title,status,score\nHoshi no Niwashi,completed,9\nNobody Knows,watching,\nKumo to Ken,foo,1\n' },
      export_watchlist: { format: 'anilist-json' },
      analyze_user_preferences: {},
      set_preferences: { not_interested: { tags: ['samurai'] }, title_language: 'native', feedback: { anime_id: 'mal:4', kind: 'liked' } },
      natural_language_query: { query: 'hello' },
    };

    for (const tool of tools) {
      const args = examples[tool.name as keyof typeof contract]; // the names are compared above
      await client.callTool({ name: tool.name, arguments: args });
      const outcome = await mcp.callTool(tool.name, args, { user_id: 'local', door: 'mcp' });
      expect(outcome).toMatchObject({ ok: true });
      // zod also finds what is not in the schema: it would leave it out.
      if (outcome.ok) expect(tool.output.parse(outcome.structured)).toEqual(outcome.structured);
    }
  });
});

describe('any arguments', () => {
  it('lead to an answer or a refusal with a code, and never to an internal error', async () => {
    const { mcp } = await createWorld();
    const word = fc.constantFrom('Kumo to Ken', 'hoshi', 'mal:1', 'mal:404', 'https://anilist.co/anime/1003', '', ' ', '86', 'spring', 'MOVIE', 'ptw', '2031-02-03', '💥', '\u0000', '../..', '[', '{"a":1}', 'true', '1e9', 'constructor', '__proto__', "'; DROP TABLE list; --");
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.string({ unit: 'binary' }), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.oneof(word, fc.constantFrom(...contract.update_watchlist, 'genres', 'year', 'season', 'min_score', 'studios')), tie('value'), { maxKeys: 4 })),
    })).value;
    const call = fc.constantFrom(...(Object.keys(contract) as (keyof typeof contract)[])).chain((name) => fc.record({ name: fc.constant(name), args: fc.oneof({ weight: 5, arbitrary: fc.dictionary(fc.constantFrom(...contract[name], 'user_id', 'idempotency_key'), value, { maxKeys: 4 }) }, { weight: 1, arbitrary: value }) }));

    await fc.assert(
      fc.asyncProperty(call, async ({ name, args }) => {
        const outcome = await mcp.callTool(name, args, { user_id: 'local', door: 'http' });
        if (!outcome.ok) {
          expect(errorCodes).toContain(outcome.error.code);
          expect(outcome.error.code).not.toBe('internal');
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('may be nested as deep as a body can hold', async () => {
    const { mcp } = await createWorld();
    const deep = JSON.parse(`${'{"filters":'.repeat(5000)}1${'}'.repeat(5000)}`) as Record<string, unknown>;

    for (const name of Object.keys(contract)) {
      expect(await mcp.callTool(name, deep, { user_id: 'local', door: 'http' })).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
      expect(await mcp.callTool(name, { query: 'x', user_context: deep, updates: [deep], similar_to: [[deep]] }, { user_id: 'local', door: 'http' })).toMatchObject(name === 'natural_language_query' ? { ok: false } : { ok: false, error: { code: 'invalid_input' } });
    }
  });
});
