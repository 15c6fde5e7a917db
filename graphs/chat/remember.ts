/** The slots after a turn: what "it", "the second", "more" will mean. Pure. */
import type { Intent, Result } from '../../src/domain/chat-turn.ts';
import { noEntities, type Entities } from '../../src/domain/entities.ts';
import { listingTools } from './intents/listing.ts';
import type { Reading, Shown, Slots, ToolResult } from './state.ts';

const mostShown = 20;
const mostServed = 100;
const mostFacts = 12;

export const remember = (slots: Slots, turn: { intent: Intent; reading: Reading; tool_results: readonly ToolResult[]; results: readonly Result[] }): Slots => {
  const { intent, reading, tool_results, results } = turn;
  if (intent.name === 'general' && tool_results.length === 0) return slots;
  const shown: Shown[] = results.slice(0, mostShown).map(({ anime_id, title, reasons }) => ({ anime_id, title, ...(reasons?.length && { reasons: reasons.slice(0, 2) }) }));
  const listed = tool_results.some(({ name }) => listingTools.has(name));
  const change = [...tool_results].reverse().find((result) => result.name === 'update_watchlist' && result.ok && result.arguments['dry_run'] !== true);
  const [only] = shown;
  return {
    // What replaced the list that was shown is not continued by "more".
    intent: listed ? intent.name : shown.length > 1 ? null : slots.intent,
    entities: listed ? sparse(reading.entities) : slots.entities,
    topic: listed ? reading.topic : slots.topic,
    shown: listed || shown.length > 1 ? shown : slots.shown.length > 0 ? slots.shown : shown,
    served: listed ? [...(reading.entities.more ? slots.served : []), ...shown.map(({ anime_id }) => anime_id)].slice(-mostServed) : slots.served,
    focus: shown.length === 1 && only !== undefined ? only : listed ? null : slots.focus,
    last_change: change === undefined || only === undefined ? slots.last_change : only,
    facts: {
      liked: keep(slots.facts.liked, likedIn(intent, reading.entities)),
      rejected: keep(slots.facts.rejected, reading.entities.status === 'dropped' ? named(reading.entities) : []),
      constraints: keep(slots.facts.constraints, [...reading.entities.exclude_genres, ...reading.entities.exclude_tags].map((word) => `no ${word}`)),
    },
  };
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
