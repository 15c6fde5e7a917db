/** Made-up data for the tests of the catalogue: no entry, title or address of it is real. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Embeddings } from '@langchain/core/embeddings';
import { onTestFinished } from 'vitest';
import { sourceEntrySchema, type SourceEntry } from '../../src/catalogue/anime-offline-database.ts';
import { englishWordsOf } from '../../src/catalogue/english-words.ts';
import { normalise } from '../../src/catalogue/normalise.ts';
import type { Anime } from '../../src/domain/anime.ts';
import { createVocabulary, type VocabularyData } from '../../src/domain/vocabulary.ts';
import type { EmbeddingModel, EmbedOptions } from '../../src/models/embedding-model.ts';

export const lexicon: VocabularyData = {
  genres: [
    { name: 'Action', synonyms: ['fights'] },
    { name: 'Comedy', synonyms: ['funny'] },
    { name: 'Romance', synonyms: ['romantic', 'love'], quiet: ['love'] },
    { name: 'Sci-Fi', synonyms: ['sf', 'science fiction'] },
    { name: 'Hentai', synonyms: ['erotica'], adult: true },
  ],
  tags: [
    { name: 'iyashikei', group: 'mood', synonyms: ['healing', 'cozy'], gloss: 'calm and healing' },
    { name: 'vampire', group: 'cast', synonyms: ['vampires'] },
    { name: 'adult cast', group: 'cast', synonyms: [] },
    { name: 'time travel', group: 'theme', synonyms: ['time machine'], gloss: 'travelling through time' },
    { name: 'romantic comedy', group: 'theme', synonyms: ['romcom'], parts: ['Romance', 'Comedy'] },
    { name: 'based on a manga', group: 'source', synonyms: ['manga'], quiet: ['manga'] },
    { name: 'hero dies', group: 'plot', synonyms: ['main character dies'], spoiler: true },
  ],
  ignored: ['present', 'tropes'],
};
export const vocabulary = createVocabulary(lexicon);
export const englishWords = englishWordsOf(['the lonely robot grows a garden on the moon and never returns home again at night']);

/** A line of the data set. */
export const sourceLine = (id: number, more: Record<string, unknown> = {}) => ({
  sources: [`https://myanimelist.net/anime/${id}`, `https://anilist.co/anime/${id + 100_000}`],
  title: `Tsukuri Banashi ${id}`, type: 'TV', episodes: 12, status: 'FINISHED', animeSeason: { season: 'SPRING', year: 2011 },
  picture: `https://pictures.example/${id}.jpg`, thumbnail: '', duration: { value: 1440, unit: 'SECONDS' }, synonyms: [], studios: [], producers: [], relatedAnime: [], tags: ['action'],
  ...more,
});
export const sourceEntry = (id: number, more: Record<string, unknown> = {}): SourceEntry => sourceEntrySchema.parse(sourceLine(id, more));

export const normalised = (id: number, more: Record<string, unknown> = {}): Anime => {
  const result = normalise(sourceEntry(id, more), { vocabulary, englishWords });
  if ('refused' in result) throw new Error(result.refused);
  return result.anime;
};

export const metadataLine = { $schema: 'https://schemas.example/refs/tags/2031-07/data.schema.json', license: { name: 'Open Licence', url: 'https://licence.example/' }, repository: 'https://data.example/', lastUpdate: '2031-02-14' };
export const jsonLines = (...values: unknown[]): string => values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');

export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'catalogue-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};
export const temporaryFile = async (content: string | Uint8Array, name = 'data.jsonl'): Promise<string> => {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
};

/** A `data` folder of a project: lexicon and own entries. */
export const projectData = async (own: readonly unknown[] = []): Promise<string> => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'lexicon'));
  await mkdir(path.join(folder, 'catalogue/entries'), { recursive: true });
  const { genres, ...tags } = lexicon;
  await writeFile(path.join(folder, 'lexicon/genres.json'), JSON.stringify({ genres }));
  await writeFile(path.join(folder, 'lexicon/moods.json'), JSON.stringify({ moods: [] }));
  await writeFile(path.join(folder, 'lexicon/tags.json'), JSON.stringify(tags));
  await writeFile(path.join(folder, 'catalogue/entries/own.jsonl'), jsonLines(...own));
  return folder;
};

/** Raw blocks in a zstd frame: valid for every reader, without a compressor. */
export const zstdFrame = (content: Uint8Array): Uint8Array => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const parts: Uint8Array[] = [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0), size];
  const block = 60_000;
  for (let at = 0; at < content.length; at += block) {
    const piece = content.subarray(at, at + block);
    const header = (piece.length << 3) | (at + block >= content.length ? 1 : 0);
    parts.push(Uint8Array.of(header & 0xff, (header >> 8) & 0xff, header >> 16), piece);
  }
  return Buffer.concat(parts);
};

/** Hashed words as vectors; counts what it was asked for. */
export const countingModel = ({ dimension = 16, model = 'words' } = {}) => {
  const asked: string[] = [];
  class WordEmbeddings extends Embeddings {
    constructor() {
      super({});
    }
    override async embedQuery(text: string): Promise<number[]> {
      return vectorOf(text, dimension);
    }
    override async embedDocuments(texts: string[], { signal, onProgress }: EmbedOptions = {}): Promise<number[][]> {
      signal?.throwIfAborted();
      asked.push(...texts);
      onProgress?.(texts.length, texts.length);
      return texts.map((text) => vectorOf(text, dimension));
    }
  }
  const embeddingModel: EmbeddingModel = { provider: 'test', model, dimension: async () => dimension, embeddings: new WordEmbeddings(), warm: async () => {} };
  return { model: embeddingModel, asked };
};

const vectorOf = (text: string, dimension: number): number[] => {
  const vector = new Array<number>(dimension).fill(0.01);
  for (const word of text.toLowerCase().split(/\W+/)) vector[createHash('sha256').update(word).digest().readUInt32LE(0) % dimension]! += 1; // below dimension
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

/** Places of bangumi-data's form; those named as the real ones behave as they do. */
export const bangumiSites = {
  mal: { title: 'M', urlTemplate: 'https://m.example/{{id}}', type: 'info' }, aniList: { title: 'A', urlTemplate: 'https://a.example/{{id}}', type: 'info' }, bangumi: { title: 'B', urlTemplate: 'https://b.example/{{id}}', type: 'info' },
  bilibili: { title: '哔哩哔哩', urlTemplate: 'https://bilibili.example/md{{id}}/', regions: ['CN'], type: 'onair' }, unext: { title: 'U-NEXT', urlTemplate: 'https://unext.example/{{id}}', regions: ['JP'], type: 'onair' },
  crunchyroll: { title: 'Crunchyroll', urlTemplate: 'https://crunchyroll.example/{{id}}', type: 'onair' }, prime: { title: 'Prime Video', urlTemplate: 'https://prime.example/{{id}}', type: 'onair' },
  gamer: { title: '動畫瘋', urlTemplate: 'https://gamer.example/{{id}}', regions: ['TW'], type: 'onair' }, gamer_hk: { title: '動畫瘋 HK', urlTemplate: 'https://gamer.example/{{id}}', regions: ['HK'], type: 'onair' },
  dmhy: { title: 'D', urlTemplate: 'https://d.example/{{id}}', type: 'resource' },
};
/** An item of bangumi-data with the ids of `sourceLine(id)`. */
export const bangumiItem = (id: number, more: Record<string, unknown> = {}) => ({
  title: `作り話${id}`, titleTranslate: {}, type: 'tv', lang: 'ja', officialSite: '', begin: '2011-04-02T15:00:00.000Z', end: '',
  sites: [{ site: 'aniList', id: String(id + 100_000) }, { site: 'mal', id: String(id) }, { site: 'bangumi', id: String(id + 900_000) }],
  ...more,
});
