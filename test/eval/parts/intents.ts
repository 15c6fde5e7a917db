import { intentNames } from '../../../src/domain/entities.ts';
import { keywordIntent } from '../baseline/keyword-intents.ts';
import { perHalf } from '../golden.ts';
import { accuracy, calibrationError, f1 } from '../metrics.ts';
import type { EvalPart, EvalRow } from '../part.ts';
import { readUtterances, type Read } from '../read-utterances.ts';

/** Below this a turn should ask or say that it guesses. */
const unsure = 0.5;
const buckets: readonly (readonly [number, number])[] = [[0, 0.5], [0.5, 0.7], [0.7, 0.9], [0.9, 1.01]];

export const intents: EvalPart = {
  name: 'intents',
  title: 'Intents',
  async run(world) {
    const reads = await readUtterances(world);
    const guesses = reads.map((read) => ({ ...read, right: read.said.name === read.intent, confidence: read.said.confidence, keyword: keywordIntent(read.text) }));
    for (const { right, split, text, intent, said } of guesses) if (!right) world.wrong(split, `intent: “${text}” is ${intent}, read as ${said.name} (${said.confidence.toFixed(2)} ${said.source})`);
    const rows: EvalRow[] = [
      {
        what: 'accuracy',
        product: perHalf(guesses, accuracy),
        baseline: perHalf(guesses, (half) => accuracy(half.map(({ keyword, intent }) => ({ right: keyword === intent })))),
        must: { atLeast: 0.9 },
        aim: { atLeast: 0.95 },
        floor: { atLeast: 0.9 },
        note: `${guesses.length} utterances; baseline: keywords`,
      },
      ...intentNames.map((name) => ({ what: `F1 ${name}`, product: perHalf(guesses, (half) => intentF1(half, name, ({ said }) => said.name)), baseline: perHalf(guesses, (half) => intentF1(half, name, ({ keyword }) => keyword)) })),
      { what: 'calibration error', product: perHalf(guesses, (half) => calibrationError(half)), note: '0 is perfect' },
      { what: `share said with confidence < ${unsure}`, product: perHalf(guesses, (half) => accuracy(half.map(({ confidence }) => ({ right: confidence < unsure })))) },
      ...buckets.map(([from, to]): EvalRow => {
        const inside = guesses.filter(({ confidence }) => confidence >= from && confidence < to);
        return { what: `accuracy where confidence is ${from}-${Math.min(1, to)}`, product: perHalf(inside, accuracy), note: `${Math.round((100 * inside.length) / guesses.length)} % of all` };
      }),
    ];
    return { rows };
  },
};

const intentF1 = <Case extends Read>(half: readonly Case[], name: string, guessOf: (read: Case) => string): number => {
  const [wanted, got] = [half.filter(({ intent }) => intent === name), half.filter((read) => guessOf(read) === name)];
  const found = got.filter(({ intent }) => intent === name).length;
  return f1({ found, wrong: got.length - found, missed: wanted.length - found });
};
