import type { IntentDefinition } from './intent.ts';

export const analysis: IntentDefinition = {
  name: 'analysis',
  description: "The user asks about their own taste or habits: favourite genres, how they score, what they drop, their statistics.",
  examples: [
    'what kind of anime do I like', 'analyze my taste', 'what are my favourite genres', 'my stats', 'am I a harsh critic', 'what do I usually drop', 'taste report',
    'which studio do I like most', 'what does my list say about me', 'what is my average score', 'how has my taste changed',
  ],
  plan: () => ({ kind: 'call', calls: [{ name: 'get_watchlist', arguments: { sort: 'score', limit: 500 } }] }),
};
