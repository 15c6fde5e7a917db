/** Intent of a message with titles masked: the learned classifier, with the votes of rules that are nearly always right. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import { intentNames, type IntentName } from '../../../../src/domain/entities.ts';
import type { IntentLabel } from '../../../../src/domain/intent-view.ts';
import { isCorrection } from '../../corrections.ts';
import type { Slots } from '../../state.ts';
import { isUnwilling } from './unwilling.ts';

const title = '⟦\\d⟧';
/** Each right in at least 19 of 20 of the sentences it matches; what is right less often is the classifier's. */
const rules: readonly (readonly [IntentName, RegExp])[] = [
  ['watchlist', /^\s*(?:please )?(?:undo|take (?:that|it) back|revert)\b|\b(?:ex|im)port (?:my|the|a)? ?(?:watch)?list\b/],
  ['watchlist', /(?<!\b(?:a|an|the|this|that|slow|good|short|new) )\b(?:show|see|view|open|display|list|what'?s (?:on|in)|what is (?:on|in)|pull up|check|print)\b.{0,24}\b(?:my|the)\b.{0,24}\b(?:list|watchlist|shelf|completed|dropped|watching|on[- ]hold|plan(?:ned)?(?: to watch)?|backlog|ratings?|scores?)\b/],
  ['watchlist', /\b(?:what (?:did i|have i) (?:rate|rated|give|gave|score|scored)|(?:is|are|do i have) .{0,20}(?:on|in) my (?:watch)?list)\b/],
  ['analysis', /\bmy (?:anime )?(?:taste|stats|statistics|habits|favou?rite (?:genres?|tags?|studios?)|average score|scoring|profile)\b|\banaly[sz]e (?:my|me)\b|\btaste report\b|\bdo i (?:usually|normally|mostly|tend to) \w+/],
  ['comparison', new RegExp(`\\bcompar(?:e|ed|ing|ison)\\b.*${title}|${title}\\s*(?:vs\\.?|versus)\\s*${title}|\\bdifferences? between\\b|${title}\\s+or\\s+${title}|\\bis ${title} (?:better|longer|shorter|newer|older|darker|more \\w+) than ${title}`)],
  ['explanation', /^\s*(?:but )?why\s+(?:⟦\d⟧|(?:did|do|would|are) you\b|(?:this|that|the \w+)(?: one)?\s*\?*$)/],
  ['recommendation', new RegExp(`\\b(?:similar to|(?:some|any)thing like|(?:anime|shows?|series|movies?|recs?) like) ${title}`)],
  ['recommendation', /^\s*(?:please |can you |could you )?(?:recommend|suggest)\b/],
  ['recommendation', /^\W*(?:(?!(?:my|your|the|these|those|this|that)\b)[\w-]+\s+){1,4}vibes?\W*$/],
  ['recommendation', /\b(?:surprise me|cheer me up|(?:so|really|very|super) bored|feel[- ]?good)\b/],
  // "Best" may be advice, a season's or one's own; these are facts of the catalogue.
  ['search', /^\s*(?:(?:what(?:'?s| is| are)?|which|show me|give me|tell me|list|the|find(?: me)?)\s+)*(?:worst|most hated|shortest|longest|oldest|lowest)[- ]?(?:rated|scored)?\s+(?:(?!my\b)\w+\s+){0,2}(?:anime|animes|movies?|films?|shows?|series)(?:\s+(?:ever(?: made)?|of all time|out there|there is))?\s*[?.!]*$/],
  ['recommendation', /\b(?:similar|more like (?:this|that|it))(?: (?:ones?|shows?|anime|titles?|stuff|things?))?\s*[?.!]*$/],
  ['status_update', new RegExp(`^\\s*(?:please |can you |could you )?(?:add|remove|delete|mark|rate|drop|pause|resume|finished|completed|dropped|started) (?:${title}|it|that|this|them)(?:\\s|,|$)|^\\s*(?:please )?(?:add|put|save|stick|throw)\\b.{0,60}\\b(?:to|on|in|into)\\s+(?:my|the)\\s+(?:\\w+\\s)?(?:list|watchlist|backlog)\\b`)],
  ['information', new RegExp(`^\\s*(?:what(?:'?s| is) ${title} about|tell me (?:more )?about ${title}|how many episodes (?:does|in|are in) ${title})`)],
  ['status_update', new RegExp(`${title}\\s*(?:,|-|:)?\\s*(?:an? )?\\d{1,2}(?:[.,]5)?\\s*(?:/\\s*10|out of 10)|^\\s*\\+\\s*\\d+\\b|\\bput .{0,30} on hold$`)],
  ['seasonal', /\b(?:this|current|last|previous|next|upcoming|coming) (?:anime )?(?:season|cour)\b|\b(?:winter|spring|summer|fall|autumn)(?: season)? (?:of )?(?:19|20)\d\d\b|\bwhat(?:'?s| is) airing\b/],
  ['general', /^\s*(?:hi|hello|hey|heya?|yo|hiya|sup|howdy|good (?:morning|evening|afternoon)|konnichiwa|ohayou?|thanks?|thank you|thx|ty|cheers|gracias|merci|bye|goodbye|see ya|good night|ok(?:ay)?|k|cool|nice|great|awesome|lol|help|test|yes|no|nope|yep|perfect|wow)\b(?:[\s,!.:)]*(?:there|again|you|so much|a lot|bot|everyone|all|cool|man|friend|animetrackr))*[\s!.?:)]*$/],
  ['general', /\b(?:kill(?:ing)? myself|suicid\w*|end my life|want to die|hurt(?:ing)? myself|self[- ]harm)\b(?!.*\b(?:anime|show|series|movie)s?\b)/],
  ['general', /\b(?:what can you do|who are you|what are you|are you (?:a |an )?(?:bot|human|ai|real)|tell me a joke|your name|write (?:me )?(?:a |some )?(?:python|code|poem|essay)|stock price|ignore (?:all |your )?(?:previous |prior )?instructions)\b/],
  // No letter of any script: a sign, a face, a mark.
  ['general', /^[^\p{L}\p{N}⟦]*$/u],
];

const lead = String.raw`^\s*(?:(?:and|but|ok(?:ay)?|hm+|now|maybe|also|what about|how about|something|make it|only|just|show me|give me|ones?|those|any(?:thing)?|got|i want|can i (?:get|have)|with)\s+)*`;
/** Words that only make sense on top of an earlier request, and words that do when little else is said. */
const continuing = new RegExp(`${lead}(?:a |some |any |the |even |way |much |a bit |a little )*(?:more|shorter|longer|newer|older|darker|lighter|funnier|others?|different|else|better(?:[- ]rated)?|less|next|another|continue|keep going)\\b|${lead}(?:the )?(?:best|worst|newest|latest|oldest|shortest|longest|most popular)(?:[- ]rated)?(?:\\s+ones?)?(?:\\s+first)?\\s*[?.!]*$`);
const narrowing = new RegExp(`${lead}(?:no|not|without|only|just|from|before|after|under|in the|but|except|movies?|films?)\\b`);
/** "only ones with at most 12 episodes": a bound on what was shown, however long. */
const bounding = /^\s*(?:only|just)\s+(?:the\s+)?(?:ones?|those)\b/;
/** "any romantic ones?", "i also don't want vampires", "from the last ten years": a bound without a request of its own. */
const fragment = /^\s*(?:(?:ok(?:ay)?|and|but|so|then|nah|nope|no|hm+|well|maybe|also|now|actually|i also|too long|too short|please)\b[\s,]*)*(?:just |only |rather |preferably |with )*(?:from|in the|without|under|over|up to|at most|at least|less than|more than|max(?:imum)?|not|no more than|no|short|before|after|between|exclud(?:e|ing)|except|(?:what|how) about|don'?t want|do not want|\d+ ep\w*|any)\b/;
/** "no Naruto", "except X or Y": titles that are not what it is about. */
const refusedTitles = /\b(?:except(?: for)?|but not|not|no|without|besides|other than|anything but|excluding|nothing like)\s+⟦\d+⟧(?:\s*(?:,|and|or|nor|,\s*(?:and|or))\s*⟦\d+⟧)*/g;
/** A superlative with a subject of its own looks at everything; "the newest one", "the shortest of these" look at what was shown. */
const freshOrder = /^\s*(?:(?:ok|now|so|what(?:'?s| is| are)?|which|show me|give me|tell me|list|the|find(?: me)?|recommend(?: me)?)\s+)*(?:(?:best|worst|shortest|longest|oldest|newest|latest|most (?:popular|hated|watched)|(?:highest|lowest|top|best|worst)[- ]rated|top \d+)\s+)(?:\w+\s+){0,2}(?:anime|animes|movies?|films?|shows?|series)\b(?!.*\b(?:these|those|them|here|like)\b)|\bof all[ -]?time\b|\b(?:anime|movie|film|show|series) ever\b/;

const isFollowUp = (text: string): boolean => {
  const words = text.split(/\s+/).length;
  return !/⟦\d⟧/.test(text) && ((words <= 9 && (continuing.test(text) || bounding.test(text))) || (words <= 4 && narrowing.test(text)) || (words <= 9 && fragment.test(text)) || (words <= 3 && /^\s*(?:and |but |ok )*any(?:thing)?\b/.test(text)));
};

export const listingIntents: readonly IntentName[] = ['recommendation', 'search', 'seasonal'];

/** What came before no longer counts. */
const reset = /\b(?:scrap that|forget (?:that|it|everything|all)|never ?mind|start (?:over|again)|from scratch|something (?:completely|totally|entirely) different|new (?:search|topic))\b/;

/** "No Naruto please" has no subject of its own. */
const fewWords = 3;

/** What a rule's word adds to the classifier's probabilities, which sum to 1. */
const vote = 0.9;

/**
 * @param masked lower case with titles as marks
 * @param learned probabilities per label
 */
export const decideIntent = (masked: string, learned: Readonly<Record<IntentLabel, number>>, slots: Slots): Intent => {
  const text = masked.trim();
  // While one title is spoken of, "not X" says that another was meant.
  const about = slots.focus === null ? text.replace(refusedTitles, '') : text;
  const isRefusal = about !== text && !/⟦\d+⟧/.test(about);
  const continued = slots.intent !== null && listingIntents.includes(slots.intent) ? slots.intent : null;
  const votes = new Set<IntentLabel>(rules.filter(([, pattern]) => pattern.test(text)).map(([name]) => name));
  // "no, the movie": the same name, another work.
  if (slots.focus !== null && isCorrection(text)) votes.add('information');
  // A title and nothing else: tell about it.
  if (/^[\s"'“”]*⟦\d⟧[\s"'“”?!.]*$/.test(text)) votes.add('information');
  // "Evangelion but lighter": like it, and yet.
  if (/^\W*⟦\d+⟧[\s,!?.]*(?:but|except)\b/.test(about)) votes.add('recommendation');
  if (continued !== null && votes.size === 0 && (isFollowUp(about) || (isRefusal && about.split(/\s+/).length <= fewWords))) votes.add('continue');
  const allowed = (label: IntentLabel) => (label === 'continue' ? continued !== null && !reset.test(text) && !freshOrder.test(text) : label === 'comparison' ? !isRefusal : label !== 'status_update' || !isUnwilling(text));
  const worth = (label: IntentLabel) => (allowed(label) ? learned[label] + (votes.has(label) ? vote / votes.size : 0) : 0);
  const labels: readonly IntentLabel[] = [...intentNames, 'continue'];
  const total = labels.reduce((sum, label) => sum + worth(label), 0);
  const worthOf = (name: IntentName) => worth(name) + (name === continued ? worth('continue') : 0);
  const best = intentNames.reduce((one, other) => (worthOf(other) > worthOf(one) ? other : one));
  const confidence = total === 0 ? 0 : Math.min(0.99, Math.round((100 * worthOf(best)) / total) / 100);
  const follows = best === continued && worth('continue') > worth(best);
  return { name: best, confidence, source: follows ? 'follow_up' : votes.has(best) ? 'rules' : 'classifier' };
};
