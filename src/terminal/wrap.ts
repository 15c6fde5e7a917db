/** Text that comes in pieces, broken at words for a screen: nothing is cut in the middle, wide letters count as two. */
import stringWidth from 'string-width';

export type Wrap = {
  /** What can be printed now; a word that may go on is kept back. */
  add(piece: string): string;
  /** The rest. */
  end(): string;
};

/** @param width columns of the screen, asked at every word because windows change */
export const createWrap = (width: () => number): Wrap => {
  let [column, gap, word] = [0, '', ''];
  const flush = (): string => {
    if (word === '') return '';
    const [wide, wanted] = [stringWidth(word), stringWidth(gap)];
    const breaks = column > 0 && column + wanted + wide > width();
    const out = `${breaks ? '\n' : gap}${word}`;
    column = breaks ? wide : column + wanted + wide;
    [gap, word] = ['', ''];
    return out;
  };
  return {
    add: (piece) => {
      let out = '';
      for (const part of piece.split(/(\n|[^\S\n]+)/)) {
        if (part === '\n') {
          out += `${flush()}\n`;
          [column, gap] = [0, ''];
        } else if (/^\s+$/.test(part)) {
          out += flush();
          gap += part;
        } else word += part;
      }
      return out;
    },
    end: () => {
      const out = flush();
      [column, gap] = [0, ''];
      return out;
    },
  };
};

/** A whole text as rows of at most `width` columns; a word longer than that has a row of its own. */
export const wrapped = (text: string, width: number): string[] => {
  const wrap = createWrap(() => width);
  return `${wrap.add(text.split(/\s+/).filter(Boolean).join(' '))}${wrap.end()}`.split('\n').filter((row) => row !== '');
};
