/**
 * The little Markdown that answers use: paragraphs, line breaks, lists, tables, bold, italic, backslash escapes.
 * Text becomes text nodes only, so nothing in it can become markup.
 * @param {string} text
 * @returns {({ tag: 'p' | 'ul' | 'ol', start?: number, lines: Span[][] } | { tag: 'table', lines: Span[][][] })[]} the first row of a table is its head
 * @typedef {{ text: string, style?: 'strong' | 'em' }} Span
 */
export const parseMarkdown = (text) => {
  const blocks = [];
  let open = null;
  for (const line of text.split('\n')) {
    const bullet = /^\s*[-*•]\s+(.*)$/.exec(line);
    const numbered = /^\s*(\d{1,3})[.)]\s+(.*)$/.exec(line);
    const tag = bullet ? 'ul' : numbered ? 'ol' : /^\s*\|.*\|\s*$/.test(line) ? 'table' : 'p';
    if (line.trim() === '') {
      open = null;
      continue;
    }
    if (tag === 'table' && /^[\s|:-]+$/.test(line)) continue; // the rule under the head
    if (open === null || open.tag !== tag) {
      open = { tag, lines: [], ...(numbered && { start: Number(numbered[1]) }) };
      blocks.push(open);
    }
    if (tag === 'table') open.lines.push(cellsOf(line).map(parseSpans));
    else open.lines.push(parseSpans(bullet ? bullet[1] : numbered ? numbered[2] : line.replace(/^#{1,6}\s+/, '')));
  }
  return blocks;
};

/** Between bars, of which an escaped one is text. */
const cellsOf = (line) => line.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim());

const pattern = /\\([\\`*_[\]<>|#])|\*\*((?:[^*\\]|\\.)+)\*\*|\*((?:[^*\s\\]|\\.)(?:(?:[^*\\]|\\.)*(?:[^*\s\\]|\\.))?)\*/g;
const unescape = (text) => text.replace(/\\([\\`*_[\]<>|#])/g, '$1');

const parseSpans = (line) => {
  const spans = [];
  let from = 0;
  const plain = (text) => {
    const last = spans.at(-1);
    if (last && last.style === undefined) last.text += text;
    else if (text !== '') spans.push({ text });
  };
  for (const match of line.matchAll(pattern)) {
    plain(line.slice(from, match.index));
    if (match[1] !== undefined) plain(match[1]);
    else spans.push({ text: unescape(match[2] ?? match[3]), style: match[2] === undefined ? 'em' : 'strong' });
    from = match.index + match[0].length;
  }
  plain(line.slice(from));
  return spans;
};
