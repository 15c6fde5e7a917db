import { expect, it } from 'vitest';
import { collapseFranchises } from '../../src/retrieval/collapse.ts';
import { buildFranchises } from '../../src/retrieval/franchise.ts';
import { catalogueOf } from './small-catalogue.ts';

it('joins related entries and entries of one title stem', () => {
  const franchises = buildFranchises(
    catalogueOf([{ title: 'Hoshi no Umi', related: ['mal:2'] }, { title: 'Kaigan Monogatari' }, { title: 'Sora no Otoshimono' }, { title: 'Sora no Otoshimono: Forte' }, { title: 'Mugen no Juunin' }]),
  );

  expect(franchises.of(0)).toBe(franchises.of(1));
  expect(franchises.members(3)).toEqual([2, 3]);
  expect(franchises.members(4)).toEqual([4]);
});

it('does not let a crossover tie franchises together', () => {
  const subtitles = ['Kaze', 'Mizu', 'Hono', 'Tsuchi', 'Hikari', 'Yami', 'Kaminari', 'Koori', 'Hoshi', 'Tsuki', 'Taiyou', 'Sora'];
  const lines = ['Overlord', 'Konosuba', 'Tanya Senki'].flatMap((name, line) => [name, ...subtitles.slice(line * 4, line * 4 + 4).map((subtitle) => `${name} ${subtitle}`)]);
  const all = [...lines, 'Quartet Theater'];
  const ids = all.map((_, at) => `mal:${at + 1}`);
  const franchises = buildFranchises(catalogueOf(all.map((title, at) => ({ title, related: ids.filter((_, other) => other !== at) }))));

  expect(franchises.members(0)).toEqual([0, 1, 2, 3, 4]);
  expect(franchises.of(5)).not.toBe(franchises.of(0));
  expect(franchises.members(15)).toEqual([15]);
});

it('puts one entry per franchise in front, the first season for a later one', () => {
  const franchises = buildFranchises(catalogueOf([{ title: 'Hoshi no Umi' }, { title: 'Hoshi no Umi 2nd Season' }, { title: 'Mugen no Juunin' }]));

  expect(collapseFranchises([1, 2, 0], franchises)).toEqual([0, 2, 1]);
  expect(collapseFranchises([1, 2], franchises)).toEqual([1, 2]);
});
