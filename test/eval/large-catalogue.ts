/** The product over 40,000 entries, opened once for all parts that need it. */
import type { App } from '../../src/compose.ts';
import type { World } from './world.ts';

export const largeSize = 40_000;
const opened = new WeakMap<World, Promise<App>>();

export const openLarge = (world: World): Promise<App> => {
  const known = opened.get(world) ?? world.recombined(largeSize).then((dataDir) => world.open(dataDir));
  opened.set(world, known);
  return known;
};
