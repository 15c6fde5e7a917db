import type { IntentDefinition } from './intent.ts';
import { wantedTitles } from './wanted-titles.ts';

const most = 5;

export const comparison: IntentDefinition = {
  name: 'comparison',
  description: 'The user wants two to five titles compared, or asks which of them is better, longer, newer or the better place to start.',
  examples: [
    'compare Naruto and Bleach', 'FMA 2003 vs Brotherhood', 'which is better, Death Note or Code Geass', 'difference between Hunter x Hunter 1999 and 2011',
    'should I watch Monster or Psycho-Pass first', 'is One Piece longer than Naruto', 'Trigun versus Cowboy Bebop', 'compare the first and the third', 'how does Mushishi compare to Natsume',
  ],
  plan(reading, context) {
    const wanted = wantedTitles(reading, context);
    if ('plan' in wanted) return wanted.plan;
    if (wanted.ids.length === 0) return { kind: 'say', topic: 'compare_what' };
    const focus = context.slots.focus?.anime_id;
    const ids = wanted.ids.length === 1 && focus !== undefined && focus !== wanted.ids[0] ? [focus, ...wanted.ids] : wanted.ids;
    if (ids.length === 1) return { kind: 'say', topic: 'compare_what' };
    return { kind: 'call', calls: [{ name: 'compare_anime', arguments: { anime_ids: ids.slice(0, most) } }] };
  },
};
