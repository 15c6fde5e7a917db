/** Rounds in which every contender is measured once, one right after the other: what disturbs the machine disturbs them alike. */
import { foreignShare, machineTime } from './cpu.ts';

export type Round<Figures> = Figures & { readonly foreign: number };

/**
 * @param measure one round; must measure product and yardstick in turn
 * @param root the process whose tree is ours, everything else is foreign load
 */
export const takeRounds = async <Figures extends object>(count: number, root: number, measure: (round: number) => Promise<Figures>): Promise<Round<Figures>[]> => {
  const rounds: Round<Figures>[] = [];
  for (let round = 0; round < count; round += 1) {
    const before = machineTime(root);
    const figures = await measure(round);
    rounds.push({ ...figures, foreign: foreignShare(before, machineTime(root)) });
  }
  return rounds;
};
