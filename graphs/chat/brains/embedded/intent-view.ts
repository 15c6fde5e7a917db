/** What the learned classifier sees: the message without titles, and where in the conversation it is said. Pure. */
import type { IntentView } from '../../../../src/domain/intent-view.ts';
import type { Field } from '../../deps.ts';
import type { Slots } from '../../state.ts';
import { listingIntents } from '../../intents/listing.ts';

/** @param masked lower case, titles as `⟦0⟧` */
export const intentView = (masked: string, slots: Slots, { vocabulary }: Pick<Field, 'vocabulary'>): IntentView => {
  const titles = masked.match(/⟦\d+⟧/g)?.length ?? 0;
  const words = masked.replace(/⟦\d+⟧/g, ' xtitle ');
  const terms = vocabulary.find(words);
  let kinds = '';
  let at = 0;
  for (const { start, end, kind, name } of terms) {
    kinds += `${words.slice(at, start)} ${kind === 'tag' && vocabulary.groupOf(name) === 'mood' ? 'xmood' : `x${kind}`} `;
    at = end;
  }
  kinds += words.slice(at);
  const place = placeOf(slots);
  const length = lengthOf(words);
  const marks = [`titles:${Math.min(titles, 2)}`, `terms:${Math.min(terms.length, 2)}`, `length:${length}`, ...place.flatMap((one) => [`ctx:${one}`, `ctx:${one}&length:${length}`, `ctx:${one}&titles:${Math.min(titles, 1)}`])];
  return { words, kinds, marks };
};

/** What was shown, as far as it changes what a message can mean. */
const placeOf = ({ shown, intent, focus, last_change }: Slots): string[] => {
  const listed = shown.length > 1;
  if (!listed && focus === null && shown.length === 0) return ['none'];
  return [
    ...(listed ? ['many'] : ['one']),
    ...(intent !== null && listingIntents.includes(intent) && shown.length > 0 ? ['listing'] : []),
    ...(last_change !== null && last_change.anime_id === focus?.anime_id ? ['changed'] : []),
  ];
};

const lengthOf = (words: string): string => {
  const count = words.split(/\s+/).filter(Boolean).length;
  return count <= 1 ? '1' : count <= 3 ? '3' : count <= 6 ? '6' : 'more';
};

/** What is embedded for it: one well-known name for every title. */
export const sentenceOf = (masked: string): string => masked.replace(/⟦\d+⟧/g, 'naruto').slice(0, 500);
