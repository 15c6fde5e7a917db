/** What was kept of a standing wish, and how to take it back; or all that is kept. */
import type { Preferences } from '../../../../../src/domain/preferences.ts';
import type { AnswerView } from '../../brain.ts';
import { list, safe } from './phrases.ts';
import type { Draft } from './wording.ts';

type Kept = { readonly preferences: Preferences; readonly changed: readonly string[] };

export const isWish = ({ tool_results }: AnswerView): boolean => tool_results.some(({ name }) => name === 'set_preferences');

export const wordWish = ({ tool_results, slots, reading }: AnswerView): Draft => {
  const call = tool_results.findLast(({ name }) => name === 'set_preferences');
  if (call?.ok !== true) return { text: 'Nothing was changed.', results: [], success: false };
  const { preferences, changed } = call.structured as unknown as Kept; // our own tool's result, checked by its output schema at the server
  if (Object.keys(call.arguments).length === 0) return { text: told(preferences), results: [], success: true };
  if (changed.length === 0) return { text: 'It was like that already.', results: [], success: true };
  const refused = reading.wish?.about === 'titles' && slots.shown.length > 1 && slots.intent !== null && reading.wish.said !== 'liked';
  return { text: [changed.map(safe).join(' '), `Say “undo” to take it back.${refused ? ' “More” shows others.' : ''}`].join('\n\n'), results: [], success: true };
};

const told = ({ not_interested: { titles, tags, franchises }, title_language, adult_level, ecchi_level, spoiler_level }: Preferences): string => {
  const names = { romaji: 'their romaji names', english: 'their English names', native: 'their native names' }[title_language];
  const spoilers = { hide: 'nothing of a part before the earlier ones are finished', progress: 'nothing beyond your progress in what you are watching', show: 'everything' }[spoiler_level];
  return [
    'What I keep of your preferences:',
    [
      `- never shown: ${[...tags.map((tag) => tag.toLowerCase()), ...titles.map(({ title }) => title), ...franchises.map(({ title }) => `all of ${title}`), ...(ecchi_level === 'hide' ? ['ecchi'] : []), ...(adult_level === 'hide' ? ['adult titles'] : [])].map(safe).join(', ') || 'nothing'}`,
      `- titles are called by ${names}`,
      `- what I tell of a story: ${spoilers}`,
    ].join('\n'),
    `Change them in words: ${list(['“never show me mecha”', '“mecha is fine again”', '“use romaji titles”', '“no spoilers”'], 'or')}.`,
  ].join('\n\n');
};
