/** What a client says about the end of an answer (`stop`, `max_tokens`), as words come in pieces. Pure but for its own state. */
import { bytesPerToken } from './completion.ts';

export type Finish = 'stop' | 'length';
export type Cut = {
  /** The part that may be shown now. */
  take(piece: string): string;
  /** What was held back because it could have been the beginning of a stop word, and why the answer ends. */
  end(): { readonly rest: string; readonly finish: Finish };
};

/** @param maxTokens by the same estimate as `usage` */
export const createCut = ({ stop, maxTokens }: { readonly stop: readonly string[]; readonly maxTokens: number | undefined }): Cut => {
  const heldBack = Math.max(0, ...stop.map(({ length }) => length - 1));
  let bytesLeft = (maxTokens ?? Infinity) * bytesPerToken;
  let held = '';
  let over: Finish | undefined;

  const show = (text: string): string => {
    let shown = '';
    // By character: half of one would be no text.
    for (const character of text) {
      bytesLeft -= Buffer.byteLength(character);
      if (bytesLeft < 0) {
        over = 'length';
        return shown;
      }
      shown += character;
    }
    return shown;
  };

  return {
    take: (piece) => {
      if (over !== undefined) return '';
      held += piece;
      const places = stop.map((word) => held.indexOf(word)).filter((place) => place !== -1);
      if (places.length > 0) {
        const shown = show(held.slice(0, Math.min(...places)));
        over ??= 'stop';
        return shown;
      }
      const place = Math.max(0, held.length - heldBack);
      const ready = held.slice(0, isFirstHalf(held, place - 1) ? place - 1 : place);
      held = held.slice(ready.length);
      return show(ready);
    },
    end: () => {
      const rest = over === undefined ? show(held) : '';
      return { rest, finish: over ?? 'stop' };
    },
  };
};

/** Is what stands here only the first half of a character? */
const isFirstHalf = (text: string, at: number): boolean => /[\uD800-\uDBFF]/.test(text.charAt(at));
