import type { IntentDefinition } from './intent.ts';

export const explanation: IntentDefinition = {
  name: 'explanation',
  description: 'The user asks why a title was suggested or how it fits what they asked for.',
  examples: [
    'why the second?', 'why did you recommend that', 'why this one', 'explain the first pick', 'how is that similar to Death Note', 'what makes you think I would like it',
    'why Monster?', 'reason for number 3?', 'how come you suggested Mushishi',
  ],
  plan({ entities }, { slots }) {
    const id = entities.titles.find(({ anime_id }) => anime_id !== null)?.anime_id ?? slots.focus?.anime_id ?? slots.shown[0]?.anime_id;
    if (id === undefined) return { kind: 'say', topic: 'explain_what' };
    return { kind: 'call', calls: [{ name: 'get_anime_details', arguments: { anime_id: id } }, { name: 'explain_recommendation', arguments: { anime_id: id } }] };
  },
};
