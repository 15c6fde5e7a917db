/** One of what was shown, told by how it differs: "the shorter one", "which is older?", "the other one". */
import type { Pick } from '../../../state.ts';
import { pattern, type Scanner } from './scanner.ts';

const kinds: readonly (readonly [Pick, string])[] = [
  ['longest', 'longe(?:r|st)|(?:more|most) episodes'],
  ['shortest', 'short(?:er|est)|(?:fewer|fewest|less|least) episodes'],
  ['newest', 'new(?:er|est)|latest|(?:more|most) recent|youngest'],
  ['oldest', 'old(?:er|est)|earliest|earlier|out first'],
  ['best', 'rated (?:higher|highest|better|best)|(?:better|best|highe(?:r|st))(?:[- ](?:rated|scored|reviewed|rating|score|ratings|reviews))?|top[- ](?:rated|scored|reviewed|rating|score)'],
  ['popular', '(?:more|most) (?:popular|famous|well[- ]known)|better known|best known'],
];
/** "which one should I start with?", "what do I watch first" */
const start = '(?:which|what|where)(?: (?:one|of (?:the|those|these) two|of (?:them|those|these)|show|anime|series))*(?: (?:should|do|shall|would|could|can) (?:i|we|you|one)(?: (?:even|better|rather|actually))?)?(?: (?:start|begin)(?: with| on)?(?: first)?|(?: (?:watch|see|try|go with|go for|pick|take))? first)(?: then)?';
const starting = new RegExp(`^\\s*(?:(?:and|but|so|then|ok|hm+)[\\s,]+)*${start}\\s*[?.!]*$`);
const startingBeside = new RegExp(`[,;.?!]\\s*${start}\\s*[?.!]*$`);

const noun = '(?:one(?:\'s|s)?|of (?:the|those|these) two|of (?:them|those|these)(?: all)?|show|anime|series|movie|film|title)';

/** "which one is longer", "and which has the most episodes?", "which of them came out first?". @param text lower case, titles as marks */
export const isPickQuestion = (text: string): boolean => starting.test(text) || kinds.some(([, words]) => question(words).test(text) || ofThese(words).test(text));

/** "and the best score?", right after some titles were compared. */
export const isPickAgain = (text: string): boolean => kinds.some(([, words]) => questionAgain(words).test(text));
const questionAgain = (words: string): RegExp => pattern`^\\s*(?:(?:and|but|or)\\s+(?:what about )?(?:the\\s+)?(?:${words})(?:\\s+${noun})*|(?:the\\s+)?(?:${words}) one)\\s*[?!.]*$`;

/** "the shortest of these", "best one of the five": of what was shown. */
const ofThese = (words: string): RegExp => pattern`^\\s*(?:(?:and|but|ok|so)\\s+)*(?:what(?:'s| is) )?(?:the\\s+)?(?:${words})(?:\\s+one)?\\s+(?:of|among|out of) (?:these|those|them|the (?:two|three|four|five|lot|bunch))\\s*[.?!]*$`;

const question = (words: string): RegExp =>
  pattern`^\\s*(?:(?:and|but|so|then|ok|hm+)[\\s,]+)*(?:which|what|who)(?:'s|s)?(?:\\s+${noun})*\\s*(?:is|was|has|had|got|gets|came|comes|are|do you think is)?\\s*(?:the\\s+)?(?:${words})(?:\\s+${noun})*\\s*[.?!]*$`;

/** "first", "the last one?": a place in what was shown and nothing else. */
export const isPlace = (text: string): boolean => place.test(text);
const place = /^\s*(?:(?:and|nope|no|nah|ok|hm+)\b[\s.,!?]*)*(?:the )?(?:first|second|third|fourth|fifth|last|[1-9](?:st|nd|rd|th)|#[1-9]|number (?:[1-9]|one|two|three|four|five))(?: one)?(?: (?:please|pls|then))?[\s.!?]*$/;

/** "what do they have in common?" */
export const asksWhatTheyShare = (text: string): boolean => /\bin common\b|\bhow (?:are|do) they (?:alike|similar|compare|differ)\b|\bwhat (?:do|did) (?:they|both|these) share\b/.test(text);

/** Of two that were shown "the old one" is the older. */
const ages: Partial<Record<Pick, RegExp>> = { oldest: /\bthe (?:old|original|classic) (?:one|version|series|anime|show)\b/, newest: /\bthe (?:new|remake|modern) (?:one|version|series|anime|show)\b/ };

/** @returns undefined when nothing of what was shown is told apart */
export const readPick = (scanner: Scanner, /** In an order no noun is needed: "add the shorter". */ ordered = false): Pick | undefined => {
  if (scanner.take(/\bthe other(?!\s+(?:two|three|four|five|ones)\b)(?:\s+(?:one|title|show|movie|film|anime|series))?\b(?!\s+\p{L}+s\b)/u) !== undefined) return 'other';
  if (scanner.take(/\b(?:the )?(?:next|following) one\b(?! (?:in|of) (?:the )?(?:series|season|franchise))|\bthe one (?:after|below) (?:that|this|it)(?: one)?\b/) !== undefined) return 'next';
  if (scanner.take(starting) !== undefined || scanner.take(startingBeside) !== undefined) return 'start';
  for (const [pick, words] of kinds) {
    // "is it better than ⟦0⟧?", where "it" is left to who reads what is pointed at
    if (!ordered && scanner.take(pattern`(?<=^\\s*(?:(?:and|but|so|ok)[\\s,]+)*(?:is|are|was|does|has)\\s+[^?.,;]{1,40}?\\s)(?:${words})\\s+than\\b`) !== undefined) return pick;
    if (scanner.take(questionAgain(words)) !== undefined) return pick;
    if (scanner.take(pattern`(?<=[,;]|\\bor\\b.{0,30}|^\\s*)\\s*(?:which|what|who)(?:\\s+${noun})*\\s+(?:is|was|has|had|got|gets|came)\\s+(?:the\\s+)?(?:${words})(?:\\s+${noun})*\\s*(?:[.?!]*$|,)`) !== undefined) return pick;
    if (scanner.take(question(words)) !== undefined || scanner.take(ofThese(words)) !== undefined) return pick;
    if (ordered && scanner.take(pattern`\\bthe\\s+(?:${words})(?=\\s*(?:$|[.,!]|please\\b|pls\\b|to my\\b|on my\\b|then\\b|for now\\b))`) !== undefined) return pick;
    if (ordered && ages[pick] !== undefined && scanner.take(ages[pick]) !== undefined) return pick;
    if (scanner.take(pattern`\\bthe\\s+(?:${words})\\s+${noun}(?:\\s+${noun})?\\b`) !== undefined) return pick;
  }
  return undefined;
};
