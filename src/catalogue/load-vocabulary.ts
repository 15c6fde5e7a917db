/** The shipped lexicon as a vocabulary. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { moodsSchema } from '../domain/moods.ts';
import { createVocabulary, genreLexiconSchema, tagLexiconSchema, type Vocabulary } from '../domain/vocabulary.ts';

/** @param folder `data/lexicon` */
export const loadVocabulary = async (folder: string): Promise<Vocabulary> => {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  const { genres } = genreLexiconSchema.parse(await read('genres.json'));
  const { moods } = moodsSchema.parse(await read('moods.json'));
  return createVocabulary({ genres, ...tagLexiconSchema.parse(await read('tags.json')) }, moods);
};
