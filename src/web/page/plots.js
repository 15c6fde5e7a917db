/** The pictures of the taste page: small, drawn here, each with its numbers as a table for who does not see it. */
import { html } from './preact.js';

/** Of 100: one column alone is no wall. */
const widest = 16;

/** @param rows `{ name, value, label }` of a scale that begins at zero */
export const Columns = ({ title, rows, unit }) => {
  const top = Math.max(1, ...rows.map(({ value }) => value));
  const width = Math.min(100 / rows.length, widest);
  return html`<${Figure} title=${title} rows=${rows} unit=${unit}>
    <svg viewBox="0 0 100 46" class="plot" focusable="false">
      <line x1="0" x2="100" y1="38" y2="38" class="axis" />
      ${rows.map(({ name, value }, at) => {
        const height = value === 0 ? 0 : Math.max(0.6, (value / top) * 32);
        return html`<g>
          <rect x=${at * width + width * 0.14} y=${38 - height} width=${width * 0.72} height=${height} rx="0.8" class="bar" />
          ${value > 0 && html`<text x=${(at + 0.5) * width} y=${36.6 - height} class="value">${value}</text>`}
          <text x=${(at + 0.5) * width} y="43" class="name">${name}</text>
        </g>`;
      })}
    </svg>
  <//>`;
};

/** Much more or less than other people, on a scale where twice as much is as far as half as much. */
export const AgainstTheCrowd = ({ title, rows }) => {
  if (rows.length === 0) return null;
  const far = Math.max(1, ...rows.map(({ ratio }) => Math.abs(Math.log2(ratio))));
  return html`<${Figure} title=${title} rows=${rows.map(({ name, n, ratio }) => ({ name, value: `${n} titles, ${times(ratio)} as much as most` }))} unit="you">
    <div class="against" >
      ${rows.map(({ name, n, ratio }) => {
        const share = Math.abs(Math.log2(ratio)) / far * 50;
        return html`<div class="row">
          <span class="name">${name} <span class="soft">${n}</span></span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false">
            <line x1="50" x2="50" y1="0" y2="10" class="axis" />
            <rect x=${ratio >= 1 ? 50 : 50 - share} y="2" width=${Math.max(0.5, share)} height="6" class=${ratio >= 1 ? 'bar' : 'bar less'} />
          </svg>
          <span class="number">${times(ratio)}</span>
        </div>`;
      })}
    </div>
  <//>`;
};

/** Shares of a whole. @param rows `{ name, value }` */
export const Shares = ({ title, rows }) => {
  const whole = rows.reduce((sum, { value }) => sum + value, 0) || 1;
  let from = 0;
  return html`<${Figure} title=${title} rows=${rows} unit="titles">
    <svg viewBox="0 0 100 7" preserveAspectRatio="none" class="shares" focusable="false">
      ${rows.map(({ value }, at) => {
        const width = (value / whole) * 100;
        const bar = html`<rect x=${from} y="0" width=${width} height="7" class=${`part part${at}`} />`;
        from += width;
        return bar;
      })}
    </svg>
    <ul class="legend">${rows.map(({ name, value }, at) => value > 0 && html`<li><span class=${`key part${at}`}></span>${name} <strong>${value}</strong></li>`)}</ul>
  <//>`;
};

const Figure = ({ title, rows, unit, children }) => html`<figure>
  <figcaption>${title}</figcaption>
  <div aria-hidden="true">${children}</div>
  <div class="hidden"><table><caption>${title}</caption><thead><tr><th scope="col">What</th><th scope="col">${unit}</th></tr></thead>
    <tbody>${rows.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table></div>
</figure>`;

const times = (ratio) => (ratio >= 1 ? `${ratio.toFixed(1)}×` : `1/${(1 / ratio).toFixed(1)}`);
