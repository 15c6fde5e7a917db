/** What a brain read, seen against the thread: pointers, corrections and relatives become titles and bounds. Pure. */
import type { Intent } from '../../src/domain/chat-turn.ts';
import type { IntentName } from '../../src/domain/entities.ts';
import { correctTitle } from './corrections.ts';
import type { Titles } from './deps.ts';
import { applyRelatives, continueRequest, impliedTitle, resolveReferences, sameYear, studioMeant } from './entities-in-context.ts';
import { changeOf } from './intents/change-of.ts';
import { joinChanges } from './several-changes.ts';
import type { Reading, Slots } from './state.ts';

const corrigible: readonly IntentName[] = ['information', 'status_update'];

export const inContext = (said: Reading, intent: Pick<Intent, 'name' | 'source'>, slots: Slots, titles: Pick<Titles, 'resolve' | 'byId'>): Reading => {
  const byId = (ref: string) => titles.byId(ref);
  const corrected = corrigible.includes(intent.name) && said.wish === undefined ? correctTitle(said, slots, titles) : said;
  const resolve = (reading: Reading): Reading => impliedTitle(resolveReferences(reading, slots, byId, intent.name), intent.name, slots);
  const meant = corrected !== said ? corrected : said.parts === undefined ? resolve(said) : joinChanges(said, said.parts.map(resolve), changeOf);
  const pointed = sameYear(studioMeant(meant, slots, byId), intent.name, slots);
  // Another season is another list: nothing but its year is kept.
  const anew = intent.name === 'seasonal' && said.entities.season !== null;
  const continued = intent.source === 'follow_up' && !anew ? continueRequest(pointed, slots) : pointed;
  // "like X but shorter" waits until it is clear which X is meant.
  const open = continued.entities.titles.some(({ anime_id }) => anime_id === null);
  return open ? continued : applyRelatives(continued, slots, byId);
};
