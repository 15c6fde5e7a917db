/** The slots after a turn: what "it", "the second", "more" will mean. Pure. */
import type { Intent, Result } from '../../src/domain/chat-turn.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { noEntities, type Entities } from '../../src/domain/entities.ts';
import { changeOf } from './intents/change-of.ts';
import { looksForOne } from './intents/described.ts';
import { listingTools } from './intents/listing.ts';
import { redoing } from './intents/watchlist.ts';
import type { Change, Part, Reading, Shown, Slots, ToolResult, Written } from './state.ts';

const mostShown = 20;
const mostServed = 100;
const mostFacts = 12;
/** "Shortest?" is answered by the first that is shown. */
const theOne = /^\s*(?:(?:and|ok|so|the|whats|what's|which is|which one is)\s+)*(?:shortest|longest|newest|latest|oldest|best|top)(?: one| rated)*\s*[?.!]*$/i;
const longestQuestion = 200;

export const remember = (slots: Slots, turn: { intent: Intent; reading: Reading; tool_results: readonly ToolResult[]; results: readonly Result[] }): Slots => {
  const { intent, reading, tool_results, results } = turn;
  if (intent.name === 'general' && tool_results.length === 0) return slots;
  const shown: Shown[] = results.slice(0, mostShown).map(({ anime_id, title, reasons }) => ({ anime_id, title, ...(reasons?.length && { reasons: reasons.slice(0, 2) }) }));
  const listed = tool_results.some(({ name }) => listingTools.has(name));
  const change = [...tool_results].reverse().find((result) => result.name === 'update_watchlist' && result.ok && result.arguments['dry_run'] !== true);
  const [only] = shown;
  // What was asked back about is meant by the answer: "What shall I write?" "an 8".
  const open = intent.name === 'status_update' && (tool_results.length === 0 || reading.wish !== undefined) && reading.entities.titles.length === 1 ? reading.entities.titles[0] : undefined;
  const asked = open?.anime_id && open.title !== null ? { anime_id: open.anime_id, title: open.title } : undefined;
  // "X or Y, which is shorter?": the one that is, is spoken of.
  const [best, ...worse] = intent.name === 'comparison' && reading.pick !== undefined && tool_results.length > 0 ? shownOf(reading) : [];
  const focus = best !== undefined ? best : asked !== undefined ? asked : shown.length === 1 && only !== undefined ? only : listed && only !== undefined && (looksForOne(reading) || theOne.test(reading.text)) ? { anime_id: only.anime_id, title: only.title } : listed || shown.length > 1 ? null : slots.focus;
  return {
    // What replaced the list that was shown is not continued by "more".
    intent: listed ? intent.name : shown.length > 1 ? null : slots.intent,
    entities: listed ? sparse(reading.entities) : slots.entities,
    topic: listed ? reading.topic : slots.topic,
    // What was written of some of them leaves the list as it was shown.
    // Where nothing was found, the list before is still the one that is pointed at.
    shown: (listed && shown.length > 0) || (shown.length > 1 && !amongShown(intent, shown, slots)) ? shown : slots.shown.length > 0 ? slots.shown : shown,
    last_terms: listed ? (reading.own ?? [...reading.entities.genres, ...reading.entities.tags]) : (slots.last_terms ?? []),
    served: listed ? [...(reading.entities.more ? slots.served : []), ...shown.map(({ anime_id }) => anime_id)].slice(-mostServed) : slots.served,
    // Of two that were compared neither is "it".
    focus,
    beside: reading.others ?? (worse.length > 0 ? worse : undefined) ?? (focus !== null && slots.focus !== null && slots.focus.anime_id !== focus.anime_id ? [slots.focus] : (slots.beside ?? [])),
    changed: change === undefined || !change.ok ? failedChange(tool_results) ?? unwritten(intent, reading, tool_results) : changedBy(change, reading),
    ...(intent.name !== 'general' && { last: { intent: intent.name, text: reading.asked ?? reading.text.slice(0, longestQuestion) } }),
    part: listed ? null : partIn(reading, intent, tool_results) ?? slots.part ?? null,
    ...writtenAfter(tool_results, slots, intent.name === 'watchlist' ? (redoing.test(reading.text) ? 'redo' : 'undo') : 'write'),
    last_change: change === undefined || only === undefined ? slots.last_change : only,
    facts: {
      liked: keep(slots.facts.liked, likedIn(intent, reading.entities)),
      rejected: keep(slots.facts.rejected, reading.entities.status === 'dropped' ? named(reading.entities) : []),
      constraints: keep(slots.facts.constraints, [...reading.entities.exclude_genres, ...reading.entities.exclude_tags].map((word) => `no ${word}`)),
    },
  };
};

const shownOf = ({ entities }: Reading): Shown[] => entities.titles.flatMap(({ anime_id, title }) => (anime_id === null || title === null ? [] : [{ anime_id, title }]));

/** The part of the own list that this turn shows. */
const partIn = ({ entities, own_score = {} }: Reading, { name }: Intent, results: readonly ToolResult[]): Part | null =>
  name === 'watchlist' && results.some((result) => result.name === 'get_watchlist') ? { entities: sparse({ ...entities, titles: [], references: [] }), own_score } : null;

/** What could not be written of one title may be meant of the next that is named: "remove Bleach", "hm, Chainsaw Man then". */
const failedChange = (results: readonly ToolResult[]): NonNullable<Slots['changed']> | null => {
  const failed = results.find(({ name, ok }) => name === 'update_watchlist' && !ok);
  if (failed === undefined || 'updates' in failed.arguments) return null;
  const { anime_id: _id, dry_run: _dry, ...change } = failed.arguments;
  return { change, undo: null, open: true };
};

/** A change of a title that nobody knows or named: the next title that is named is meant. */
const unwritten = ({ name }: Intent, reading: Reading, tool_results: readonly ToolResult[]): NonNullable<Slots['changed']> | null => {
  const change = name === 'status_update' && tool_results.length === 0 && (reading.entities.progress !== null || reading.days?.some((said) => 'wrong' in said) === true || reading.entities.titles.every(({ anime_id }) => anime_id === null)) ? changeOf(reading) : null;
  return change === null ? null : { change, undo: null, open: true };
};

const amongShown = ({ name }: Intent, changed: readonly Shown[], { shown }: Slots): boolean => name === 'status_update' && shown.length > changed.length && changed.every((one) => shown.some(({ anime_id }) => anime_id === one.anime_id));

/** What can be taken back next, and put back. A message's changes of the list are taken back together. */
const writtenAfter = (results: readonly ToolResult[], { done = [], undone = [] }: Slots, how: 'write' | 'undo' | 'redo'): Pick<Slots, 'done' | 'undone'> => {
  const written = results.flatMap((result): Written[] => {
    if (!result.ok) return [];
    if (result.name === 'undo_watchlist_change') return [ofList];
    if (result.name === 'update_watchlist') return result.arguments['dry_run'] !== true && rowsIn(result.structured).some(({ change_id }) => change_id) ? [ofList] : [];
    const back = result.name === 'set_preferences' ? (result.structured['undo'] as Change | null) : null; // our own tool's result, checked by its output schema at the server
    return back === null ? [] : [{ of: 'wish', back }];
  });
  if (written.length === 0) return { done, undone };
  if (how === 'write') return { done: [...done, ...written.filter((one, at) => one.of === 'wish' || !written.slice(0, at).includes(one))].slice(-mostWritten), undone: [] };
  const [from, to] = how === 'undo' ? [done, undone] : [undone, done];
  const left = written.reduce<readonly Written[]>((rest, { of }) => rest.toSpliced(rest.findLastIndex((one) => one.of === of), rest.some((one) => one.of === of) ? 1 : 0), from);
  const moved = [...to, ...written].slice(-mostWritten);
  return how === 'undo' ? { done: left, undone: moved } : { done: moved, undone: left };
};
const ofList: Written = { of: 'list' };
const mostWritten = 20;

type Row = { readonly before?: StoredListEntry | null; readonly change_id?: string | null };
const rowsIn = (structured: Readonly<Record<string, unknown>>): readonly Row[] => (structured['results'] ?? [structured]) as readonly Row[]; // our own tool's result, checked by its output schema at the server

/** Of several changes the last: what is said next is said of it. */
const changedBy = ({ arguments: args, structured }: ToolResult & { ok: true }, { insteadOf }: Reading): NonNullable<Slots['changed']> => {
  const updates = (args['updates'] ?? [args]) as readonly Change[]; // written by the status_update intent
  const rows = rowsIn(structured);
  const { anime_id: _id, ...change } = updates.at(-1) ?? {};
  const before = rows.at(-1)?.before;
  const alone = updates.length === 1 || insteadOf !== undefined;
  return { change, undo: !alone || before === undefined ? null : before === null ? { remove: true } : { status: before.status, progress: before.progress, ...(before.score !== null && { score: before.score }) } };
};

const named = ({ titles }: Entities): string[] => titles.map(({ title }) => title).filter((title) => title !== null);

const likedIn = (intent: Intent, entities: Entities): string[] =>
  (intent.name === 'recommendation' && entities.titles.length > 0) || (entities.rating !== null && entities.rating >= 8) ? named(entities) : [];

const keep = (older: readonly string[], newer: readonly string[]): string[] => [...new Set([...older, ...newer])].slice(-mostFacts);

/** Only what was said: most of the shape is empty, and slots are stored at every turn. */
const sparse = (entities: Entities): Partial<Entities> => {
  const empty = noEntities();
  const said = Object.entries(entities).filter(([key, value]) => key !== 'references' && key !== 'relative' && key !== 'more' && JSON.stringify(value) !== JSON.stringify(empty[key as keyof Entities])); // keys of entities by construction
  return Object.fromEntries(said);
};
