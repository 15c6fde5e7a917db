/** Intent by rules over the text with titles masked; what no rule knows is left to the nearest examples. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import type { IntentName } from '../../../../src/domain/entities.ts';
import type { Slots } from '../../state.ts';

type Rule = readonly [IntentName, RegExp, number];

const title = '⟦\\d⟧';
const rules: readonly Rule[] = [
  ['watchlist', /^\s*(?:please )?(?:undo|take (?:that|it) back|revert)\b|\b(?:ex|im)port (?:my|the|a)? ?(?:watch)?list\b/, 0.97],
  ['watchlist', /\b(?:what|which)\b.{0,30}\b(?:did i|have i|i)\s+(?:just |last |recently )*(?:add|added|change|changed|update|updated|put|rate|rated|mark|marked)\b/, 0.95],
  ['watchlist', /\bwhat (?:did i|have i) (?:rate|rated|give|gave|score|scored)\b|\b(?:is|are|do i have) .{0,20}(?:on|in) my (?:watch)?list\b/, 0.95],
  ['watchlist', /(?<!\b(?:a|an|the|this|that|slow|good|short|new) )\b(?:show|see|view|open|display|list|what'?s (?:on|in)|what is (?:on|in)|pull up|check|print)\b.{0,24}\b(?:my|the)\b.{0,24}\b(?:list|watchlist|shelf|completed|dropped|watching|on[- ]hold|plan(?:ned)?(?: to watch)?|backlog|ratings?|scores?)\b/, 0.95],
  ['watchlist', /^(?:my|the) (?:whole |full |entire )?(?:watch|anime )?(?:list|watchlist|backlog|completed|dropped|on[- ]hold|ptw|plan to watch)\b(?:\s+(?:list|shows?|anime))?[\s?!.]*$|\bwhat am i (?:currently )?watching\b|\bhow many\b.{0,30}\b(?:have i|did i|i'?ve|on my list)\b|\bwhat changed\b|\bmy (?:top|highest|best)[- ]?rated\b|\bwhat(?:'s| is) on my\b/, 0.95],
  ['analysis', /\bmy (?:anime )?(?:taste|stats|statistics|habits|favou?rite (?:genres?|tags?|studios?)|average score|scoring|profile)\b|\banaly[sz]e (?:my|me)\b|\bwhat (?:kind|type|sort|genres?) .{0,20}\bdo i (?:like|watch|enjoy|prefer)\b|\b(?:which|what) (?:studio|genre|tag)s? do i\b|\btaste report\b|\bam i (?:a )?(?:harsh|generous|kind|picky)\b|\bwhat do i (?:usually|normally|mostly|tend to) (?:drop|like|watch)\b|\babout my (?:list|taste)\b/, 0.94],
  ['explanation', /^\s*(?:but )?(?:why|how come)\b(?!.{0,12}\b(?:is anime|do people|not)\b)|\bwhy (?:did|do|would|are|is) (?:you|it|that|this|the)\b|\b(?:explain|reason(?:s|ing)? (?:for|behind)) .{0,20}(?:pick|recommendation|suggestion|one|choice|number|⟦|#)|\bwhat makes you think\b|\bhow is (?:that|this|it|the \w+(?: one)?|⟦\d⟧) (?:similar|like|related)\b/, 0.93],
  ['comparison', new RegExp(`\\bcompar(?:e|ed|ing|ison)\\b|${title}\\s*(?:vs\\.?|versus)\\s*${title}|\\bdifferences? between\\b|\\b(?:which|what)(?: one)?(?: is|'s| was| should).{0,30}\\b(?:better|best|longer|shorter|newer|older|first|watch)\\b.*\\b(?:or|vs)\\b|${title}\\s+or\\s+${title}|\\bis ${title} (?:better|longer|shorter|newer|older|darker|more \\w+) than ${title}|\\bcompare\\b`), 0.95],
  ['recommendation', /\b(?:similar to|something like|anything like|(?:anime|shows?|series|movies?|stuff|more|recs?|else) like|reminiscent of|in the vein of|along the lines of|like (?:that|the \w+ one|it) but)\b/, 0.94],
  ['status_update', new RegExp(`\\b(?:add|put|move|save|stick|throw|chuck)\\b.{0,60}(?:\\b(?:to|on|in|into|for)\\b\\s*(?:my|the|hold|later)|${title}|\\b(?:it|that|this|them|first|second|third|last|both|one|#\\d)\\b)`), 0.94],
  ['status_update', /\b(?:remove|delete|erase|take)\b.{0,40}(?:\b(?:list|it|that|them)\b|⟦\d⟧)/, 0.93],
  ['status_update', new RegExp(`\\b(?:mark|marked|set|log|track|update|change|rated?|scored?|give|gave)\\b.{0,30}(?:${title}|\\b(?:it|that|this|the \\w+ one|them)\\b)`), 0.92],
  ['status_update', new RegExp(`\\b(?:i(?:'?ve|'?m| have| am)?\\s*(?:just |now |already |finally |currently )*)?(?:finish(?:ed|ing)?|complet(?:e|ed)|drop(?:ped|ping)?|start(?:ed|ing)|watched|watching|paused?|binged|rewatch(?:ed|ing)|quit|resum(?:e|ed)|gave up on|done with|plan(?:ning)? to watch|picked up)\\s+(?:watching\\s+)?(?:${title}|it|that|this|the (?:first|second|third|fourth|fifth|last)\\b)`), 0.92],
  ['status_update', new RegExp(`${title}\\s*(?:is |was )?(?:,|-|:|=)?\\s*(?:a )?(?:finished|completed|dropped|done|watched|on hold|\\d{1,2}(?:[.,]5)?\\s*(?:/\\s*10|out of 10)|\\d(?:[.,]5)?\\s*$)|\\b(?:on|at|up to|reached|watched) (?:episode|ep)\\.? ?\\d+|^\\s*\\+\\s*\\d+\\b|\\b(?:episode|ep)\\.? ?\\d+ (?:of|on)\\s*${title}|\\bmake (?:that|it|${title}) an? \\w+|\\b(?:drop|finish|pause|rate|score|save|bookmark|skip) (?:it|that|this|them|the \\w+(?: one)?|${title})\\b|\\bwatch ?later\\b|\\bput .{0,30} on hold\\b`), 0.91],
  ['seasonal', /\b(?:this|current|last|previous|next|upcoming|coming) (?:anime )?(?:season|cour)\b|\bseasonal\b|\b(?:winter|spring|summer|fall|autumn)(?: season)? (?:of )?(?:19|20)\d\d\b|\b(?:winter|spring|summer|fall|autumn) (?:season|anime|lineup|shows|chart)\b|\bairing (?:right )?(?:now|this|currently)\b|\bcurrently airing\b|\bwhat(?:'s| is) airing\b/, 0.9],
  ['information', new RegExp(`\\b(?:tell me (?:more )?about|what(?:'?s| is| was) ${title}|(?:info|information|details|facts|synopsis|summary|plot) (?:on|about|for|of)|how many (?:episodes|eps|seasons|parts)|how long (?:is|are)|who (?:made|directed|animated|produced|wrote)|when (?:did|was|does|is|will)|where (?:can|could|do|to) (?:i |you |we )?(?:watch|stream|find)|what (?:studio|genre|year|type|is it about|'s it about)|(?:is|was|are|has) (?:${title}|it|that|the \\w+ one) (?:any good|good|finished|over|complete|airing|ongoing|worth|a movie|a film|out|sad|dark|long|short|on|adult|for kids|dubbed|scary)|about ${title}\\s*\\??$|more about (?:it|that|the|this|number|#)|what is (?:it|that|the \\w+ one) about|what genre)`), 0.92],
  ['recommendation', /\b(?:recommend(?:ation|ations|ed)?|suggest(?:ion|ions)?|recs?|what should i watch|what (?:to|can i) watch|something to watch|need (?:a |something |some )?(?:new )?(?:anime|shows?|series|to watch)|in the mood for|i feel like|surprise me|i want (?:to (?:watch|cry|laugh|relax)|something)|give me something|any ideas|what else|anything (?:good|for)|pick (?:something|one|an anime)|binge)\b/, 0.9],
  ['recommendation', new RegExp(`\\b(?:i |just )?(?:really )?(?:liked?|loved?|enjoyed|adored|fan of)\\s+${title}`), 0.86],
  ['general', /^\s*(?:hi|hello|hey|yo|hiya|sup|good (?:morning|evening|afternoon)|konnichiwa|ohayo\w*|thanks?|thank you|thx|ty|cheers|bye|goodbye|see ya|good night|ok(?:ay)?|cool|nice|great|awesome|lol|help|yes|no|nope|yep|perfect|wow)\b(?:[\s,!.:)]*(?:there|again|you|so much|a lot|bot|everyone|all|cool|man|friend|animetrackr))*[\s!.?:)]*$/, 0.95],
  ['general', /\b(?:what can you do|who are you|what are you|how do(?:es)? (?:this|you) work|are you (?:a |an )?(?:bot|human|ai|real)|tell me a joke|weather|your name|write (?:me )?(?:a |some )?(?:python|code|poem|essay)|stock price|ignore (?:all |your )?(?:previous |prior )?instructions)\b/, 0.93],
  ['search', /\b(?:find|search(?: for)?|show me|list|look(?:ing)? (?:for|up)|any|got any|are there|is there|what anime|which anime|what was that|what(?:'s| is) that|the one (?:where|with|about)|anime (?:with|about|where|from|by|set|that)|(?:series|shows?|movies?|films?) (?:with|about|where|from|by|set|that))\b/, 0.85],
];

const lead = String.raw`^\s*(?:(?:and|but|ok(?:ay)?|hm+|now|maybe|also|what about|how about|something|make it|only|just|show me|give me|ones?|those|any(?:thing)?|got|i want|can i (?:get|have)|with)\s+)*`;
/** Words that only make sense on top of an earlier request, and words that do when little else is said. */
const continuing = new RegExp(`${lead}(?:a |some |any |the |even |way |much |a bit |a little )*(?:more|shorter|longer|newer|older|darker|lighter|funnier|others?|different|else|better(?:[- ]rated)?|less|next|another|continue|keep going)\\b`);
const narrowing = new RegExp(`${lead}(?:no|not|without|only|just|from|before|after|under|in the|but|except|movies?|films?)\\b`);
/** "only ones with at most 12 episodes": a bound on what was shown, however long. */
const bounding = /^\s*(?:only|just)\s+(?:the\s+)?(?:ones?|those)\b/;
const isFollowUp = (text: string, words: number): boolean => (words <= 9 && (continuing.test(text) || bounding.test(text))) || (words <= 4 && narrowing.test(text));

export const listingIntents: readonly IntentName[] = ['recommendation', 'search', 'seasonal'];

/** A refusal, a wish for advice or something that did not happen is nothing to write down. */
const unwilling = /\b(?:don'?t|do not|never|haven'?t|have not|didn'?t|did not|won'?t|will not|not going to|should i|shall i|would i|can i)\b/;

/** Null when no rule has an opinion. `masked` is lower case with titles as marks. */
export const classifyByRules = (masked: string, slots: Slots): Intent | null => {
  const text = masked.trim();
  const listed = slots.intent !== null && listingIntents.includes(slots.intent) && slots.shown.length > 0;
  const words = text.split(/\s+/).length;
  let best: Intent | null = null;
  for (const [name, pattern, confidence] of rules) {
    if (name === 'status_update' && unwilling.test(text)) continue;
    if ((best?.confidence ?? 0) < confidence && pattern.test(text)) best = { name, confidence, source: 'rules' };
  }
  const content = best !== null && best.confidence >= 0.9 && !listingIntents.includes(best.name);
  if (listed && slots.intent !== null && !content && isFollowUp(text, words) && !/⟦\d⟧/.test(text)) return { name: slots.intent, confidence: 0.9, source: 'follow_up' };
  if (best !== null) return best;
  // A title and nothing else: tell about it.
  if (/^[\s"'“”]*⟦\d⟧[\s"'“”?!.]*$/.test(text)) return { name: 'information', confidence: 0.8, source: 'rules' };
  return null;
};
