/** Text of strangers, made harmless: it reaches terminals, web pages and models. */

/** Control characters, bidi marks and overrides, zero-width blanks, lone surrogates, tag characters (hidden text). */
const hostile = /[\p{Cc}\p{Cs}\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;
const blanks = /[\t\n\v\f\r\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g;

/** One line, composed characters, at most `maxLength` code points. Null when nothing is left. */
export const cleanText = (text: string | null | undefined, maxLength: number): string | null => {
  if (text === null || text === undefined) return null;
  const clean = text.normalize('NFC').replace(blanks, ' ').replace(hostile, '').replace(/ {2,}/g, ' ').trim();
  if (clean === '') return null;
  return clean.length <= maxLength ? clean : [...clean].slice(0, maxLength).join('').trimEnd();
};

/** An http(s) address without credentials, else null. */
export const cleanUrl = (text: string | null | undefined): string | null => {
  if (text === null || text === undefined || text.length > 1000 || !URL.canParse(text)) return null;
  const url = new URL(text);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '' ? url.href : null;
};

/** Two texts with the same key are one to a reader: case, full-width forms and blanks do not count. */
export const sameTextKey = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
