/** Markdown of an answer as elements. @param cards how many titles are shown as cards below: a numbered list of the same would say them twice */
import { html } from './preact.js';
import { parseMarkdown } from './markdown.js';

export const Markdown = ({ text, cards = 0 }) => parseMarkdown(text).filter(({ tag, lines }) => tag !== 'ol' || lines.length !== cards).map(({ tag, start, lines }) => {
  if (tag === 'table') {
    const [head, ...rows] = lines;
    return html`<div class="table" tabindex="0" role="region" aria-label="Table"><table>
      <thead><tr>${head.map((cell) => (cell.length === 0 ? html`<td></td>` : html`<th scope="col">${spans(cell)}</th>`))}</tr></thead>
      <tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${spans(first ?? [])}</th>${cells.map((cell) => html`<td>${spans(cell)}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }
  if (tag === 'p') return html`<p>${lines.map((line, at) => html`${at > 0 && html`<br />`}${spans(line)}`)}</p>`;
  const items = lines.map((line) => html`<li>${spans(line)}</li>`);
  return tag === 'ol' ? html`<ol start=${start}>${items}</ol>` : html`<ul>${items}</ul>`;
});

const spans = (line) => line.map(({ text, style }) => (style === 'strong' ? html`<strong>${text}</strong>` : style === 'em' ? html`<em>${text}</em>` : text));
