/** Our own writing that the space is learned from: `data/lexicon` and `data/models/kindred.jsonl`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { moodsSchema } from '../../../domain/moods.ts';
import { genreLexiconSchema, tagLexiconSchema } from '../../../domain/vocabulary.ts';
import { kindredSchema, paraphrasesSchema, requestSchema, type Material } from './material.ts';

/** @param folder `data` */
export const readWriting = async (folder: string): Promise<Omit<Material, 'entries' | 'sentences'>> => {
  const read = (...names: string[]): Promise<string> => readFile(path.join(folder, ...names), 'utf8');
  const lines = async <Line>(schema: z.ZodType<Line>, ...names: string[]): Promise<Line[]> =>
    (await read(...names)).split('\n').filter(Boolean).map((line) => schema.parse(JSON.parse(line)));
  const { genres } = genreLexiconSchema.parse(JSON.parse(await read('lexicon', 'genres.json')));
  const { tags } = tagLexiconSchema.parse(JSON.parse(await read('lexicon', 'tags.json')));
  return {
    kindred: await lines(kindredSchema, 'models', 'kindred.jsonl'),
    paraphrases: await lines(paraphrasesSchema, 'lexicon', 'paraphrases.jsonl'),
    requests: await lines(requestSchema, 'lexicon', 'requests.jsonl'),
    moods: moodsSchema.parse(JSON.parse(await read('lexicon', 'moods.json'))).moods,
    lexicon: [...genres, ...tags],
  };
};
