import { afterEach, beforeEach, expect, it } from 'vitest';
import { appendTogether } from './append-together.ts';
import { postgresUnderTest } from './postgres-under-test.ts';

let under: ReturnType<typeof postgresUnderTest>;
beforeEach(async () => {
  under = postgresUnderTest();
  await (await under.open()).close();
});
afterEach(() => under.dispose());

it('16 clients in four processes on one PostgreSQL: one history, nothing lost, doubled or out of order', async () => {
  const { anomalies, acknowledged, lists } = await appendTogether({ where: under.url, open: () => under.open(), each: 40 });

  expect(anomalies).toEqual([]);
  expect(lists).toBe(6);
  expect(acknowledged).toBe(480);
}, 60_000);
