import { expect, it } from 'vitest';
import { createSortableIds } from '../../src/storage/sql/sortable-ids.ts';

it('gives ids that sort in the order they were made, also when the clock stands still or goes back', () => {
  let time = 1_800_000_000_000;
  const next = createSortableIds('c', () => new Date(time));
  const ids = Array.from({ length: 70_000 }, next);
  time += 1;
  ids.push(next());
  time -= 5_000;
  ids.push(next(), next());
  time += 10_000;
  ids.push(next());

  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

it('tells two processes at the same millisecond apart', () => {
  const now = () => new Date(0);

  expect(createSortableIds('c', now)()).not.toBe(createSortableIds('c', now)());
});
