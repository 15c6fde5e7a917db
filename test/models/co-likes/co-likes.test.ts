import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnCoLikes } from '../../../src/models/co-likes/learn.ts';
import { parseRaters } from '../../../src/models/co-likes/raters.ts';
import { fromBytes, loadCoLikes, toBytes } from '../../../src/models/co-likes/stored-co-likes.ts';
import { trainCoLikes } from '../../../src/models/co-likes/train.ts';
import { interestInScore } from '../../../src/recommend/interest.ts';
import { csvOf, disliked, madeUpRaters } from './made-up-raters.ts';

const shipped = path.resolve(import.meta.dirname, '../../../data/models/co-likes');
const learned = learnCoLikes(madeUpRaters(300), { items: 100, width: 5, interest: interestInScore });

/** What a like of one title says for another. */
const says = (from: number, to: number): number => {
  const [source, target] = [learned.ids.indexOf(from), learned.ids.indexOf(to)];
  const at = learned.sources.subarray(target * learned.width, (target + 1) * learned.width).indexOf(source);
  return at < 0 ? 0 : (learned.weights[target * learned.width + at] ?? 0);
};

describe('learning', () => {
  it('finds what is liked together, of the same taste before the other', () => {
    expect(says(1, 2)).toBeGreaterThan(0.4);
    expect(says(1, 2)).toBeGreaterThan(2 * Math.abs(says(3, 2)));
    expect(says(11, 2)).toBeLessThan(0.1);
  });

  it('never lets a title speak for itself, and knows how many like it', () => {
    learned.ids.forEach((_, item) => expect([...learned.sources.subarray(item * learned.width, (item + 1) * learned.width)]).not.toContain(item));
    expect(learned.shares[learned.ids.indexOf(disliked)]).toBeCloseTo(0.1);
  });

  it('gives the same weights for the same raters', () => {
    expect(toBytes(learnCoLikes(madeUpRaters(300), { items: 100, width: 5, interest: interestInScore }))).toEqual(toBytes(learned));
  });

  it.each([[0], [1]])('survives %i raters', (count) => {
    expect(learnCoLikes(madeUpRaters(count), { items: 100, width: 5, interest: interestInScore }).ids).toHaveLength(0);
  });
});

describe('the file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'co-likes-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps the weights to a hundredth of the largest', () => {
    const read = fromBytes(toBytes(learned));

    expect({ ...read, weights: null }).toEqual({ ...learned, weights: null });
    read.weights.forEach((weight, at) => expect(Math.abs(weight - (learned.weights[at] ?? 0))).toBeLessThan(0.01));
  });

  it('is refused when it is not whole', () => {
    const bytes = toBytes(learned);

    for (const broken of [new Uint8Array(3), bytes.subarray(0, bytes.length - 1), bytes.map((byte, at) => (at === 0 ? 0 : byte))]) expect(() => fromBytes(broken)).toThrow('damaged');
  });

  it('is written by training when held-out people are served, and not otherwise', async () => {
    const ratings = path.join(folder, 'ratings.csv');
    const rich = madeUpRaters(200).map((rater) => ({ ...rater, ratings: [...rater.ratings, ...Array.from({ length: 12 }, (_, at) => ({ mal_id: 200 + at, score: 9 }))] }));
    await writeFile(ratings, csvOf(rich));
    const stem = path.join(folder, 'weights');

    await expect(trainCoLikes({ ratings, stem, interest: interestInScore, gate: 2 })).rejects.toThrow('nothing was written');
    expect(existsSync(`${stem}.bin`)).toBe(false);

    const { users } = await trainCoLikes({ ratings, stem, interest: interestInScore, gate: 0.1 });
    expect(users).toBeGreaterThan(5);
    expect((await loadCoLikes(stem)).ids.length).toBeGreaterThan(20);
    await writeFile(`${stem}.bin`, (await readFile(`${stem}.bin`)).fill(1, 40, 41));
    await expect(loadCoLikes(stem)).rejects.toMatchObject({ code: 'internal' });
  });

  it('ships, small, and foresees likes of people it was not trained on', async () => {
    const { ids, width } = await loadCoLikes(shipped);
    const about: unknown = JSON.parse(await readFile(`${shipped}.json`, 'utf8'));

    expect(about).toMatchObject({ licence: 'CC0-1.0', held_out: { ndcg_at_10: expect.closeTo(0.51, 1) } });
    expect((await readFile(`${shipped}.bin`)).length).toBeLessThan(500_000);
    expect(new Set(ids).size).toBe(ids.length);
    expect(width).toBeGreaterThan(10);
  });
});

it('reads ratings; an empty one is not rated', () => {
  expect(parseRaters('user_id,mal_id,rating\r\n3,1,8\r\n3,5,\r\n4,1,10\n')).toEqual([
    { user_id: '3', ratings: [{ mal_id: 1, score: 8 }, { mal_id: 5, score: null }] },
    { user_id: '4', ratings: [{ mal_id: 1, score: 10 }] },
  ]);
});
