/** Scripted dialogues, turn by turn: was the message understood and done what it asks for? */
import { holdDialogues, type Held } from '../dialogues.ts';
import { failures } from '../expectations.ts';
import { perHalf } from '../golden.ts';
import { mean } from '../metrics.ts';
import type { EvalPart } from '../part.ts';

export const dialogues: EvalPart = {
  name: 'dialogues',
  title: 'Dialogues: turns that bring what they must',
  run: async (world) => {
    const judged = (await holdDialogues(world)).map((held) => ({ split: held.dialogue.split, problems: problemsOf(held), held }));
    for (const { split, problems, held } of judged) {
      problems.forEach((found, at) => {
        if (found.length > 0) world.wrong(split, `${held.dialogue.name} / ${held.dialogue.turns[at]?.say ?? ''}: ${found.slice(0, 3).join('; ')} | ${held.turns[at]?.reply.response.replaceAll('\n', ' / ').slice(0, 160) ?? ''}`);
      });
    }
    const turns = judged.flatMap(({ split, problems }) => problems.map((found) => ({ split, passed: Number(found.length === 0) })));
    const count = (split: string): string => `${turns.filter((turn) => turn.split === split).length} turns in ${judged.filter((one) => one.split === split).length} dialogues`;
    return {
      rows: [
        { what: 'turns passed', product: perHalf(turns, (half) => mean(half.map(({ passed }) => passed))), must: { atLeast: 0.9 }, aim: { atLeast: 0.97 }, floor: { atLeast: 0.7 }, note: `tuned ${count('tune')}, untouched ${count('held')}` },
        { what: 'dialogues without a failing turn', product: perHalf(judged, (half) => mean(half.map(({ problems }) => Number(problems.every((found) => found.length === 0))))) },
      ],
      remarks: ['A turn passes when all its expectations hold. One that comes after a refused turn has failed.'],
    };
  },
};

const problemsOf = ({ dialogue, turns, problem }: Held): string[][] =>
  dialogue.turns.map(({ expect }, at) => {
    const turn = turns[at];
    return turn === undefined ? [problem ?? 'not held'] : failures(expect, turn, turns.slice(0, at));
  });
