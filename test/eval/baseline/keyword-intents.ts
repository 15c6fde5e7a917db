/** Baseline: the first list of words that matches says what is wanted. As a first version of such an agent would have it. */
import type { IntentName } from '../../../src/domain/entities.ts';

const lists: readonly (readonly [IntentName, RegExp])[] = [
  ['comparison', /\b(?:compare|vs|versus|better|difference)\b/],
  ['status_update', /\b(?:add|finished|completed|watching|dropped|drop|rate|rated|remove|mark|episode \d+)\b/],
  ['watchlist', /\b(?:my (?:watch)?list|undo|export)\b/],
  ['analysis', /\b(?:my taste|analy[sz]e|stats|preferences|favou?rite genre)\b/],
  ['seasonal', /\b(?:season|airing|winter|spring|summer|fall)\b/],
  ['explanation', /\b(?:why|explain|reason)\b/],
  ['recommendation', /\b(?:recommend|suggest|similar|like|watch next|something)\b/],
  ['information', /\b(?:what is|tell me about|who|when|how many|episodes|about)\b/],
  ['search', /\b(?:search|find|show|list|anime|movies?)\b/],
];

export const keywordIntent = (text: string): IntentName => lists.find(([, words]) => words.test(text.toLowerCase()))?.[0] ?? 'general';
