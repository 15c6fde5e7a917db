/** A stream of text cut into pieces that can be judged: whole sentences in paragraphs, whole lines in lists, tables and headings. */

const longestSentence = 600;
const line = /^\s*(?:[-*•+]\s|\d{1,3}[.)]\s|\||#{1,6}\s|>)/;
const abbreviation = /(?:^|[\s(“"])(?:\p{L}|\d{1,3}|vs|dr|mr|mrs|ms|st|no|vol|ep|eps|approx|etc|e\.g|i\.e|feat)\.$/iu;
const sentenceEnd = /[.!?…](?:[)\]"'”’»*_]*)(?=\s)|[。！？](?:[」』）”]*)/g;

/** Pieces joined are the text that came in. */
export const cutPieces = async function* (chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    rest += chunk;
    for (let end = firstEnd(rest); end !== -1; end = firstEnd(rest)) {
      yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  }
  if (rest !== '') yield rest;
};

/** Where the first piece ends, -1 while it goes on. */
const firstEnd = (text: string): number => {
  const newline = text.indexOf('\n');
  const head = newline === -1 ? text : text.slice(0, newline);
  if (!couldBeLine(head)) {
    for (const match of head.matchAll(sentenceEnd)) {
      const end = match.index + match[0].length;
      const sentence = head.slice(0, end);
      if (abbreviation.test(head.slice(0, match.index + 1)) || (isOpen(sentence) && end < longestSentence)) continue;
      return end;
    }
    if (newline === -1 && head.length >= longestSentence * 2) return head.length;
  }
  return newline === -1 ? -1 : newline + 1;
};

/** A line of a list, or a beginning that may become one ("1", "-"). */
const couldBeLine = (head: string): boolean => line.test(head) || /^\s*(?:[-*•+#>|]+|\d{1,3}[.)]?)?\s*$/.test(head);

/** Inside bold, brackets or quotation marks: a full stop there belongs to a title. */
const isOpen = (text: string): boolean => (text.match(/\*\*/g)?.length ?? 0) % 2 === 1 || count(text, '(') > count(text, ')') || count(text, '[') > count(text, ']') || count(text, '“') > count(text, '”');

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/** Reasoning models of some servers think aloud at the start of their content. */
export const withoutThinking = async function* (chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let head = '';
  let state: 'start' | 'thinking' | 'text' = 'start';
  for await (const chunk of chunks) {
    if (state === 'text') {
      yield chunk;
      continue;
    }
    head += chunk;
    if (state === 'start') {
      const begin = head.trimStart();
      if (begin.startsWith('<think>')) state = 'thinking';
      else if (!'<think>'.startsWith(begin)) {
        state = 'text';
        yield head;
      }
    }
    const end = state === 'thinking' ? head.indexOf('</think>') : -1;
    if (end !== -1) {
      state = 'text';
      const rest = head.slice(end + '</think>'.length).trimStart();
      if (rest !== '') yield rest;
    }
  }
  if (state === 'start' && head !== '') yield head;
};
