/** Search by the learned anime space alone: no titles, no words, no lexicon, no franchise collapse. */
import path from 'node:path';
import { spaceMatrix, spaceQuery } from '../../src/catalogue/space-matrix.ts';
import { createUseLite } from '../../src/models/embeddings/use-lite.ts';
import { loadAnimeSpace } from '../../src/models/anime-space/encode.ts';
import { projectRoot } from '../bench/service/start-service.ts';
import type { World } from './world.ts';

/** What being well known counts for, as in the product's own search. */
const prominence = 0.6;

/** Ids of the best entries for a text, adult ones left out. */
type SpaceSearch = (query: string, limit: number) => Promise<string[]>;

export const spaceAlone = async (world: World): Promise<SpaceSearch> => {
  const space = await loadAnimeSpace(path.join(projectRoot, 'data/models'));
  const { entries, vectors, info } = await world.catalogue();
  const { dimension, values } = await spaceMatrix(space, entries, vectors, info.encoder);
  const { embeddings } = createUseLite();
  return async (query, limit) => {
    const wanted = spaceQuery(space, space.text(query, Float32Array.from(await embeddings.embedQuery(query))), prominence);
    const score = (row: number): number => wanted.reduce((sum, value, at) => sum + value * (values[row * dimension + at] ?? 0), 0);
    return entries
      .map(({ anime_id, adult }, row) => ({ anime_id, score: adult ? -Infinity : score(row) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ anime_id }) => anime_id);
  };
};
