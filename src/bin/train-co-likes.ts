/** `npm run train:co-likes [--ratings FILE]`: learns data/models/co-likes.* from CC0 ratings, which are not part of this repository. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { trainCoLikes } from '../models/co-likes/train.ts';
import { interestInScore } from '../recommend/interest.ts';
import { projectRoot } from './project-root.ts';

const started = performance.now();
const { values } = parseArgs({ options: { ratings: { type: 'string', default: '../shared/data/ratings-mal2016.csv' } } });
const { users, ndcg_at_10, popularity } = await trainCoLikes({
  ratings: path.resolve(projectRoot, values.ratings),
  stem: path.join(projectRoot, 'data/models/co-likes'),
  interest: (score) => interestInScore(score),
});
process.stderr.write(`co-likes: nDCG@10 ${ndcg_at_10} for ${users} held-out people (popularity ${popularity}), ${Math.round((performance.now() - started) / 1000)} s\n`);
