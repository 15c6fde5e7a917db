/** A message as sparse features: words, pairs of words, pieces of words and marks, each hashed into one table. */
import type { IntentView } from '../../domain/intent-view.ts';

/** Rows of the weight table; a power of two. */
export const bucketCount = 8192;

/** Weight 1 per block after normalising: long messages count as much as short ones. */
const blockWeights = { word: 1, kind: 0.8, piece: 0.9, mark: 0.8 };

/** Buckets and their values, in one order. */
export type Sparse = { readonly buckets: Int32Array; readonly values: Float32Array };

export const sparseFeatures = (view: IntentView): Sparse => {
  const words = tokensOf(view.words);
  const kinds = tokensOf(view.kinds);
  const found = new Map<number, number>();
  const names: number[] = [];
  for (const word of words) names.push(hashed(word, blocks.word));
  addRuns(names, ['^', ...words, '$'], 2, blocks.word);
  addBlock(found, names, blockWeights.word);
  addRuns(names, ['^', ...kinds, '$'], 2, blocks.kind);
  addRuns(names, ['^', ...kinds, '$'], 3, blocks.kind);
  addBlock(found, names, blockWeights.kind);
  for (const word of words) addPieces(names, word);
  addBlock(found, names, blockWeights.piece);
  for (const mark of view.marks) names.push(hashed(mark, blocks.mark));
  addBlock(found, names, blockWeights.mark);
  return { buckets: Int32Array.from(found.keys()), values: Float32Array.from(found.values()) };
};

/** Words and signs; what is a number keeps only its kind. "what's" is "whats". */
const tokensOf = (text: string): string[] =>
  (text.normalize('NFKC').toLowerCase().replace(/['’‘`´]/g, '').match(/\p{L}[\p{L}\p{M}]*|\d+(?:[.,]\d+)?|[^\s\p{L}\p{M}]/gu) ?? []).slice(0, 60).map((token) => (/^\d/.test(token) ? numberKind(token) : token));

const numberKind = (token: string): string => (/^(?:19|20)\d\d$/.test(token) ? 'xyear' : Number(token.replace(',', '.')) <= 10 ? 'xsmall' : 'xnumber');

/** A feature's name is never put together: its hash goes on from the hash of what comes before. */
const addRuns = (names: number[], tokens: readonly string[], size: number, block: number): void => {
  for (let from = 0; from + size <= tokens.length; from += 1) {
    let name = block;
    for (let at = from; at < from + size; at += 1) name = hashed(tokens[at] ?? '', at === from ? name : step(name, space));
    names.push(name);
  }
};

/** Pieces of 3 to 5 letters with the word's edges; of 1 to 2 where a script writes no spaces. */
const addPieces = (names: number[], word: string): void => {
  if (word.startsWith('x') && placeholders.has(word)) return;
  const spaced = /^[\p{Script=Latin}\p{Script=Cyrillic}\P{L}]+$/u.test(word);
  const edged = spaced ? `_${word.slice(0, 20)}_` : word.slice(0, 40);
  const [shortest, longest] = spaced ? [3, 5] : [1, 2];
  for (let length = shortest; length <= longest; length += 1) {
    for (let from = 0; from + length <= edged.length; from += 1) names.push(hashed(edged, blocks.piece, from, from + length));
  }
};
const placeholders = new Set(['xtitle', 'xgenre', 'xtag', 'xmood', 'xstudio', 'xyear', 'xsmall', 'xnumber']);

/** @param names emptied */
const addBlock = (found: Map<number, number>, names: number[], weight: number): void => {
  const unique = new Set(names);
  const value = weight / Math.sqrt(Math.max(1, unique.size));
  for (const name of unique) {
    const bucket = (name ^ (name >>> 15)) & (bucketCount - 1);
    found.set(bucket, (found.get(bucket) ?? 0) + value);
  }
  names.length = 0;
};

/** FNV-1a over UTF-16 units. */
const step = (value: number, unit: number): number => Math.imul(value ^ unit, 0x01000193);
const hashed = (text: string, start: number, from = 0, to = text.length): number => {
  let value = start;
  for (let at = from; at < to; at += 1) value = step(value, text.charCodeAt(at));
  return value;
};
const space = 0x20;
/** What the names of each block begin with. */
const blocks = { word: hashed('w ', 0x811c9dc5), kind: hashed('k ', 0x811c9dc5), piece: hashed('p ', 0x811c9dc5), mark: hashed('m ', 0x811c9dc5) };
