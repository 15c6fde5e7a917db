/** What the user's words mean as an answer to an open question. Pure. */
import type { Question } from './state.ts';

export type AnswerMeaning =
  | { readonly kind: 'option'; readonly option_id: string }
  | { readonly kind: 'declined' }
  /** Several options fit: ask again with these. */
  | { readonly kind: 'narrow'; readonly option_ids: readonly string[] }
  /** Not an answer: the user moved on. */
  | { readonly kind: 'other' };

const yes = /^(?:y|yes|yep|yeah|yup|sure|ok(?:ay)?|do it|go ahead|confirm(?:ed)?|please(?: do)?|correct|right|exactly|that(?:'s| is) (?:it|right|the one))(?:[\s,.!]+(?:yes|please|sure|thanks?|thank you|do (?:it|that|so)|go ahead|all of them|that one))*[\s.!]*$/i;
const no = /^(?:n|no|nope|nah|don'?t|cancel|never ?mind|stop|forget (?:it|about it)|none|neither|none of (?:these|them|those)|no thanks?)[\s.!,]*(?:thanks?|thank you)?[\s.!]*$/i;
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
const filler = new Set(['the', 'one', 'a', 'an', 'of', 'that', 'this', 'it', 'i', 'mean', 'meant', 'please', 'from', 'is', 'was', 'anime', 'number', 'option', 'yes', 'version', 'series', 'show', 'with', 'episodes']);

export const interpretAnswer = (question: Question, message: string): AnswerMeaning => {
  const text = message.trim().toLowerCase();
  const real = question.options.filter(({ id }) => id !== 'none');
  const direct = question.options.find(({ id, label }) => id.toLowerCase() === text || label.toLowerCase() === text);
  if (direct !== undefined) return direct.id === 'none' ? { kind: 'declined' } : { kind: 'option', option_id: direct.id };
  if (no.test(text)) return question.kind === 'confirm_change' ? { kind: 'option', option_id: 'no' } : { kind: 'declined' };
  if (question.kind === 'confirm_change') return yes.test(text) ? { kind: 'option', option_id: 'yes' } : { kind: 'other' };
  const [only] = real;
  if (yes.test(text) && real.length === 1 && only !== undefined) return { kind: 'option', option_id: only.id };
  // "no, the movie": the refusal is of the question's guess, what follows is meant. "not the movie" names nothing.
  const meant = text.replace(/^(?:no|not (?:that|this)(?: one)?)\s*,\s*/, '');
  const ordinal = ordinalIn(meant, real.length);
  if (ordinal !== undefined && real[ordinal] !== undefined) return { kind: 'option', option_id: real[ordinal].id };
  return byWords(real, meant);
};

const ordinalIn = (text: string, count: number): number | undefined => {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !filler.has(word));
  const [word] = words;
  if (words.length !== 1 || word === undefined) return undefined;
  if (word === 'last') return count - 1;
  const index = ordinals.indexOf(word);
  if (index >= 0) return index;
  const digits = /^#?(\d)(?:st|nd|rd|th)?$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits) - 1;
};

/** Every word the user said must stand in the label; the options where that holds are what was meant. */
const byWords = (options: Question['options'], text: string): AnswerMeaning => {
  const synonyms: Record<string, string> = { film: 'movie', original: '', first: '' };
  const said = text.split(/[^\p{L}\p{N}]+/u).map((word) => synonyms[word] ?? word).filter((word) => word !== '' && !filler.has(word));
  if (said.length === 0 || said.length > 8) return { kind: 'other' };
  const fits = options.filter(({ label }) => {
    const words = new Set(label.toLowerCase().split(/[^\p{L}\p{N}]+/u));
    return said.every((word) => words.has(word));
  });
  const [first] = fits;
  if (first === undefined) return { kind: 'other' };
  return fits.length === 1 ? { kind: 'option', option_id: first.id } : fits.length < options.length ? { kind: 'narrow', option_ids: fits.map(({ id }) => id) } : { kind: 'other' };
};
