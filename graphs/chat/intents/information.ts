import type { IntentDefinition } from './intent.ts';
import { asksOrder, titleOfOrder } from './asks-order.ts';
import { wantedTitles } from './wanted-titles.ts';

export const information: IntentDefinition = {
  name: 'information',
  description: 'The user asks for facts about one title: what it is about, episodes, year, studio, genres, status, score, where to watch; or in what order to watch a franchise.',
  examples: [
    'what is Mushishi about', 'how many episodes does One Piece have', 'tell me about Frieren', 'who made Akira', 'when did Bleach come out', 'is Vinland Saga finished?',
    'where can I watch Monster', 'what genre is Parasyte', 'how long is Your Name', 'is Death Note any good', 'details on the second one', 'what studio did Haikyuu', 'Steins;Gate',
    'in what order should I watch Fate', 'where do I start with Gundam', 'what comes after Mob Psycho 100 II',
  ],
  plan(reading, context) {
    const asked = asksOrder.test(reading.asked ?? reading.text) && reading.entities.titles.length < 2;
    const ordered = asked ? titleOfOrder(reading, context) : null;
    if (ordered !== null) return { kind: 'call', calls: [{ name: 'get_watch_order', arguments: { anime_id: ordered.anime_id } }] };
    const wanted = wantedTitles(reading, context);
    if ('plan' in wanted) return wanted.plan;
    if (wanted.ids.length === 0) {
      if (context.canAct) return { kind: 'agent' };
      return { kind: 'say', topic: reading.topic === '' ? 'which_title' : `unknown_title:${reading.topic}` };
    }
    return { kind: 'call', calls: wanted.ids.slice(0, 3).map((anime_id) => ({ name: 'get_anime_details', arguments: { anime_id } })) };
  },
};
