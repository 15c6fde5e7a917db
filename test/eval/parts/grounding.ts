/** Every title that an answer names (in bold) was in what tools said in that thread. */
import { holdDialogues, type HeldTurn } from '../dialogues.ts';
import { perHalf } from '../golden.ts';
import { mean } from '../metrics.ts';
import type { EvalPart } from '../part.ts';

export const grounding: EvalPart = {
  name: 'grounding',
  title: 'Grounding: named titles are in tool results',
  run: async (world) => {
    const names = (await holdDialogues(world)).flatMap(({ dialogue: { name, split }, turns }) => turns.flatMap((turn) => namesIn(turn).map((found) => ({ ...found, dialogue: name, split }))));
    for (const { split, dialogue, name, isGrounded } of names) if (!isGrounded) world.wrong(split, `${dialogue}: ${name}`);
    return {
      rows: [{ what: 'names in bold that are grounded', product: perHalf(names, (half) => mean(half.map(({ isGrounded }) => Number(isGrounded)))), must: { atLeast: 1 }, aim: { atLeast: 1 }, floor: { atLeast: 1 }, note: `${names.length} names` }],
    };
  },
};

/** A year or a type that the answer adds in brackets belongs to no title. */
const namesIn = ({ reply, said }: HeldTurn): { name: string; isGrounded: boolean }[] => {
  const known = new Set(said.map(plain));
  return Array.from(reply.response.matchAll(/\*\*(.+?)\*\*/g), ([, name = '']) => ({ name, isGrounded: known.has(plain(name)) || known.has(plain(name.replace(/\s*\([^()]*\)$/, ''))) }));
};

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\\/g, '').trim();
