/** What the user's words mean as an answer to an open question. Pure. */
import { figureIn } from './brains/embedded/grammar/read-figure.ts';
import type { Question } from './state.ts';

export type AnswerMeaning =
  | { readonly kind: 'option'; readonly option_id: string }
  | { readonly kind: 'declined' }
  /** All of these are meant. */
  | { readonly kind: 'several'; readonly option_ids: readonly string[] }
  /** The user wants to know more before answering. */
  | { readonly kind: 'explain' }
  /** Several options fit: ask again with these. */
  | { readonly kind: 'narrow'; readonly option_ids: readonly string[] }
  /** Yes to these changes of the question's, and to no other. */
  | { readonly kind: 'part'; readonly anime_ids: readonly string[] }
  /** Yes, and the same for what is named besides. */
  | { readonly kind: 'besides'; readonly title: string }
  /** Another number instead of the one that the question's change writes. */
  | { readonly kind: 'figure'; readonly value: number }
  /** Not an answer: the user moved on. */
  | { readonly kind: 'other' };

type NamesOf = (anime_id: string) => readonly string[];

const yes = /^(?:y|ye|yes+|yea+h?|yep|yup|sure(?: thing)?|ok(?:ay)?|k|do it|go(?: ahead| for it)?|confirm(?:ed)?|please(?: do)?|correct|right|exactly|absolutely|definitely|of course|hell (?:yes|yeah)|sounds good|fine(?: by me)?|both|all(?: of (?:them|these|it))?|that(?:'s| is) (?:it|right|fine|the one))(?:[\s,.!]+(?:yes|please|pls|sure|thanks?|thank you|do (?:it|that|so)|go ahead|all of them|that one|(?:remove|delete|add|change|make|write|clear|drop|take|save|put) (?:it|that|this|them|all|both)(?: (?:off|on|out|all))?))*[\s.!]*$/i;
const no = /^(?:(?:ok|oh|um+|hm+|wait|actually|please|sorry|well)[\s,.]+)*(?:n|no(?:pe)?|nah|(?:oh )?(?:hell|heck|god) (?:no|nah)|no way|absolutely not|(?:rather|better|maybe) not|not (?:now|really|yet)|don'?t(?: do (?:it|that))?|do not|cancel(?: (?:it|that))?|undo(?: (?:it|that))?|never ?mind(?: (?:it|that))?|nvm|nm|stop|forget (?:it|that|about it)|leave (?:it|them)(?: (?:be|as (?:it is|is|they are)|alone|there))?|keep (?:it|them)(?: (?:as is|there))?|(?:i(?:'ve)? )?changed my mind|none|neither|none of (?:these|them|those)|no thanks?)[\s.!,]*(?:thanks?|thank you|wait|please|don'?t|never ?mind|keep (?:it|them)|leave (?:it|them))?[\s.!]*$/i;
const explain = /^(?:(?:wait|hm+|um+|ok|but|so|hang on|hold on|and)[\s,.]+)*(?:(?:are )?you sure|really|huh|hm+(?=\s*\?)|which (?:one|ones|title|titles)|what exactly (?:are|do|will|would) you .{0,30}|what|why|how so|explain(?: (?:it|that|this))?|details?|show me(?: (?:it|that))?|what exactly|what(?:'s| is| was| are)? (?:happens?(?: then| now)?|that|this|it|these|the (?:difference|options?|changes?|question)|going to (?:change|happen))|(?:what|which (?:ones?|titles?|changes?)|how many)(?: \w+)? (?:would|will|are|is|did|does|do) .{0,40}(?:change[ds]?|happen|do|mean|delete[d]?|remove[d]?|write|written)|what do you mean|i don'?t (?:understand|get (?:it|that)))[\s?!.]*$/i;
const every = /^(?:(?:add|take|both|all|i (?:mean|want)|them|of|these|those|two|three|four)\b[\s,]*)*(?:both|all|all of (?:them|these|those)|every(?: one|thing)?)(?: of (?:them|these|those))?(?:[\s,]+(?:please|pls|then))?[\s.!]*$/i;
/** The agent may choose: its first guess is the best known. */
const whichever = /^(?:(?:i )?(?:don'?t|do not) (?:know|care|mind)|idk|(?:not|no) (?:sure|idea)|dunno|whatever|whichever|either(?: one)?(?: is fine)?|any(?: of (?:them|these|those)| one)?|you (?:pick|choose|decide)|doesn'?t matter)[\s.!]*$/i;
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
const filler = new Set(['the', 'one', 'a', 'an', 'of', 'that', 'this', 'it', 'i', 'mean', 'meant', 'please', 'from', 'is', 'was', 'anime', 'number', 'option', 'yes', 'version', 'series', 'show', 'with', 'episodes', 'actually', 'then', 'though', 'pls', 'for', 'now']);

/** @param namesOf a title's other names, by id: the question shows only one */
export const interpretAnswer = (question: Question, message: string, namesOf: NamesOf = () => []): AnswerMeaning => {
  const text = message.trim().toLowerCase();
  const real = question.options.filter(({ id }) => id !== 'none');
  const direct = question.options.find(({ id, label }) => id.toLowerCase() === text || label.toLowerCase() === text);
  if (direct !== undefined) return direct.id === 'none' ? { kind: 'declined' } : { kind: 'option', option_id: direct.id };
  if (no.test(text)) return question.kind === 'confirm_change' ? { kind: 'option', option_id: 'no' } : { kind: 'declined' };
  if (explain.test(text)) return { kind: 'explain' };
  if (question.word !== undefined) return text.replace(/[\s."“”!]+/g, '') === question.word ? { kind: 'option', option_id: 'remove_all' } : yes.test(text) ? { kind: 'explain' } : { kind: 'other' };
  if (question.kind === 'confirm_change') return yes.test(text) ? { kind: 'option', option_id: 'yes' } : partly(question, text, namesOf);
  const [only] = real;
  if (yes.test(text) && real.length === 1 && only !== undefined) return { kind: 'option', option_id: only.id };
  if (every.test(text)) return { kind: 'several', option_ids: real.map(({ id }) => id) };
  if (whichever.test(text) && only !== undefined) return { kind: 'option', option_id: only.id };
  const aged = byAge(real, text);
  if (aged !== undefined) return { kind: 'option', option_id: aged };
  // "no, the movie": the refusal is of the question's guess, what follows is meant. "not the movie" names nothing.
  const meant = text.replace(/^(?:no|not (?:that|this)(?: one)?)\s*,\s*/, '');
  const ordinal = ordinalIn(meant, real.length);
  if (ordinal !== undefined && real[ordinal] !== undefined) return { kind: 'option', option_id: real[ordinal].id };
  return byWords(real, meant);
};

const agreed = String.raw`(?:(?:y|yes+|yea+h?|yep|yup|sure|ok(?:ay)?|k|fine|do it|go ahead|please)[\s,.!]*)`;
const only = new RegExp(`^${agreed}*(?:but )?(?:(?:do|add|change|make|take|write) )?(?:only|just) (.+)$`);
const allBut = new RegExp(`^${agreed}*(?:but |and )?(?:(?:do |add |change )?(?:all|everything|both|them|the rest) )?(?:but )?(?:not|without|except(?: for)?|but|minus|skip|leave out|drop|no)\\b(?: for)? (.+)$`);
const besides = new RegExp(`^${agreed}+(?:and |but |plus )*(?:also |add |put )+(.+?)(?: too| as well| please)*[.!]*$`);

/** "no, 9", "yes but only the first", "all but Trigun", "yes, and also Akira". */
const partly = ({ diff = [] }: Question, text: string, namesOf: NamesOf): AnswerMeaning => {
  const figure = diff.length === 1 ? figureIn(text) : undefined;
  if (figure !== undefined) return { kind: 'figure', value: figure.value };
  const picked = only.exec(text)?.[1];
  const left = picked === undefined ? allBut.exec(text)?.[1] : undefined;
  const said = picked ?? left;
  const meant = said === undefined ? [] : said.split(/\s*(?:,|\band\b|&|\bor\b)\s*/).filter(Boolean).map((words) => changesCalled(diff, words, namesOf));
  if (said !== undefined) {
    const [all, named] = [diff.map(({ anime_id }) => String(anime_id)), new Set(meant.flat())];
    // One that is not among them makes all of it doubtful.
    if (meant.some(({ length }) => length === 0)) return { kind: 'other' };
    const ids = all.filter((id) => named.has(id) === (picked !== undefined));
    return ids.length === 0 ? { kind: 'option', option_id: 'no' } : { kind: 'part', anime_ids: ids };
  }
  const title = besides.exec(text)?.[1];
  return title === undefined ? { kind: 'other' } : { kind: 'besides', title };
};

/** The changes that a place ("the first") or words of a title mean. */
const changesCalled = (diff: NonNullable<Question['diff']>, words: string, namesOf: NamesOf): string[] => {
  const at = ordinalIn(words, diff.length);
  const placed = at === undefined ? undefined : diff[at];
  if (placed !== undefined) return [String(placed['anime_id'])];
  const said = words.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !filler.has(word));
  return said.length === 0 ? [] : diff.filter(({ anime_id, title }) => [String(title), ...namesOf(String(anime_id))].some((name) => said.every((word) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u).includes(word)))).map(({ anime_id }) => String(anime_id));
};

/** "the newest", "the old one": by the years of the labels. */
const byAge = (options: Question['options'], text: string): string | undefined => {
  const age = /^(?:i (?:mean|meant) )?(?:the )?(?:(new(?:er|est)?|latest|(?:more|most) recent)|(old(?:er|est)?|earliest|original))(?: (?:one|version|series|anime|show))?[\s.!]*$/.exec(text);
  const dated = options.flatMap(({ id, label }) => /\(((?:19|20)\d\d)\b/.exec(label)?.[1]?.concat(` ${id}`) ?? []).sort();
  const chosen = age === null || dated.length < 2 ? undefined : age[1] === undefined ? dated[0] : dated.at(-1);
  return chosen?.slice(5);
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
  const synonyms: Record<string, string> = { film: 'movie', films: 'movie', movies: 'movie', original: '', first: '' };
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
