/** Text with separators, cut into records: quotes, doubled quotes, line breaks inside quotes, any of four separators. Knows nothing of lists. */
import type { Steps } from '../../retrieval/steps.ts';

export type CsvRecord = { readonly line: number; readonly cells: readonly string[]; /** The quote that it opens is never closed. */ readonly open: boolean };

const separators = [',', ';', '\t', '|'];
/** Each open quote costs a look at the rest of the text. */
const mostOpenQuotes = 20;

/** Blank lines are left out. A record with an open quote ends with its line, so that one stray quote does not swallow the rest. */
export function* readRecords(text: string): Steps<CsvRecord[]> {
  const first = /^sep=(.)\r?\n/i.exec(text);
  const separator = first?.[1] ?? likeliestSeparator(text);
  const records: CsvRecord[] = [];
  let at = first?.[0].length ?? 0;
  let line = first === null ? 1 : 2;
  let open = 0;
  while (at < text.length) {
    const found = open < mostOpenQuotes ? readRecord(text, at, separator) : readPlainLine(text, at, separator);
    if (found.cells.length > 1 || found.cells[0]?.trim() !== '') records.push({ line, cells: found.cells, open: found.open });
    if (found.open) open += 1;
    line += countLines(text, at, found.end);
    at = found.end;
    if (records.length % 64 === 63) yield;
  }
  return records;
}

type Found = { readonly cells: string[]; readonly end: number; readonly open: boolean };

const readRecord = (text: string, start: number, separator: string): Found => {
  const cells: string[] = [];
  for (let at = start; ; ) {
    let cell: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) return { ...readPlainLine(text, start, separator), open: true };
      const rest = endOfPlain(text, close + 1, separator);
      // what follows a closing quote belongs to the cell: spaces, or somebody's forgotten comma
      cell = text.slice(at + 1, close).replaceAll('""', '"') + text.slice(close + 1, rest).trimEnd();
      at = rest;
    } else {
      const end = endOfPlain(text, at, separator);
      cell = text.slice(at, end);
      at = end;
    }
    cells.push(cell);
    if (text[at] === separator) at += 1;
    else return { cells, end: afterLineBreak(text, at), open: false };
  }
};

const readPlainLine = (text: string, start: number, separator: string): Found => {
  const end = /[\r\n]/g;
  end.lastIndex = start;
  const stop = end.exec(text)?.index ?? text.length;
  return { cells: text.slice(start, stop).split(separator), end: afterLineBreak(text, stop), open: false };
};

/** Of a quoted cell that began before; -1 when there is none. */
const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
};

const endOfPlain = (text: string, from: number, separator: string): number => {
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === separator || char === '\n' || char === '\r') return at;
  }
  return text.length;
};

const afterLineBreak = (text: string, at: number): number => (text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : Math.min(at + 1, text.length));

const countLines = (text: string, from: number, to: number): number => {
  let lines = 0;
  for (let at = from; at < to; at += 1) if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) lines += 1;
  return lines;
};

/** The one that the header has most of, outside quotes. */
const likeliestSeparator = (text: string): string => {
  const header = (/^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (separator: string): number => header.split(separator).length;
  return [...separators].sort((a, b) => count(b) - count(a))[0] ?? ',';
};

/** A cell as it stands in a file; quotes only where they are needed. */
export const writeCell = (text: string): string => (/[",;\t|\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
