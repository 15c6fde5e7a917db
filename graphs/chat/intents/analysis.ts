import type { IntentDefinition } from './intent.ts';

export const analysis: IntentDefinition = {
  name: 'analysis',
  description: "The user asks about their own taste or habits: favourite genres, how they score, what they drop, their statistics.",
  examples: [
    'what kind of anime do I like', 'analyze my taste', 'what are my favourite genres', 'my stats', 'am I a harsh critic', 'what do I usually drop', 'taste report',
    'which studio do I like most', 'what does my list say about me', 'what is my average score', 'how has my taste changed', 'how good were your suggestions',
  ],
  plan: ({ text }) =>
    asksSettings.test(text)
      ? { kind: 'call', calls: [{ name: 'set_preferences', arguments: {} }] }
      : { kind: 'call', calls: [{ name: 'analyze_user_preferences', arguments: {} }, { name: 'get_watchlist', arguments: { sort: 'score', limit: 5 } }] },
};

/** What was set, not what the list says. */
const asksSettings = /\bmy (?:preferences|settings|block ?list)\b|\bwhat (?:have|did) i (?:block|hid|ban|exclud)/i;
