/** Whole turns: what was understood of conditions is said, kept to, and what cannot be is admitted. */
import { expect, it } from 'vitest';
import { createChatWorld } from '../chat/world.ts';

const ask = async (message: string) => (await createChatWorld()).say(message);

it.each<[string, string]>([
  ['fantasy films, but not ghibli', 'not by Studio Ghibli'],
  ['romance not from 2018', 'not from 2018'],
  ['isekai but not Sword Art Online', 'nothing of Sword Art Online'],
  ['a 5 hour anime', '4 to 6 hours in all'],
  ['oldest mecha', 'mecha, oldest first'],
])('“%s” is answered as “%s”', async (message, understood) => {
  const { response, results } = await ask(message);

  expect(response).toContain(understood);
  expect(results.length).toBeGreaterThan(0);
});

it('nothing refused comes up', async () => {
  const { results } = await ask('action by anybody, not by MAPPA or Bones, and no Naruto');

  expect(results.length).toBeGreaterThan(0);
  for (const { studios, title } of results) expect([...studios, title].join()).not.toMatch(/MAPPA|Bones|Naruto/);
});

it('an order looks at everything: the oldest of all is shown first', async () => {
  const { results } = await ask('what is the oldest anime?');
  const years = results.map(({ year }) => year ?? 9999);

  expect(years).toEqual(years.toSorted((a, b) => a - b));
  expect(Math.min(...years)).toBeLessThan(1965);
});

it('a year without a season is the whole year', async () => {
  const { response, results } = await ask('what came out in 2016?');

  expect(response).toContain('from 2016');
  expect(results.length).toBeGreaterThan(0);
  expect(results.every(({ year }) => year === 2016)).toBe(true);
  expect(new Set(results.map(({ season }) => season)).size).toBeGreaterThan(1);
});

it('that nothing fits is said with the condition in the way', async () => {
  expect((await ask('MAPPA films from 1985')).response).toMatch(/^Nothing is all of that: films, from 1985, by MAPPA\. Without “(?:from 1985|by MAPPA)” I have \d+.*Which may I drop\?$/);
  expect((await ask('anime from 1899')).response).toContain('of the 1910s');
});

it('people are not known, and not guessed at', async () => {
  const alone = await ask('something by Satoshi Kon');
  const besides = await ask('comedy movies by Satoshi Kon');

  expect(alone.response).toMatch(/knows studios, but not who directed.*Satoshi Kon/);
  expect(alone.results).toEqual([]);
  expect(besides.response).toMatch(/“Satoshi Kon” did not count/);
  expect(besides.results.length).toBeGreaterThan(0);
});
