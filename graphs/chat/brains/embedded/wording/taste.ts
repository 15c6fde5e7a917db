/** What the list says of its owner, in the sentences of the report: all of it, or the part that was asked for. */
import type { Entry } from '../../../../../src/domain/anime.ts';
import type { AnswerView } from '../../brain.ts';
import { safe } from './phrases.ts';
import type { Draft } from './wording.ts';

type Part = { readonly sentences: readonly string[] };
type Report = { readonly summary: readonly string[]; readonly titles: number } & Readonly<Record<PartName, Part>>;
type PartName = 'scores' | 'genres' | 'tags' | 'studios' | 'eras' | 'lengths' | 'completion' | 'drift' | 'missing' | 'recommendations';

/** The first that fits says which part is asked for; a question after the whole fits none. */
const asked: readonly (readonly [RegExp, readonly PartName[]])[] = [
  [/\b(?:your|you(?:'ve| have)? (?:recommend|suggest|gave|give|made)\w*)\b.*\b(?:suggest|recommend|pick|do(?:ing)?|did|hit|rate)\w*\b|\bhow (?:did|are|were|good are|well did) (?:your|you)\b/, ['recommendations']],
  [/\b(?:harsh|strict|generous|kind(?! of)|critical|critic|tough|picky|lenient)\b|\b(?:average|mean|median) (?:score|rating)|\bhow do i (?:score|rate)\b|\bmy (?:scores?|ratings?|scoring)\b/, ['scores']],
  [/\b(?:drop|dropped|dropping|give up|abandon|finish|complete|completion|quit)\w*\b/, ['completion']],
  [/\bstudios?\b/, ['studios']],
  [/\b(?:chang|drift|evolv|develop|shift|over time|over the years|lately|recently|these days|used to)\w*\b/, ['drift']],
  [/\b(?:era|eras|decades?|years?|old(?:er)?|new(?:er)?|90s|80s|2000s|2010s)\b/, ['eras']],
  [/\b(?:length|long|short|episodes|films?|movies?|binge)\b/, ['lengths']],
  [/\b(?:missing|missed|gaps?|not (?:seen|watched))\b/, ['missing']],
  [/\bgenres?\b/, ['genres']],
  [/\b(?:tags?|themes?|tropes?|topics?|settings?)\b/, ['tags']],
];

export const wordAnalysis = (view: AnswerView): Draft => {
  const call = view.tool_results.find(({ name }) => name === 'analyze_user_preferences');
  if (call?.ok !== true) return { text: 'I could not read your list.', results: [], success: false };
  const report = call.structured as unknown as Report; // our own tool's result, checked by its output schema at the server
  const parts = asked.find(([pattern]) => pattern.test(view.reading.text.toLowerCase()))?.[1] ?? [];
  const sentences = report.titles === 0 ? [] : parts.flatMap((name) => report[name].sentences);
  const told = sentences.length > 0 ? sentences : report.summary;
  const [first, ...others] = told.map(safe);
  const text = others.length < 2 ? [first, ...others].join(' ') : [first, others.map((sentence) => `- ${sentence}`).join('\n')].join('\n\n');
  const next = report.titles === 0 ? 'For example “finished Frieren, 9”.' : sentences.length > 0 ? 'Ask “what is my taste?” for all of it.' : 'Ask for recommendations and I start from this.';
  return { text: `${text}\n\n${next}`, results: likedOf(view), success: true };
};

type Row = { readonly anime: Entry | null };
/** The titles of the list that stand highest: what “like the first” may mean next. */
const likedOf = ({ tool_results }: AnswerView): Entry[] => {
  const list = tool_results.find(({ name }) => name === 'get_watchlist');
  return list?.ok === true ? ((list.structured['results'] ?? []) as Row[]).flatMap(({ anime }) => anime ?? []) : []; // our own tool's result, checked by its output schema at the server
};
