/** Labelled sentences of our own -> what the classifier sees of them. */
import type { IntentLabel, IntentView } from '../../domain/intent-view.ts';
import { createRandom } from './train.ts';

/** Where it is said: nothing before, one title or several shown, a change just made. */
export type Place = 'none' | 'one' | 'many' | 'listing' | 'change';
/** `{t}`, `{u}`, `{v}` stand for titles. `after` is left out where it may be said anywhere. */
export type LabelledSentence = { readonly text: string; readonly intent: IntentLabel; readonly after?: 'one' | 'many' | 'change' };

export type SentenceView = { readonly view: IntentView; /** What is embedded. */ readonly sentence: string; readonly label: IntentLabel; readonly weight: number };

/** Of what is said anywhere, how often it is also shown in a thread, so that a thread alone says little. */
const elsewhere = 0.5;

/** @param viewOf masked sentence (titles as `⟦0⟧`) and place -> view */
export const trainingViews = (rows: readonly LabelledSentence[], viewOf: (masked: string, place: Place) => IntentView, sentenceOf: (masked: string) => string): SentenceView[] => {
  const random = createRandom(11);
  return rows.flatMap(({ text, intent, after }) => {
    const masked = text.toLowerCase().replace(/\{([tuv])\}/g, (_, slot: string) => `⟦${'tuv'.indexOf(slot)}⟧`);
    const seen = (place: Place, weight: number): SentenceView => ({ view: viewOf(masked, place), sentence: sentenceOf(masked), label: intent, weight });
    if (intent === 'continue') return [seen('listing', 1)];
    if (after === 'many') return [seen('listing', 0.6), seen('many', 0.6)];
    if (after !== undefined) return [seen(after, 1)];
    const places: readonly Place[] = ['listing', 'many', 'one', 'change'];
    const place = places[Math.floor(random() * places.length)] ?? 'listing';
    return [seen('none', 1), ...(random() < elsewhere ? [seen(place, 0.4)] : [])];
  });
};
