/** A picture of a title: its own where it loads, else one that is drawn from its name, always the same. */
import { html, useState } from './preact.js';

export const Cover = ({ title, picture, type }) => {
  const [broken, setBroken] = useState(false);
  const hue = hueOf(title);
  return html`<span class="cover" aria-hidden="true">
    <svg viewBox="0 0 60 84" preserveAspectRatio="xMidYMid slice" focusable="false">
      <rect width="60" height="84" fill=${`hsl(${hue} 42% 34%)`} />
      <circle cx=${10 + (hue % 40)} cy=${18 + (hue % 23)} r="26" fill=${`hsl(${(hue + 40) % 360} 52% 46%)`} />
      <circle cx=${52 - (hue % 30)} cy="74" r="30" fill=${`hsl(${(hue + 320) % 360} 46% 28%)`} />
      <text x="30" y="49" text-anchor="middle" font-size="20" font-weight="700" fill="#fff">${initialsOf(title)}</text>
      ${type === 'MOVIE' && html`<rect x="6" y="76" width="48" height="2" fill="#fff" opacity=".6" />`}
    </svg>
    ${picture && !broken && html`<img src=${picture} alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" onError=${() => setBroken(true)} />`}
  </span>`;
};

const hueOf = (text) => [...text].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 360, 7);
const small = new Set(['the', 'a', 'of', 'no', 'to', 'and', 'wa', 'ga', 'wo', 'ni']);
const initialsOf = (title) => {
  const words = title.split(/[\s:;,.!?/()-]+/).filter((word) => word !== '' && !small.has(word.toLowerCase()));
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join('') || '?';
};
