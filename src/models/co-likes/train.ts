/** From a file of ratings to the shipped model. Nothing is written when it does not do well on people it was not trained on. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../errors.ts';
import { isHeldOut } from './held-out.ts';
import { judgeCoLikes } from './judge.ts';
import { learnCoLikes, type LearnOptions } from './learn.ts';
import { parseRaters } from './raters.ts';
import { fromBytes, storeCoLikes, toBytes, type AboutCoLikes } from './stored-co-likes.ts';

export type TrainCoLikes = {
  /** CSV `user_id,mal_id,rating` of CC0 ratings. */
  readonly ratings: string;
  /** Path of the weights without ending. */
  readonly stem: string;
  readonly interest: LearnOptions['interest'];
  readonly items?: number;
  readonly width?: number;
  /** nDCG@10 on held-out people that is asked for. */
  readonly gate?: number;
};

/** @throws AppError internal when the gate is missed */
export const trainCoLikes = async ({ ratings, stem, interest, items = 3000, width = 40, gate = 0.48 }: TrainCoLikes): Promise<AboutCoLikes['held_out']> => {
  const raters = parseRaters(await readFile(ratings, 'utf8'));
  const [heldOut, others] = [raters.filter(({ user_id }) => isHeldOut(user_id)), raters.filter(({ user_id }) => !isHeldOut(user_id))];
  const model = learnCoLikes(others, { items, width, interest });
  // what is judged is what will be read from the file
  const held_out = judgeCoLikes(fromBytes(toBytes(model)), heldOut, interest);
  if (held_out.ndcg_at_10 < gate) throw new AppError('internal', `The co-like model reaches nDCG@10 ${held_out.ndcg_at_10} on held-out people, not ${gate}; nothing was written.`);
  await storeCoLikes(stem, model, {
    trained_on: `ratings of ${others.length} people up to 2016 (CooperUnion Anime Recommendations Database, a sample); ids and weights only`,
    licence: 'CC0-1.0',
    held_out,
  });
  return held_out;
};
