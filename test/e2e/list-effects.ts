/** What happens to a list, said in words, called over MCP and sent over HTTP: three doors, one effect. Engines call this suite with how a service on them is started. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Service } from '../support/service.ts';
import { chat, listOf, request } from './talk.ts';

type Args = Record<string, unknown>;
/** `asks`: the conversation wants a yes first; programs are obeyed. */
type Effect = { readonly say: string; readonly asks?: true; readonly tool: 'update_watchlist' | 'undo_watchlist_change'; readonly args: Args; readonly left: readonly Args[] };

const mushishi = 'mal:457';
const monster = 'mal:19';
const akira = 'mal:47';
const seen = { anime_id: mushishi, status: 'completed', progress: 26, score: 9.5, notes: null, rewatches: 0 };

const effects: readonly Effect[] = [
  { say: 'add Mushishi', tool: 'update_watchlist', args: { anime_title: 'Mushishi', status: 'planned' }, left: [{ anime_id: mushishi, status: 'plan_to_watch', progress: 0, score: null, started: false }] },
  { say: "I'm on episode 4 of Mushishi", tool: 'update_watchlist', args: { anime_title: 'Mushishi', progress: 4 }, left: [{ anime_id: mushishi, status: 'watching', progress: 4, started: true }] },
  { say: '+1 on Mushishi', tool: 'update_watchlist', args: { anime_title: 'Mushishi', progress_add: 1 }, left: [{ anime_id: mushishi, status: 'watching', progress: 5 }] },
  { say: 'finished Mushishi, 9.5', tool: 'update_watchlist', args: { anime_title: 'Mushishi', status: 'completed', score: 9.5 }, left: [{ ...seen, finished: true }] },
  { say: 'put Monster on hold', tool: 'update_watchlist', args: { anime_title: 'Monster', status: 'on hold' }, left: [seen, { anime_id: monster, status: 'on_hold' }] },
  { say: 'drop Monster', tool: 'update_watchlist', args: { anime_title: 'Monster', status: 'dropped' }, left: [seen, { anime_id: monster, status: 'dropped' }] },
  { say: 'make Mushishi an 8', asks: true, tool: 'update_watchlist', args: { anime_title: 'Mushishi', score: 8 }, left: [{ ...seen, score: 8 }, { anime_id: monster }] },
  { say: 'undo', tool: 'undo_watchlist_change', args: {}, left: [seen, { anime_id: monster, status: 'dropped' }] },
  { say: 'note on Mushishi: watch it with dad', tool: 'update_watchlist', args: { anime_title: 'Mushishi', notes: 'watch it with dad' }, left: [{ ...seen, notes: 'watch it with dad' }, { anime_id: monster }] },
  { say: 'remove Monster from my list', asks: true, tool: 'update_watchlist', args: { anime_title: 'Monster', remove: true }, left: [{ ...seen, notes: 'watch it with dad' }] },
  { say: 'add Akira and Monster', asks: true, tool: 'update_watchlist', args: { updates: ['Akira', 'Monster'].map((anime_title) => ({ anime_title, status: 'plan_to_watch' })) }, left: [{ anime_id: mushishi }, { anime_id: akira, status: 'plan_to_watch' }, { anime_id: monster, status: 'plan_to_watch' }] },
  { say: 'undo adding Akira', tool: 'undo_watchlist_change', args: { title: 'Akira' }, left: [{ anime_id: mushishi }, { anime_id: monster, status: 'plan_to_watch' }] },
];

const shown = ({ started_at, finished_at, ...row }: Args): Args => ({ ...row, started: started_at !== null, finished: finished_at !== null });
const byId = (a: Args, b: Args): number => String(a['anime_id']).localeCompare(String(b['anime_id']));

export const describeListEffects = (engine: string, start: () => Promise<{ service: Service; end(): Promise<void> }>): void => {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
  describe(`effects on a list: ${engine}`, () => {
    let running: Awaited<ReturnType<typeof start>>;
    let client: Client;
    const url = (): string => running.service.url;
    beforeAll(async () => {
      running = await start();
      client = new Client({ name: 'effects', version: '0' });
      await client.connect(new StreamableHTTPClientTransport(new URL(`${url()}/mcp`)));
    });
    afterAll(async () => {
      await client?.close();
      await running?.end();
    });

    const words = async ({ say, asks }: Effect): Promise<void> => {
      const about = { user_id: 'in-words', thread_id: `words-${engine}` };
      const before = await listOf(url(), about.user_id);
      const { body } = await chat(url(), { message: say, ...about });
      expect([say, body.interrupt?.kind ?? null]).toEqual([say, asks ? 'confirm_change' : null]);
      if (body.interrupt === null) return;
      // Nothing before the yes; then exactly what the diff says.
      expect(await listOf(url(), about.user_id)).toEqual(before);
      await chat(url(), { message: 'yes', ...about });
      const after = new Map((await listOf(url(), about.user_id)).map((row) => [row['anime_id'], row]));
      for (const { anime_id, after: promised } of body.interrupt.diff as { anime_id: string; after: Args | null }[]) {
        if (promised === null) expect(after.has(anime_id)).toBe(false);
        else expect(after.get(anime_id)).toMatchObject(promised);
      }
    };
    const overMcp = async ({ tool, args }: Effect): Promise<void> => {
      expect(await client.callTool({ name: tool, arguments: { ...args, user_id: 'over-mcp' } })).not.toMatchObject({ isError: true });
    };
    const overHttp = async ({ tool, args }: Effect): Promise<void> => {
      const path = tool === 'undo_watchlist_change' ? '/api/v1/users/me/undo' : '/api/v1/users/me/list';
      expect((await request(`${url()}${path}?user_id=over-http`, { method: 'POST', body: args })).status).toBe(200);
    };

    it.each([
      ['in-words', words],
      ['over-mcp', overMcp],
      ['over-http', overHttp],
    ] as const)('%s', async (user_id, act) => {
      for (const effect of effects) {
        await act(effect);
        const list = (await listOf(url(), user_id)).map(shown).sort(byId);
        expect({ said: effect.say, list }).toMatchObject({ said: effect.say, list: [...effect.left].sort(byId) });
      }
    });

    it('leave the same log behind', async () => {
      const logs = await Promise.all(
        ['in-words', 'over-mcp', 'over-http'].map(async (user_id) => {
          const { body } = await request<{ results: { anime_id: string; before: Args | null; after: Args | null }[] }>(`${url()}/api/v1/users/me/changes?limit=100&user_id=${user_id}`);
          return body.results.map(({ anime_id, before, after }) => [anime_id, ...[before, after].map((row) => row && [row['status'], row['score'], row['progress'], row['notes']])]);
        }),
      );

      expect(logs[0]?.length).toBeGreaterThanOrEqual(effects.length);
      expect(logs[1]).toEqual(logs[0]);
      expect(logs[2]).toEqual(logs[0]);
    });
  });
};
