/** A list of titles: what was understood, each with year, length and one reason, and one useful next step. */
import type { Result } from '../../../../../src/domain/chat-turn.ts';
import { noEntities, type Entities } from '../../../../../src/domain/entities.ts';
import { listingTools } from '../../../intents/listing.ts';
import type { ToolResult } from '../../../state.ts';
import type { AnswerView } from '../../brain.ts';
import { constraintsOf, firstSentence, lengthOf, list, nameOf, plural, safe, titleOf } from './phrases.ts';
import type { Draft } from './wording.ts';

export const wordListing = (given: AnswerView): Draft => {
  const unscored = isUnscored(given);
  const { entities } = given.reading;
  if (unscored && entities.order === 'worst') return { text: `My catalogue has no crowd scores for these, so I cannot tell which are the worst${given.hasScores ? '' : ' (`npm run sync` fetches scores)'}. Tell me what you would rather avoid, and I leave it out.`, results: [], success: true };
  const view = unscored ? { ...given, reading: { ...given.reading, entities: { ...entities, order: null, min_score: null } } } : given;
  const listing = view.tool_results.find(({ name }) => listingTools.has(name));
  const rows = rowsOf(listing);
  const results = (listing?.arguments['sort'] === undefined ? inOrder(rows, view.reading.entities.order) : rows)
    .filter(({ anime_id }) => !view.skip.includes(anime_id))
    .slice(0, view.count)
    .map(toResult);
  const understood = understoodAs(view);
  if (results.length === 0) return { text: [nothingFound(view, understood, listing), hiddenNote(listing)].filter(Boolean).join(' '), results: [], success: true };
  const heading = `${headline(view, results.length, understood)}`;
  const said = `${constraintsOf(view.reading.entities)} ${view.reading.topic}`.toLowerCase();
  const lines = results.map((result, index) => `${index + 1}. ${titleOf(result)}${detail(result, said)}`);
  return { text: [heading, lines.join('\n'), fewer(view, results.length), unscored ? unscoredNote(given) : '', peopleNote(view), unrecordedNote(view), outweighedNote(view, listing), hiddenNote(listing), nextStep(view, results)].filter(Boolean).join('\n\n'), results, success: true };
};

/** Said once, and not again of what goes on. */
const unscoredNote = ({ hasScores, intent, slots: { entities: before } }: AnswerView): string =>
  intent.source === 'follow_up' && before !== null && asksScores({ ...noEntities(), ...before }) ? '' : hasScores ? '(My catalogue has no crowd scores for these: the best known come first.)' : '(The catalogue that comes with AnimeTrackr has no crowd scores, so the best known come first. `npm run sync` fetches scores.)';

const asksScores = ({ order, min_score }: Entities): boolean => order === 'best' || order === 'worst' || min_score !== null;

/** Asked for by scores, of which the catalogue knows none. */
const isUnscored = ({ reading, tool_results }: AnswerView): boolean => {
  const rows = rowsOf(tool_results.find(({ name }) => listingTools.has(name)));
  return asksScores(reading.entities) && rows.length > 0 && rows.every(({ score }) => score === null);
};

const detail = (result: Result, said: string): string => {
  const length = lengthOf(result);
  const [reason = ''] = result.reasons ?? [];
  const premise = firstSentence(result.synopsis, 140);
  const why = premise !== '' && saysNothingNew(reason, said) ? premise : safe(reason);
  return `${length === '' ? '' : `, ${length}`}${why === '' ? '' : ` — ${why}`}`;
};

/** "horror" is no reason to somebody who asked for horror; neither is a bare score or a word that both happen to use. */
const saysNothingNew = (reason: string, said: string): boolean =>
  /^(?:$|its texts say|close in meaning|crowd score|fits “)/.test(reason) || reason.split(', ').every((word) => said.includes(word));

type Row = Result & { shared?: string[]; score_detail?: unknown; notes?: unknown };
// Our own tools' results, checked by their output schemas at the server.
const rowsOf = (listing: ToolResult | undefined): Row[] => (listing?.ok === true ? ((listing.structured['results'] ?? []) as Row[]) : []);

const toResult = ({ shared, score_detail: _detail, notes: _notes, ...row }: Row): Result => ({ ...row, reasons: row.reasons ?? (shared?.length ? [`shares ${list(shared.slice(0, 3).map((word) => word.toLowerCase()))}`] : []) });

const inOrder = (results: Row[], order: Entities['order']): Row[] => {
  const by = (key: (result: Row) => number | null, sign: number) => [...results].sort((a, b) => sign * ((key(b) ?? -sign * Infinity) - (key(a) ?? -sign * Infinity)));
  switch (order) {
    case 'newest': return by(({ year }) => year, 1);
    case 'oldest': return by(({ year }) => year, -1);
    case 'worst': return by(({ score }) => score, -1);
    case 'best': return by(({ score }) => score, 1);
    case 'shortest': return by(({ episodes }) => episodes, -1);
    case 'longest': return by(({ episodes }) => episodes, 1);
    default: return results;
  }
};

/** The titles that the request starts from, as the tools know them. */
const anchorsOf = (view: AnswerView): string[] =>
  view.tool_results.filter((result) => result.name === 'get_anime_details' && result.ok).map((result) => (result.ok ? nameOf(result.structured as Result) : ''));

/** The answer must not drown in what was asked. */
const longestEcho = 60;
const quoted = (words: string): string => `“${safe(words.length <= longestEcho ? words : `${words.slice(0, longestEcho).replace(/\s+\S*$/, '')}…`)}”`;

const understoodAs = (view: AnswerView): string => {
  // The heading of a season names it already.
  if (isSeason(view)) return constraintsOf({ ...view.reading.entities, season: null, year_from: null, year_to: null });
  const anchors = anchorsOf(view).map((name) => `**${safe(name)}**`);
  const like = anchors.length > 0 ? `like ${list(anchors)}` : '';
  const constraints = constraintsOf(view.reading.entities);
  // What the constraints say already is not said twice.
  const topic = [...new Set(view.reading.topic.split(' '))].filter((word) => !constraints.includes(word)).join(' ');
  return [like, constraints, topic === '' ? '' : `about ${quoted(topic)}`].filter(Boolean).join('; ');
};

const headline = (view: AnswerView, count: number, understood: string): string => {
  const more = view.reading.entities.more ? 'more ' : '';
  if (isSeason(view)) return `${count === 1 ? 'One' : count} ${more}from ${seasonOf(view)}${understood === '' ? '' : ` (${understood})`}:`;
  const what = view.intent.name === 'search' ? (count === 1 ? 'One match' : `${count} ${more}matches`) : count === 1 ? `One ${more}pick` : `${count} ${more}picks`;
  return understood === '' ? `${what}:` : `${what} — ${understood}:`;
};

/** A list of one season, and not of a whole year. */
const isSeason = (view: AnswerView): boolean => view.tool_results.some(({ name }) => name === 'get_seasonal_anime');

const seasonOf = (view: AnswerView): string => {
  const call = view.tool_results.find(({ name }) => name === 'get_seasonal_anime')?.arguments;
  const { season, year } = (call ?? {}) as { season?: string; year?: number }; // written by the seasonal intent
  return `${season?.toLowerCase() ?? ''} ${year ?? ''}`.trim();
};

/** "Without “by MAPPA” I have 3": most first, as many as help. */
const spareOf = (entities: Entities, listing: ToolResult | undefined): string => {
  if (listing?.ok !== true) return '';
  const counts = Object.entries((listing.structured['without'] ?? {}) as Record<string, number>).sort(([, one], [, other]) => other - one).slice(0, 3); // our own tool's result, checked by its output schema at the server
  const said = counts.map(([name, count], at) => `without “${constraintsOf(onlyOf(entities, name))}” ${at === 0 ? `I have ${count}` : count}`);
  return said.length === 0 ? '' : `${list(said).replace(/^w/, 'W')}.`;
};

/** The one condition that a filter is made of. */
const onlyOf = (entities: Entities, filter: string): Entities => {
  const names: Record<string, readonly (keyof Entities)[]> = {
    year: ['year_from', 'year_to'], min_episodes: ['min_episodes', 'max_episodes'], min_duration_minutes: ['min_duration_minutes', 'max_duration_minutes'], min_total_minutes: ['min_total_minutes', 'max_total_minutes'], status: ['airing'],
  };
  const kept = names[filter] ?? [filter];
  return { ...noEntities(), ...Object.fromEntries(Object.entries(entities).filter(([name]) => kept.some((one) => one === name))) };
};

const firstFilms = 1907;

const nothingFound = (view: AnswerView, understood: string, listing: ToolResult | undefined): string => {
  if (isSeason(view) && !view.reading.entities.more) return `My catalogue has nothing${understood === '' ? '' : ` (${understood})`} from ${seasonOf(view)}. Ask for another season, for example “last season” or “spring 2024”.`;
  if (view.reading.entities.more) return 'That was all I have for this request. Loosen one of the conditions and I look again.';
  const { year_to: latest } = view.reading.entities;
  if (latest !== null && latest < firstFilms) return `I found nothing for this: ${understood}. The oldest anime that are known are of the 1910s.`;
  const tight = constraintsOf(view.reading.entities);
  const spare = spareOf(view.reading.entities, listing);
  if (spare !== '') return `Nothing is all of that: ${tight}. ${spare} Which may I drop?`;
  return `I found nothing${understood === '' ? '' : ` for this: ${understood}`}.${tight === '' ? ' Try describing it in other words.' : ' Which condition may I drop?'}`;
};

const fewer = (view: AnswerView, count: number): string =>
  count < view.count && !view.reading.entities.more ? `That is all there is: only ${plural(count, 'title')} in my catalogue ${count === 1 ? 'fits' : 'fit'} everything you asked for.` : '';

const peopleNote = ({ reading: { people = [] } }: AnswerView): string =>
  people.length === 0 ? '' : `(My catalogue knows no people, so “${safe(list(people))}” did not count: I cannot tell who made what.)`;

const unrecordedNote = ({ reading: { unrecorded } }: AnswerView): string => (unrecorded === undefined ? '' : `(“${safe(unrecorded.words)}” did not count: my catalogue does not record that.)`);

/** A wish for good that this request goes against. */
const outweighedNote = ({ intent, slots: { entities: before } }: AnswerView, listing: ToolResult | undefined): string => {
  const told = intent.source === 'follow_up' ? [...(before?.genres ?? []), ...(before?.tags ?? [])] : [];
  const wishes = listing?.ok === true ? ((listing.structured['outweighed'] ?? []) as string[]).filter((name) => !told.includes(name)) : []; // our own tool's result, checked by its output schema at the server
  return wishes.length === 0 ? '' : `(You once asked me to leave out ${list(wishes.map((name) => safe(name.toLowerCase())))}. Now you ask for it, so this time it counts; otherwise I go on leaving it out.)`;
};

const hiddenNote = (listing: ToolResult | undefined): string => {
  if (listing?.ok !== true) return '';
  const hidden = (listing.structured['hidden'] ?? {}) as Record<string, unknown>; // our own tool's result, checked by its output schema at the server
  const seen = Number(hidden['seen'] ?? 0) + Number(hidden['planned'] ?? 0);
  const unwanted = Number(hidden['not_interested'] ?? 0) + Number(hidden['ecchi'] ?? 0);
  return [
    seen > 0 ? `(Left out because you have ${seen === 1 ? 'it' : 'them'} on your list: ${plural(seen, 'title')}.)` : '',
    unwanted > 0 ? `(Left out because of your preferences: ${plural(unwanted, 'title')}.)` : '',
  ].filter(Boolean).join(' ');
};

const nextStep = (view: AnswerView, results: readonly Result[]): string => {
  if (view.intent.source === 'follow_up') return '';
  const [first, second] = results;
  if (first === undefined) return '';
  if (second === undefined) return 'Say “add it”, or “more like this”.';
  const { entities } = view.reading;
  const most = (test: (result: Result) => boolean): boolean => results.filter(test).length * 2 > results.length;
  const narrower =
    entities.max_episodes === null && most(({ episodes }) => (episodes ?? 0) > 30) ? 'Too long? Say “shorter ones”.'
    : entities.year_from === null && entities.year_to === null && most(({ year }) => (year ?? 9999) < 2005) ? 'Rather something recent? Say “newer ones”.'
    : entities.types.length === 0 && most(({ type }) => type === 'MOVIE') ? 'Rather a series? Say “only series”.'
    : '“Why the first?” tells you more, “more” goes on.';
  return `Say “add the second” to keep ${safe(nameOf(second))} for later. ${narrower}`;
};
