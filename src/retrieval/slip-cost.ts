/** How unlikely it is that one spelling was typed for the other: edits that fingers and ears make cost less than a letter exchanged for any other. */

/** Slips people make; an edit that is none of them. */
const likely = 0.85;
const odd = 1.15;
/** A letter doubled or not: hardly a slip. */
const doubled = 0.7;
/** People get the first letter right. */
const atFirst = 1.4;

const keyboard = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const soundAlike = ['aeiouy', 'ckq', 'szcx', 'lr', 'vbw', 'fhp', 'jzg', 'mn', 'dt', 'td', 'bp', 'gk'];

const signs = 128;
/** 1 where two signs are neighbours on the keyboard or sound alike. */
const confused = new Uint8Array(signs * signs);
const confuse = (one: string, other: string): void => {
  confused[one.charCodeAt(0) * signs + other.charCodeAt(0)] = 1;
  confused[other.charCodeAt(0) * signs + one.charCodeAt(0)] = 1;
};
for (const [row, keys] of keyboard.entries()) {
  for (const [at, key] of [...keys].entries()) {
    for (const near of [keys[at + 1], keyboard[row + 1]?.[at], keyboard[row + 1]?.[at - 1]]) if (near !== undefined) confuse(key, near);
  }
}
for (const group of soundAlike) for (const one of group) for (const other of group) if (one !== other) confuse(one, other);

const areConfused = (one: number, other: number): boolean => one < signs && other < signs && confused[one * signs + other] === 1;
/** A letter too many or left out, after `before`, which may have been typed twice or slipped. */
const extra = (sign: number, before: number, after: number): number => (sign === before || sign === after ? doubled : areConfused(sign, before) || areConfused(sign, after) ? likely : 1);

const maxLength = 256;
/** Of the text: its signs, and what each costs when it is one too many. */
const own = new Uint16Array(maxLength + 1);
const surplus = new Float64Array(maxLength + 1);
const rows = [new Float64Array(maxLength + 1), new Float64Array(maxLength + 1), new Float64Array(maxLength + 1)] as const;

/** The price of making `name` of `typed` (first 256 UTF-16 units), about 1 an edit; more than `limit` as soon as it is clear that it is. */
export const slipCost = (typed: string, name: string, limit: number): number => {
  if (typed === name) return 0;
  const width = Math.min(typed.length, maxLength);
  const height = Math.min(name.length, maxLength);
  if (Math.abs(width - height) * doubled > limit) return Infinity;
  let [older, previous, current]: [Float64Array, Float64Array, Float64Array] = [rows[0], rows[1], rows[2]];
  previous[0] = 0;
  for (let i = 1; i <= width; i++) {
    own[i] = typed.charCodeAt(i - 1);
    surplus[i] = extra(own[i] ?? 0, typed.charCodeAt(i - 2), typed.charCodeAt(i));
    previous[i] = (previous[i - 1] ?? 0) + (i === 1 ? atFirst : (surplus[i] ?? 0));
  }
  for (let j = 1; j <= height; j++) {
    const code = name.charCodeAt(j - 1);
    const [before, after] = [name.charCodeAt(j - 2), name.charCodeAt(j)];
    const missing = extra(code, before, after);
    current[0] = (previous[0] ?? 0) + (j === 1 ? atFirst : missing);
    let best = current[0];
    // `?? 0` only satisfies noUncheckedIndexedAccess: every index is inside its array.
    for (let i = 1; i <= width; i++) {
      const sign = own[i] ?? 0;
      const first = i === 1 || j === 1 ? atFirst : 1;
      let cost = (previous[i - 1] ?? 0) + (sign === code ? 0 : first * (areConfused(sign, code) ? likely : odd));
      cost = Math.min(cost, (previous[i] ?? 0) + first * missing, (current[i - 1] ?? 0) + first * (surplus[i] ?? 0));
      if (i > 1 && j > 1 && sign === before && own[i - 1] === code) cost = Math.min(cost, (older[i - 2] ?? 0) + first * likely);
      current[i] = cost;
      if (cost < best) best = cost;
    }
    // A swap reaches over one row.
    if (best > limit + likely) return Infinity;
    [older, previous, current] = [previous, current, older];
  }
  return previous[width] ?? 0;
};
