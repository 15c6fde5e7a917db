/** Splits text into the pieces of the encoder's vocabulary: SentencePiece's unigram model, most probable path by Viterbi. */
import type { Vocabulary } from './use-lite-weights.ts';

const unknownToken = 0;
const reservedTokens = 6;
const wordStart = '▁';

export type Tokenize = (text: string) => number[];

/** Token ids of a text, not cut. An empty text counts as a blank: the model has no vector for nothing. */
export const createTokenizer = (vocabulary: Vocabulary): Tokenize => {
  const pieces = new Map<string, { readonly id: number; readonly score: number }>();
  vocabulary.forEach(([piece, score], id) => {
    if (id >= reservedTokens) pieces.set(piece, { id, score });
  });
  const longest = Math.max(...[...pieces.keys()].map((piece) => [...piece].length));

  return (text) => {
    const symbols = [...(wordStart + (text.normalize('NFKC') || ' ').replaceAll(' ', wordStart))];
    // per end position: the best path's score (0 = none yet, as in the published tokenizer) and its last token
    const best = new Float64Array(symbols.length + 1);
    const last = new Int32Array(symbols.length + 1);
    const reach = (end: number, score: number, id: number): void => {
      // `!`: end <= symbols.length
      if (best[end] !== 0 && score < best[end]!) return;
      best[end] = score;
      last[end] = id;
    };
    for (let start = 0; start < symbols.length; start += 1) {
      const before = best[start] ?? 0;
      let known = false;
      let candidate = '';
      for (let end = start + 1; end <= Math.min(start + longest, symbols.length); end += 1) {
        candidate += symbols[end - 1] ?? '';
        const piece = pieces.get(candidate);
        if (piece === undefined) continue;
        known = true;
        reach(end, before + piece.score, piece.id);
      }
      if (!known) reach(start + 1, before, unknownToken);
    }
    return mergeUnknown(walkBack(last, vocabulary));
  };
};

const walkBack = (last: Int32Array, vocabulary: Vocabulary): number[] => {
  const ids: number[] = [];
  for (let end = last.length - 1; end > 0; ) {
    const id = last[end] ?? unknownToken;
    ids.push(id);
    end -= vocabulary[id]?.[0].length ?? 1;
  }
  return ids.reverse();
};

/** Neighbouring unknown symbols are one token. */
const mergeUnknown = (ids: readonly number[]): number[] => ids.filter((id, at) => id !== unknownToken || ids[at - 1] !== unknownToken);
