/** The golden utterances as the product's brain reads them; read once for all parts. */
import { emptySlots, type Slots } from '../../graphs/chat/state.ts';
import type { App } from '../../src/compose.ts';
import type { Intent } from '../../src/domain/chat-turn.ts';
import type { Entities, IntentName } from '../../src/domain/entities.ts';
import type { Labels } from './entity-labels.ts';
import type { Split } from './part.ts';
import type { World } from './world.ts';

export type Utterance = {
  readonly text: string;
  readonly intent: IntentName;
  readonly split: Split;
  /** What was asked and shown in the turn before. */
  readonly context?: { readonly intent: IntentName; readonly shown: readonly { readonly anime_id: string; readonly title: string }[] };
  readonly entities?: Labels;
};
export type Read = Utterance & { readonly said: Intent; readonly found: Entities };

const remembered = new WeakMap<World, Promise<Read[]>>();

export const readUtterances = (world: World): Promise<Read[]> => {
  const known = remembered.get(world) ?? world.golden<Utterance>('utterances').then(async (cases) => {
    const reads: Read[] = [];
    for (const one of cases) reads.push({ ...one, ...(await understand(world.app, one.text, slotsOf(one))) });
    return reads;
  });
  remembered.set(world, known);
  return known;
};

export const understand = async ({ chatDeps: { brain } }: Pick<App, 'chatDeps'>, message: string, slots: Slots = emptySlots): Promise<{ said: Intent; found: Entities }> => {
  const turn = { message, history: async () => [], slots };
  const { intent, reading } = await brain.classify(turn);
  return { said: intent, found: (reading ?? (await brain.extract(turn, intent))).entities };
};

/** The thread's memory after the turn that the context describes. */
const slotsOf = ({ context }: Utterance): Slots => {
  if (context === undefined) return emptySlots;
  const { intent, shown } = context;
  const only = shown.length === 1 ? (shown[0] ?? null) : null;
  return { ...emptySlots, intent, shown, served: shown.map(({ anime_id }) => anime_id), focus: only, last_change: intent === 'status_update' ? only : null };
};
