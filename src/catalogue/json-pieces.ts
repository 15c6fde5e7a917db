/** Cuts text that arrives in pieces into JSON values: lines of JSONL, or the elements of one document's `data` array. */

/** `text` is null when the line or element was longer than allowed. */
export type Piece = { readonly number: number; readonly text: string | null };

export type Cutter = {
  push(text: string): Piece[];
  /** What is left after the last piece. For lines: an unterminated last line. */
  end(): Piece[];
};

/** Numbers lines from 1; blank lines are counted and skipped. */
export const createLineCutter = (maxLength: number): Cutter => {
  let rest = '';
  let dropping = false;
  let number = 0;
  const take = (line: string): Piece[] => {
    number += 1;
    const dropped = dropping || line.length > maxLength;
    dropping = false;
    if (dropped) return [{ number, text: null }];
    return line.trim() === '' ? [] : [{ number, text: line }];
  };
  return {
    push(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      const pieces = lines.flatMap(take);
      if (rest.length > maxLength) {
        rest = '';
        dropping = true;
      }
      return pieces;
    },
    end: () => (rest === '' && !dropping ? [] : take(rest)),
  };
};

/**
 * For `{..., "data": [{...}, {...}], ...}` (or a bare array), on one line or many. Numbers elements from 1.
 * `outside()` is the document with its `data` emptied: it parses only when the document was complete.
 */
export const createElementCutter = (maxLength: number): Cutter & { outside(): string; broken(): boolean } => {
  let outside = '';
  let element = '';
  let place: 'before' | 'between' | 'element' | 'after' = 'before';
  let depth = 0;
  let inString = false;
  let escaped = false;
  let number = 0;
  let broken = false;

  /** True when the character closes the element or the surrounding text's nesting. */
  const step = (char: string): boolean => {
    if (escaped) escaped = false;
    else if (inString) {
      if (char === '\\') escaped = true;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      return depth === 0;
    }
    return false;
  };
  const opensData = (char: string): boolean => char === '[' && !inString && (outside.trim() === '[' || (depth === 2 && /"data"\s*:\s*\[$/.test(outside)));

  const push = (text: string): Piece[] => {
    const pieces: Piece[] = [];
    let start = 0;
    for (let at = 0; at < text.length && !broken; at += 1) {
      const char = text[at] ?? '';
      if (place === 'element') {
        if (!step(char)) continue;
        element += text.slice(start, at + 1);
        number += 1;
        pieces.push({ number, text: element.length > maxLength ? null : element });
        element = '';
        place = 'between';
      } else if (place === 'between') {
        if (char === '{') {
          start = at;
          depth = 1;
          place = 'element';
        } else if (char === ']') {
          outside += char;
          place = 'after';
          inString = false;
        } else if (!/[\s,]/.test(char)) broken = true;
      } else {
        outside += char;
        if (place === 'after') continue;
        step(char);
        if (opensData(char)) place = 'between';
      }
    }
    if (place === 'element') element += text.slice(start);
    // An element without an end would otherwise eat the rest of the file; the text around `data` is small.
    if (element.length > 4 * maxLength || outside.length > maxLength) broken = true;
    return pieces;
  };
  return { push, end: () => [], outside: () => outside, broken: () => broken || place !== 'after' };
};
