import type { IntentDefinition } from './intent.ts';
import { wantedTitles } from './wanted-titles.ts';

export const information: IntentDefinition = {
  name: 'information',
  description: 'The user asks for facts about one title: what it is about, episodes, year, studio, genres, status, score, where to watch.',
  examples: [
    'what is Mushishi about', 'how many episodes does One Piece have', 'tell me about Frieren', 'who made Akira', 'when did Bleach come out', 'is Vinland Saga finished?',
    'where can I watch Monster', 'what genre is Parasyte', 'how long is Your Name', 'is Death Note any good', 'details on the second one', 'what studio did Haikyuu', 'Steins;Gate',
  ],
  plan(reading, context) {
    const wanted = wantedTitles(reading, context);
    if ('plan' in wanted) return wanted.plan;
    if (wanted.ids.length === 0) {
      if (context.canAct) return { kind: 'agent' };
      return { kind: 'say', topic: reading.topic === '' ? 'which_title' : `unknown_title:${reading.topic}` };
    }
    return { kind: 'call', calls: wanted.ids.slice(0, 3).map((anime_id) => ({ name: 'get_anime_details', arguments: { anime_id } })) };
  },
};
