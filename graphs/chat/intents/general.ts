import type { IntentDefinition } from './intent.ts';

export const general: IntentDefinition = {
  name: 'general',
  description: 'Greeting, thanks, help, small talk, or something that has nothing to do with anime or needs several steps that no other intent covers.',
  examples: [
    'hi', 'hello there', 'thanks!', 'help', 'what can you do', 'who are you', 'good morning', 'bye', 'what is the weather', 'you are great', 'tell me a joke', 'write me some python', 'ok cool', 'how does this work',
  ],
  plan({ text, foreign }, { canAct }) {
    const topic = smallTalk.find(([pattern]) => pattern.test(text.trim()))?.[1];
    if (topic !== undefined) return { kind: 'say', topic };
    if (foreign === true) return { kind: 'say', topic: 'only_english' };
    return canAct ? { kind: 'agent' } : { kind: 'say', topic: 'off_topic' };
  },
};

/** "What will win the award next year?" is no request for what there is. */
export const asksFuture = /^\s*(?:(?:and|so|ok|but|hm+|do you (?:know|think)|guess|predict|tell me)[\s,]+)*(?:who|what|which)\b[^.!?]{0,60}?\b(?:will|gonna|going to|shall)\b[^.!?]{0,20}?\b(?:win|be (?:the )?(?:best|biggest|most \w+|top|worst|greatest|aoty|anime of the year)|top the|sell|flop|dominate|become (?:the )?(?:best|biggest|most \w+))\b/i;

const smallTalk: readonly (readonly [RegExp, string])[] = [
  [/\b(?:kill(?:ing)? myself|suicid\w*|end my life|want to die|hurt(?:ing)? myself|self[- ]harm)\b/i, 'care'],
  [asksFuture, 'future'],
  [/^(?:hi|hello|hey|yo|hiya|sup|good (?:morning|evening|afternoon)|konnichiwa|ohayo\w*|hola|buenas|hallo|bonjour|salut|oi|olá)(?![\p{L}\p{N}])|^(?:こんにちは|こんばんは|おはよう|やあ)/iu, 'greeting'],
  [/\b(?:thanks|thank you|thx|ty|cheers|arigatou?|ありがとう)\b/iu, 'thanks'],
  [/^(?:bye|goodbye|see (?:you|ya)|good night|cya|later)\b/i, 'goodbye'],
  [/\b(?:help|what can you do|who are you|what are you|how does this work|commands?)\b/i, 'help'],
  [/^(?:ok(?:ay)?|cool|nice|great|awesome|sweet|perfect|lol|haha+|wow|good|yes|yep|no|nope)\b[\s!.]*(?:cool|thanks|great)?[\s!.]*$/i, 'acknowledged'],
];
