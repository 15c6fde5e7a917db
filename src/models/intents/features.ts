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
  addBlock(found, [...words.map((word) => `w ${word}`), ...pairs(words).map((pair) => `w ${pair}`)], blockWeights.word);
  addBlock(found, [...pairs(kinds), ...triples(kinds)].map((some) => `k ${some}`), blockWeights.kind);
  addBlock(found, words.flatMap(piecesOf), blockWeights.piece);
  addBlock(found, view.marks.map((mark) => `m ${mark}`), blockWeights.mark);
  return { buckets: Int32Array.from(found.keys()), values: Float32Array.from(found.values()) };
};

/** Words and signs; what is a number keeps only its kind. "what's" is "whats". */
const tokensOf = (text: string): string[] =>
  (text.normalize('NFKC').toLowerCase().replace(/['’‘`´]/g, '').match(/\p{L}[\p{L}\p{M}]*|\d+(?:[.,]\d+)?|[^\s\p{L}\p{M}]/gu) ?? []).slice(0, 60).map((token) => (/^\d/.test(token) ? numberKind(token) : token));

const numberKind = (token: string): string => (/^(?:19|20)\d\d$/.test(token) ? 'xyear' : Number(token.replace(',', '.')) <= 10 ? 'xsmall' : 'xnumber');

const pairs = (tokens: readonly string[]): string[] => ['^', ...tokens].map((token, at) => `${token} ${tokens[at] ?? '$'}`);
const triples = (tokens: readonly string[]): string[] => ['^', ...tokens].slice(0, -1).map((token, at) => `${token} ${tokens[at] ?? ''} ${tokens[at + 1] ?? '$'}`);

/** Pieces of 3 to 5 letters with the word's edges; of 1 to 2 where a script writes no spaces. */
const piecesOf = (word: string): string[] => {
  if (word.startsWith('x') && placeholders.has(word)) return [];
  const spaced = /^[\p{Script=Latin}\p{Script=Cyrillic}\P{L}]+$/u.test(word);
  const [edged, lengths] = spaced ? [`_${word.slice(0, 20)}_`, [3, 4, 5]] : [word.slice(0, 40), [1, 2]];
  return lengths.flatMap((length) => Array.from({ length: Math.max(0, edged.length - length + 1) }, (_, at) => `p ${edged.slice(at, at + length)}`));
};
const placeholders = new Set(['xtitle', 'xgenre', 'xtag', 'xmood', 'xstudio', 'xyear', 'xsmall', 'xnumber']);

const addBlock = (found: Map<number, number>, names: readonly string[], weight: number): void => {
  const unique = new Set(names);
  const value = weight / Math.sqrt(Math.max(1, unique.size));
  for (const name of unique) {
    const bucket = hash(name);
    found.set(bucket, (found.get(bucket) ?? 0) + value);
  }
};

/** FNV-1a over UTF-16 units. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) & (bucketCount - 1);
};
