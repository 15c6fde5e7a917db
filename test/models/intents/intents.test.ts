/** The classifier of intents: what ships loads and decides, and training is the same every time. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { intentLabels, type IntentView } from '../../../src/domain/intent-view.ts';
import { createIntentModel } from '../../../src/models/intents/intent-model.ts';
import { loadIntents, storeIntents } from '../../../src/models/intents/stored-model.ts';
import { trainIntents, type LabelledView } from '../../../src/models/intents/train.ts';

const data = path.resolve(import.meta.dirname, '../../../data');
const folder = await mkdtemp(path.join(tmpdir(), 'animetrackr-intents-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const view = (words: string): IntentView => ({ words, kinds: words, marks: ['ctx:none'] });
const best = (probabilities: Readonly<Record<string, number>>): string | undefined => Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0]?.[0];

describe('the shipped classifier', () => {
  it('knows plain requests without a sentence vector, as probabilities', async () => {
    const model = await loadIntents(path.join(data, 'models/intents'));
    const found = model.probabilities(view('what is xtitle about'), null);

    expect(best(found)).toBe('information');
    expect(Object.keys(found)).toEqual([...intentLabels]);
    expect(Object.values(found).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    expect(best(model.probabilities(view('compare xtitle and xtitle'), null))).toBe('comparison');
  });

  it('takes a vector of another length for none', async () => {
    const model = await loadIntents(path.join(data, 'models/intents'));
    expect(model.probabilities(view('hello'), new Float32Array(3))).toEqual(model.probabilities(view('hello'), null));
  });

  it('is refused when its weights are not those of its manifest', async () => {
    const stem = path.join(folder, 'damaged');
    await copyFile(path.join(data, 'models/intents.json'), `${stem}.json`);
    const bytes = await readFile(path.join(data, 'models/intents.i8'));
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    await writeFile(`${stem}.i8`, bytes);

    await expect(loadIntents(stem)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('training', () => {
  const rows: LabelledView[] = [
    { view: view('recommend me a show'), vector: Float32Array.of(1, 0), label: 'recommendation' },
    { view: view('something to watch tonight'), vector: Float32Array.of(0.8, 0.6), label: 'recommendation' },
    { view: view('show my list'), vector: Float32Array.of(0, 1), label: 'watchlist' },
    { view: view('my list please'), vector: Float32Array.of(-0.6, 0.8), label: 'watchlist' },
  ];

  it('gives the same weights every time, and they tell the rows apart', () => {
    const weights = trainIntents(rows);

    expect(trainIntents(rows)).toEqual(weights);
    const model = createIntentModel(weights);
    for (const row of rows) for (const vector of [row.vector, null]) expect(best(model.probabilities(row.view, vector))).toBe(row.label);
  });

  it('loses nothing that matters when stored', async () => {
    const weights = trainIntents(rows);
    const stem = path.join(folder, 'small');
    await storeIntents(stem, weights, { encoder: { provider: 'test', model: 'two numbers' }, trained_on: 'four rows' });
    const stored = await loadIntents(stem);

    const [row] = rows;
    if (row === undefined) throw new Error('no row');
    const [before, after] = [createIntentModel(weights), stored].map((model) => model.probabilities(row.view, row.vector));
    for (const label of intentLabels) expect(after?.[label]).toBeCloseTo(before?.[label] ?? 0, 1);
    expect(stored.encoder.model).toBe('two numbers');
  });
});

describe('the sentences it learned from', () => {
  type Row = { text: string; intent: string; after?: string };
  const rowsOf = async (name: string): Promise<Row[]> => (await readFile(path.join(data, 'golden', name), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Row); // our own file

  it('have labels of ours and repeat none of the labelled cases', async () => {
    const rows = await rowsOf('intents-train.jsonl');
    const cases = new Set((await rowsOf('utterances.jsonl')).map(({ text }) => text.toLowerCase()));

    for (const { text, intent, after } of rows) {
      expect(intentLabels, text).toContain(intent);
      expect([undefined, 'one', 'many', 'change'], text).toContain(after);
      expect(cases.has(text.toLowerCase()), text).toBe(false);
    }
    for (const label of intentLabels) expect(rows.filter(({ intent }) => intent === label).length, label).toBeGreaterThan(200);
  });
});
