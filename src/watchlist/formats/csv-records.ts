/** Text with separators, cut into records: quotes, doubled quotes, line breaks inside quotes, any of four separators. Knows nothing of lists. */
import type { Steps } from '../../retrieval/steps.ts';

/** `open`: the quote that it opens is never closed; `long`: no list has such a row, and its cells are not kept. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[]; readonly broken: 'open' | 'long' | null };

const separators = [',', ';', '\t', '|'];
/** Each open quote costs a look at as much of the text as a record may have. */
const mostOpenQuotes = 20;
const longestRecord = 128 * 1024;
/** Characters between two breaths. */
const portion = 16 * 1024;

/**
 * Blank lines are left out. A record with an open quote ends with its line, so that one stray quote does not swallow the rest.
 * @param most no more are read
 */
export function* readRecords(text: string, most: number): Steps<CsvRecord[]> {
  const first = /^sep=(.)\r?\n/i.exec(text);
  const separator = first?.[1] ?? likeliestSeparator(text);
  const records: CsvRecord[] = [];
  let at = first?.[0].length ?? 0;
  let line = first === null ? 1 : 2;
  let open = 0;
  let breath = at;
  while (at < text.length && records.length < most) {
    const { cells, broken, end, lines } = open < mostOpenQuotes ? readRecord(text, at, separator) : readPlainLine(text, at, separator);
    if (broken !== null || cells.length > 1 || cells[0]?.trim() !== '') records.push({ line, cells, broken });
    if (broken === 'open') open += 1;
    line += lines;
    at = end;
    // An open quote was looked for through a whole record.
    if (at < breath + portion && broken !== 'open') continue;
    breath = at;
    yield;
  }
  return records;
}

type Found = Omit<CsvRecord, 'line'> & { readonly end: number; readonly lines: number };

const readRecord = (text: string, start: number, separator: string): Found => {
  const cells: string[] = [];
  const limit = start + longestRecord;
  let isQuoted = false;
  for (let at = start; ; ) {
    let cell: string;
    if (text[at] === '"') {
      isQuoted = true;
      const close = closingQuote(text, at + 1, limit);
      if (close < 0) return { ...readPlainLine(text, start, separator), broken: 'open' };
      const rest = endOfPlain(text, close + 1, separator, limit);
      // what follows a closing quote belongs to the cell: spaces, or somebody's forgotten comma
      cell = text.slice(at + 1, close).replaceAll('""', '"') + text.slice(close + 1, rest).trimEnd();
      at = rest;
    } else {
      const end = endOfPlain(text, at, separator, limit);
      cell = text.slice(at, end);
      at = end;
    }
    if (at >= limit) return tooLong(readPlainLine(text, start, separator), isQuoted);
    cells.push(cell);
    if (text[at] === separator) at += 1;
    else {
      const end = afterLineBreak(text, at);
      return { cells, end, broken: null, lines: isQuoted ? countLines(text, start, end) : 1 };
    }
  }
};

/** Where quotes made it so, they cost as much to look for as one that is never closed. */
const tooLong = (line: Found, isQuoted: boolean): Found => (isQuoted && line.broken === null ? { ...line, broken: 'open' } : line);

const readPlainLine = (text: string, start: number, separator: string): Found => {
  const lineBreak = /[\r\n]/g;
  lineBreak.lastIndex = start;
  const stop = lineBreak.exec(text)?.index ?? text.length;
  const isLong = stop - start >= longestRecord;
  return { cells: isLong ? [] : text.slice(start, stop).split(separator), end: afterLineBreak(text, stop), broken: isLong ? 'long' : null, lines: 1 };
};

/** Of a quoted cell that began before; -1 when there is none. */
const closingQuote = (text: string, from: number, limit: number): number => {
  for (let at = text.indexOf('"', from); at >= 0 && at < limit; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
};

const endOfPlain = (text: string, from: number, separator: string, limit: number): number => {
  const end = Math.min(text.length, limit);
  for (let at = from; at < end; at += 1) {
    const char = text[at];
    if (char === separator || char === '\n' || char === '\r') return at;
  }
  return end;
};

const afterLineBreak = (text: string, at: number): number => (text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : Math.min(at + 1, text.length));

const countLines = (text: string, from: number, to: number): number => {
  let lines = 0;
  for (let at = from; at < to; at += 1) if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) lines += 1;
  return lines;
};

/** The one that the header has most of, outside quotes. */
const likeliestSeparator = (text: string): string => {
  const header = (/^[^\r\n]*/.exec(text.slice(0, longestRecord).trimStart())?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (separator: string): number => header.split(separator).length;
  return [...separators].sort((a, b) => count(b) - count(a))[0] ?? ',';
};

/** A cell as it stands in a file; quotes only where they are needed. */
export const writeCell = (text: string): string => (/[",;\t|\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
