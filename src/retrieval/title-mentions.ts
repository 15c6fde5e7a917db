/** Titles inside a sentence: exact runs of words first; misspelt ones only when that finds nothing. */
import type { Anime } from '../domain/anime.ts';
import { foldTitle, splitQualifier, type TitleQualifier } from '../domain/title-match.ts';
import { editDistance, similarity } from './edit-distance.ts';
import { ngramIndexSteps, type NgramIndex } from './ngram-index.ts';
import { each, type Steps } from './steps.ts';
import type { TitleCandidate, TitleMentionSpan } from './title-candidate.ts';
import { closingWords, cueWords, fieldWords, joiningWords, ordinaryWords } from './title-cues.ts';
import type { TitleNames } from './title-names.ts';

type Parts = {
  readonly names: TitleNames;
  likelyNames(): LikelyNames;
  exact(folded: string): TitleCandidate[];
  qualified(base: string, qualifier: TitleQualifier): TitleCandidate[];
  sameFranchise(a: Anime, b: Anime): boolean;
};
type Token = { readonly start: number; readonly end: number; readonly raw: string; readonly folded: string };
/** Tokens `from` (inclusive) to `to` (exclusive). */
type Window = { readonly from: number; readonly to: number; readonly key: string };
/** `figures`: its digits; `begins`, `ends`: the everyday word there, which a title has to have as well. */
type LooseWindow = Window & { readonly figures: string; readonly begins: string; readonly ends: string };
type Found = Window & { readonly candidates: readonly TitleCandidate[] };

const longestSentence = 2_000;
const longestWindow = 14;
const fuzzyTokens = 60;
const longestKey = 80;
const wide = /[\u2e80-\ud7ff]/;

/** Misspellings are looked for among names that people are likely to mention (ids in `likely`); it keeps this fast in a large catalogue. */
export type LikelyNames = { readonly likely: readonly number[]; readonly grams: NgramIndex };

export function* likelyNameSteps(names: TitleNames): Steps<LikelyNames> {
  const likely: number[] = [];
  yield* each(names.keys.length, (id) => {
    if ((names.keys[id] ?? '').length >= 5 && names.fameOf(id) >= 2) likely.push(id);
  }, 10_000);
  return { likely, grams: yield* ngramIndexSteps(likely.map((id) => names.keys[id] ?? '')) };
}

export const createMentionFinder = ({ names, likelyNames, exact, qualified, sameFranchise }: Parts): ((sentence: string) => TitleMentionSpan[]) => {

  const findExact = (sentence: string, tokens: readonly Token[]): Found[] => {
    const taken = new Uint8Array(tokens.length);
    const found: Found[] = [];
    for (let size = Math.min(longestWindow, tokens.length); size >= 1; size--) {
      for (let from = 0; from + size <= tokens.length; from++) {
        if (taken.subarray(from, from + size).some((used) => used === 1)) continue;
        const window = windowOf(tokens, from, from + size);
        for (const key of [window.key, window.key.replace(/s$/, '')].slice(0, isPossessive(tokens[from + size - 1]) ? 2 : 1)) {
          if (names.idOf(key) === undefined) continue;
          const folded = key === window.key ? foldedOf(tokens, from, from + size) : foldedOf(tokens, from, from + size).replace(/s$/, '');
          const candidates = exact(folded).filter(({ anime }) => !anime.adult);
          if (!isMeant(sentence, tokens, window, candidates)) continue;
          taken.fill(1, from, from + size);
          found.push({ ...window, candidates });
          break;
        }
      }
    }
    return found;
  };

  /** "the second season of X", "X 2003", "X the movie": the words around a title that choose another member. */
  const extend = (tokens: readonly Token[], found: Found): Found => {
    const read = (text: string): TitleQualifier | undefined => splitQualifier(text).find(({ base }) => base === 'qqq')?.qualifier;
    for (let more = 4; more >= 1; more--) {
      const after = found.to + more <= tokens.length ? foldedOf(tokens, found.to, found.to + more) : '';
      // A bare figure after a title is a score or an episode far more often than a season.
      const following = after === '' || /^\d{1,2}(?: \d{1,2})*$/.test(after) ? undefined : read(`qqq ${after}`);
      const before = found.from >= more ? foldedOf(tokens, found.from - more, found.from) : '';
      const leading = / of$/.test(before) ? read(`${before} qqq`) : undefined;
      const qualifier = following ?? leading;
      if (qualifier === undefined) continue;
      const candidates = qualified(foldedOf(tokens, found.from, found.to), qualifier);
      if ((candidates[0]?.confidence ?? 0) < 0.7) continue;
      const [from, to] = following === undefined ? [found.from - more, found.to] : [found.from, found.to + more];
      return { ...windowOf(tokens, from, to), candidates };
    }
    return found;
  };

  const findFuzzy = (tokens: readonly Token[], found: readonly Found[]): Found[] => {
    const some = tokens.slice(0, fuzzyTokens);
    const everyday = some.map(isEveryday);
    const windows: LooseWindow[] = [];
    for (let from = 0; from < some.length; from++) {
      let key = '';
      let isTelling = false;
      for (let to = from + 1; to <= Math.min(from + longestWindow, some.length); to++) {
        const folded = some[to - 1]?.folded ?? '';
        key += folded.replaceAll(' ', '');
        isTelling ||= !ordinaryWords.has(folded);
        if (key.length > longestKey) break;
        if (key.length < 5 || !isTelling) continue; // everyday words say what they say, however near to a title
        // A window may hold what was found exactly if it explains more, never cut it.
        if (found.some((one) => one.from < to && from < one.to && !explainsMore(everyday, from, to, one))) continue;
        windows.push({ from, to, key, figures: figuresOf(key), begins: everyday[from] ? (some[from]?.folded ?? '') : '', ends: everyday[to - 1] ? folded : '' });
      }
    }
    if (windows.length === 0) return [];
    const text = some.map(({ folded }) => folded.replaceAll(' ', '')).join('');
    const matches: { window: Window; id: number; value: number; alike: number }[] = [];
    const { likely, grams } = likelyNames();
    for (const { id: position } of grams.shortlist(text, 120, 'covered')) {
      const id = likely[position] ?? 0;
      const key = names.keys[id] ?? '';
      for (const window of windows) {
        const longest = Math.max(window.key.length, key.length);
        const floor = longest >= 9 ? 0.78 : 0.8;
        if (Math.abs(window.key.length - key.length) > (1 - floor) * longest || window.figures !== figuresOf(key)) continue;
        // "seen" and "yesterday" around a title are not its misspelt ends.
        if (!key.startsWith(window.begins) || !key.endsWith(window.ends)) continue;
        const alike = similarity(window.key, key, floor);
        if (alike === 0 || alike === 1) continue;
        matches.push({ window, id, alike, value: alike + 0.01 * Math.min(key.length, 20) + 0.01 * names.fameOf(id) });
      }
    }
    matches.sort((a, b) => b.value - a.value);
    const taken = new Uint8Array(tokens.length);
    return matches.flatMap(({ window, id, alike }) => {
      const { from, to } = window;
      if (taken.subarray(from, to).some((used) => used === 1) || !isMisspelling(tokens, window, alike, names.fameOf(id))) return [];
      const candidates = exact(names.keys[id] ?? '')
        .filter(({ anime }) => !anime.adult)
        .map((candidate): TitleCandidate => ({ ...candidate, confidence: candidate.confidence * alike, kind: 'fuzzy' }));
      if (candidates.length === 0) return [];
      taken.fill(1, from, to);
      return [{ ...window, candidates }];
    });
  };

  return (text) => {
    const sentence = text.slice(0, longestSentence);
    const tokens = tokensOf(sentence);
    const exactly = findExact(sentence, tokens);
    const native = findNative(tokens, names, exact);
    // "fullmetal alchmist": one word is right and the strange one beside it belongs to it.
    const unexplained = exactly.some(({ from, to }) => !isEveryday(tokens[from - 1]) || !isEveryday(tokens[to]));
    const looksForMore = exactly.length + native.length === 0 || unexplained || tokens.some(({ folded }) => joiningWords.has(folded));
    const nearly = looksForMore ? findFuzzy(tokens, exactly) : [];
    const kept = exactly.filter((one) => !nearly.some(({ from, to }) => from <= one.from && to >= one.to));
    const added = nearly.filter((one) => !kept.some(({ from, to }) => from < one.to && one.from < to));
    const all = [...kept, ...added].map((one) => extend(tokens, one));
    return [...joined(all, sameFranchise).map(({ from, to, candidates }) => spanOf(sentence, tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0, candidates)), ...native.map(({ start, end, candidates }) => spanOf(sentence, start, end, candidates))]
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .filter((span, index, spans) => spans.slice(0, index).every((other) => other.end <= span.start));
  };
};

/** "Sword Art Online: Alicization": two finds side by side in one franchise are one title, and the later words are the telling ones. */
const joined = (found: readonly Found[], sameFranchise: (a: Anime, b: Anime) => boolean): Found[] => {
  const inOrder = [...found].sort((a, b) => a.from - b.from);
  return inOrder.reduce<Found[]>((done, next) => {
    const last = done.at(-1);
    const [one, two] = [last?.candidates[0]?.anime, next.candidates[0]?.anime];
    if (last === undefined || one === undefined || two === undefined || last.to !== next.from || !sameFranchise(one, two)) return [...done, next];
    return [...done.slice(0, -1), { ...next, from: last.from, key: last.key + next.key }];
  }, []);
};

const figuresOf = (key: string): string => key.replace(/\D/g, '');

const explainsMore = (everyday: readonly boolean[], from: number, to: number, one: Window): boolean =>
  from <= one.from && to >= one.to && [...everyday.slice(from, one.from), ...everyday.slice(one.to, to)].includes(false);

const spanOf = (sentence: string, start: number, end: number, candidates: readonly TitleCandidate[]): TitleMentionSpan => ({ start, end, text: sentence.slice(start, end), candidates });

const tokensOf = (sentence: string): Token[] =>
  [...sentence.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’@][\p{L}\p{N}\p{M}]+)*|&|×/gu)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length, raw: match[0], folded: foldTitle(match[0]) }))
    .filter(({ folded }) => folded !== '');

const isEveryday = (token: Token | undefined): boolean => token === undefined || ordinaryWords.has(token.folded) || cueWords.has(token.folded) || joiningWords.has(token.folded) || token.folded.length < 3;
const windowOf = (tokens: readonly Token[], from: number, to: number): Window => ({ from, to, key: foldedOf(tokens, from, to).replaceAll(' ', '') });
const foldedOf = (tokens: readonly Token[], from: number, to: number): string => tokens.slice(from, to).map(({ folded }) => folded).join(' ');
const isPossessive = (token: Token | undefined): boolean => token !== undefined && /['’]s$/i.test(token.raw);

const opening = /["“”„«『「']$/;
const closing = /^["“”„»』」']/;

/** Is this exact run of words used as a title here? */
const isMeant = (sentence: string, tokens: readonly Token[], { from, to, key }: Window, candidates: readonly TitleCandidate[]): boolean => {
  const prominence = candidates[0]?.anime.prominence ?? 0;
  const own = tokens.slice(from, to);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined || prominence === 0 || wide.test(key)) return false;
  if (opening.test(sentence.slice(0, first.start)) && closing.test(sentence.slice(last.end))) return true;
  const capital = isCapital(sentence, tokens, first) && (own.length === 1 || isUpper(last.raw));
  const cue = cueWords.has(tokens[from - 1]?.folded ?? '');
  const whole = own.length === tokens.length;
  const next = tokens[to];
  const closes = next === undefined || closingWords.has(next.folded) || /[.,;:!?)]/.test(sentence.slice(last.end, next.start));
  const plain = own.every(({ folded }) => ordinaryWords.has(folded) || folded.length < 2 || /^\d+$/.test(folded));
  const main = (candidates[0]?.confidence ?? 0) > 0.975;
  if (key.length === 1) return capital && cue && key !== 'i' && key !== 'a' && prominence >= 3;
  if (!plain) {
    const shouted = own.every(({ raw }) => raw === raw.toUpperCase());
    if (key.length <= 2) return (capital && cue) || (shouted && prominence >= 3);
    if (key.length === 3) return prominence >= (shouted || cue || capital || whole ? 2 : 3.5);
    return prominence >= (main && (cue || capital || whole || own.length > 1) ? 1 : capital || own.length > 1 ? 2 : 2.5);
  }
  if (own.length === 1) {
    if (fieldWords.has(key)) return capital && cue && closes && prominence >= 3.5;
    if (/^\d+$/.test(key)) return cue && closes && prominence >= 4;
    return (capital && prominence >= 2.5) || (cue && closes && prominence >= 3) || (whole && isUpper(first.raw) && prominence >= 3.5);
  }
  if (capital || whole) return prominence >= 1.5;
  if (cue && closes) return prominence >= 3;
  return main && prominence >= 4.5 && !/^(?:your|my|the|a|this|that|our|his|her|no|one day)$/.test(first.folded);
};

const isUpper = (raw: string): boolean => /^[\p{Lu}\p{N}]/u.test(raw);
/** Capitalised although neither the sentence's start nor a habit of the writer asks for it. */
const isCapital = (sentence: string, tokens: readonly Token[], token: Token): boolean => {
  if (!isUpper(token.raw) || /(?:^|[.!?…]\s*)["'(]*$/.test(sentence.slice(0, token.start))) return false;
  const lower = tokens.filter(({ raw }) => /^\p{Ll}/u.test(raw)).length;
  return lower >= Math.min(2, tokens.length / 3);
};

/** Is a run of words that is nearly a title a misspelling of it, rather than words of its own? */
const isMisspelling = (tokens: readonly Token[], { from, to, key }: Window, alike: number, prominence: number): boolean => {
  const own = tokens.slice(from, to);
  const cue = cueWords.has(tokens[from - 1]?.folded ?? '');
  if (own.every(({ folded }) => ordinaryWords.has(folded))) return false;
  if (own.length > 1) return prominence >= 3 || alike >= 0.88;
  if (prominence < (cue ? 2 : 3)) return false;
  // "recomend" is nearer to an everyday word than to any title.
  for (const word of ordinaryWords) {
    if (Math.abs(word.length - key.length) <= 2 && word.length >= 4 && editDistance(word, key, 2) <= Math.ceil((1 - alike) * key.length)) return false;
  }
  return true;
};

/** Kanji, kana and Hangul have no spaces: any substring may be a title, the longest wins. */
const findNative = (tokens: readonly Token[], names: TitleNames, exact: Parts['exact']): { start: number; end: number; candidates: TitleCandidate[] }[] =>
  tokens.flatMap((token) => {
    if (!wide.test(token.raw)) return [];
    const whole = foldTitle(token.raw).replaceAll(' ', '');
    if (whole.length !== token.raw.length) return []; // folding moved positions: half-width kana
    const found: { start: number; end: number; candidates: TitleCandidate[] }[] = [];
    for (let at = 0; at < whole.length; ) {
      let step = 1;
      for (let size = Math.min(30, whole.length - at); size >= 2; size--) {
        const key = whole.slice(at, at + size);
        if (!wide.test(key) || names.idOf(key) === undefined) continue;
        const candidates = exact(key).filter(({ anime }) => !anime.adult);
        const floor = size > 3 ? 1 : /[\u4e00-\u9fff]/.test(key) ? 2.5 : 3.5;
        if ((candidates[0]?.anime.prominence ?? 0) < floor && size !== whole.length) continue;
        if (candidates.length === 0) continue;
        found.push({ start: token.start + at, end: token.start + at + size, candidates });
        step = size;
        break;
      }
      at += step;
    }
    return found;
  });
