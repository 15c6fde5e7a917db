/** `npm run train:intents`: learns the classifier of intents from data/golden/intents-train.jsonl and writes data/models/intents.*. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { intentView, sentenceOf } from '../../graphs/chat/brains/embedded/intent-view.ts';
import { emptySlots, type Slots } from '../../graphs/chat/state.ts';
import { loadVocabulary } from '../catalogue/load-vocabulary.ts';
import { createUseLite } from '../models/embeddings/use-lite.ts';
import { storeIntents } from '../models/intents/stored-model.ts';
import { trainIntents } from '../models/intents/train.ts';
import { trainingViews, type LabelledSentence, type Place } from '../models/intents/training-views.ts';
import { projectRoot } from './project-root.ts';

const [one, two] = [{ anime_id: '1', title: '' }, { anime_id: '2', title: '' }];
const slots: Record<Place, Slots> = {
  none: emptySlots,
  one: { ...emptySlots, shown: [one], focus: one },
  change: { ...emptySlots, shown: [one], focus: one, last_change: one },
  many: { ...emptySlots, shown: [one, two] },
  listing: { ...emptySlots, intent: 'recommendation', shown: [one, two] },
};

const started = performance.now();
const file = path.join(projectRoot, 'data/golden/intents-train.jsonl');
// our own file, checked by its test
const rows = (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as LabelledSentence);
const vocabulary = await loadVocabulary(path.join(projectRoot, 'data/lexicon'));
const views = trainingViews(rows, (masked, place) => intentView(masked, slots[place], { vocabulary }), sentenceOf);
const encoder = createUseLite();
const vectors = await encoder.embeddings.embedDocuments(views.map(({ sentence }) => sentence));
const weights = trainIntents(views.map((view, at) => ({ ...view, vector: Float32Array.from(vectors[at] ?? []) })));
await storeIntents(path.join(projectRoot, 'data/models/intents'), weights, { encoder: { provider: encoder.provider, model: encoder.model }, trained_on: `${rows.length} sentences of data/golden/intents-train.jsonl` });
process.stderr.write(`intents: ${rows.length} sentences, ${Math.round((performance.now() - started) / 1000)} s\n`);
