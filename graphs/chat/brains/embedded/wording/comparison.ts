import type { Result } from '../../../../../src/domain/chat-turn.ts';
import type { AnswerView } from '../../brain.ts';
import type { Measured } from '../../../pick-shown.ts';
import { lengthOf, list, nameOf, safe, titleOf } from './phrases.ts';
import type { Draft } from './wording.ts';

type Compared = {
  readonly results: readonly Result[];
  readonly facts: readonly { readonly fact: string; readonly values: readonly (string | number | null)[] }[];
  readonly shared_tags: readonly string[];
  readonly unique_tags: readonly { readonly title: string; readonly tags: readonly string[] }[];
  readonly suits: readonly { readonly title: string; readonly sentence: string }[];
};

/** A table of facts, what they share, what is each one's own, and who each suits. */
export const wordComparison = (view: AnswerView): Draft => {
  const call = view.tool_results.find(({ name }) => name === 'compare_anime');
  if (call?.ok !== true) return { text: 'I could not compare them.', results: [], success: false };
  const compared = call.structured as unknown as Compared; // our own tool's result, checked by its output schema at the server
  const { pick } = view.reading;
  const picked = pick === undefined || pick === 'other' || pick === 'next' ? null : wordPick(pick, compared.results, view.hasScores);
  // Titles that were only pointed at have been compared before.
  if (picked !== null && !namesOne(view)) return picked;
  const titles = compared.results.map((anime) => safe(nameOf(anime)));
  const table = [
    `| | ${titles.join(' | ')} |`,
    `|---|${titles.map(() => '---|').join('')}`,
    ...compared.facts.map(({ fact, values }) => `| ${safe(fact)} | ${values.map((value) => (value === null ? 'unknown' : safe(String(value)))).join(' | ')} |`),
  ].join('\n');
  const shared = compared.shared_tags.length === 0 ? '' : `In common: ${list(compared.shared_tags.slice(0, 6).map((tag) => safe(tag.toLowerCase())))}.`;
  const own = compared.unique_tags.filter(({ tags }) => tags.length > 0).map(({ title, tags }) => `- Only **${safe(title)}**: ${list(tags.slice(0, 5).map((tag) => safe(tag.toLowerCase())))}`);
  const suits = compared.suits.map(({ title, sentence }) => `- **${safe(title)}**: ${safe(sentence)}`);
  return { text: [picked?.text ?? '', table, shared, own.join('\n'), suits.join('\n')].filter(Boolean).join('\n\n'), results: compared.results, success: true };
};

const namesOne = ({ reading }: AnswerView): boolean => reading.entities.titles.some(({ text }) => /\p{L}{3}|\d/u.test(text) && reading.text.toLowerCase().includes(text.toLowerCase()));

type Told = (anime: Result) => string | null;
const episodes: Told = (anime) => lengthOf(anime) || null;
const year: Told = ({ year: made }) => (made === null ? null : `from ${made}`);
const picks: Readonly<Record<Measured, readonly [string, Told]>> = {
  longest: ['the longest', episodes], shortest: ['the shortest', episodes], newest: ['the newest', year], oldest: ['the oldest', year],
  best: ['the best rated', ({ score }) => (score === null ? null : `crowd score ${score.toFixed(1)}`)], popular: ['the best known', () => ''], start: ['the one to start with', episodes],
};

/** "which is longer?": the one that is, then the others. @param results the one that is meant first */
const wordPick = (pick: Measured, results: readonly Result[], hasScores: boolean): Draft => {
  const [first, ...others] = results;
  const [what, tell] = picks[pick];
  if (first === undefined || tell(first) === null) return { text: `I do not know which of them is ${what}: my catalogue does not say${pick === 'best' && !hasScores ? ' (`npm run sync` fetches crowd scores)' : ''}.`, results: [], success: true };
  if (pick === 'start') return wordStart(first, others);
  const value = (anime: Result): string => tell(anime) ?? 'unknown';
  const equal = others.filter((other) => value(other) === value(first));
  const head = equal.length > 0 && value(first) !== '' ? `${list([first, ...equal].map(titleOf))} are alike there: ${value(first)}.` : `${titleOf(first)} is ${what}${value(first) === '' ? '' : `: ${value(first)}`}.`;
  const rest = others.filter((other) => !equal.includes(other)).map((other) => `${titleOf(other)}${value(other) === '' ? '' : `: ${value(other)}`}`);
  return { text: [head, rest.length === 0 ? '' : `Then ${list(rest)}.`].filter(Boolean).join(' '), results: [first], success: true };
};

/** Of one franchise what came first, else what asks least time. */
const wordStart = (first: Result, others: readonly Result[]): Draft => {
  const [next] = others;
  const isShorter = next === undefined || minutesOf(first) < minutesOf(next);
  const why = isShorter ? `it asks the least of your time: ${lengthOf(first)}` : first.year === null ? lengthOf(first) : `it came out first, in ${first.year}`;
  return { text: [`I would start with ${titleOf(first)}: ${why}.`, others.length === 0 ? '' : `Then ${list(others.slice(0, 3).map((other) => `${titleOf(other)}: ${lengthOf(other)}`))}.`].filter(Boolean).join(' '), results: [first], success: true };
};
const minutesOf = ({ episodes, duration_minutes }: Result): number => (episodes ?? Infinity) * (duration_minutes ?? 24);
