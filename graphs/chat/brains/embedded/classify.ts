/** Intent of a message with titles masked: the learned classifier, with the votes of rules that are nearly always right. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import { intentNames, type IntentName } from '../../../../src/domain/entities.ts';
import type { IntentLabel } from '../../../../src/domain/intent-view.ts';
import type { Kinds } from './bound-alone.ts';
import { besideYear, sameFeel } from '../../entities-in-context.ts';
import { isDayAlone } from '../../intents/said-day.ts';
import { asksOrder } from '../../intents/asks-order.ts';
import { listingIntents } from '../../intents/listing.ts';
import { asksFuture } from '../../intents/general.ts';
import { isCorrection } from '../../corrections.ts';
import { ofThePart } from '../../in-context.ts';
import { comparable } from '../../pick-shown.ts';
import type { Slots } from '../../state.ts';
import { unwelcome } from './grammar/read-list-words.ts';
import { isNote } from './grammar/read-note.ts';
import { figureIn, numbersIn } from './grammar/read-figure.ts';
import { asksWhatTheyShare, isPickAgain, isPickQuestion, isPlace } from './grammar/read-pick.ts';
import { isRefusalOfList } from './reactions.ts';
import { isUnwilling } from './unwilling.ts';

const title = '⟦\\d⟧';
/** Each right in at least 19 of 20 of the sentences it matches; what is right less often is the classifier's. */
const rules: readonly (readonly [IntentName, RegExp])[] = [
  ['watchlist', /^\s*(?:please )?(?:undo|redo|take (?:that|it) back|revert)\b|^(?:\w+[\s,]+){0,3}(?:undo|redo)(?: (?:it|that|this|the last(?: one)?))?[\s.!]*$|^(?:\w+[\s,]+){0,3}(?:bring|put) (?:it|that|them|those|this) back\s*[.!]*$|^(?:\w+[\s,]+){0,2}restore (?:it|that|them)\b|\b(?:ex|im)port (?:my|the|a)? ?(?:watch)?list\b/],
  ['watchlist', /(?<!\b(?:a|an|the|this|that|slow|good|short|new) )(?<!\b(?:i will|i'?ll|to|i want|gonna) )\b(?:show|see|view|open|display|list|what(?:'?s| is) (?:still |left |currently )?(?:on|in)|pull up|check|print)\b.{0,24}\b(?:my|the)\b.{0,24}\b(?:list|watchlist|shelf|completed|dropped|watching|on[- ]hold|plan(?:ned)?(?: to watch)?|backlog|ratings?|scores?)\b/],
  ['watchlist', /\b(?:what(?:'?s| is| are) my (?:highest|best|lowest|top|worst)[- ]?(?:rated|scored)|what(?:'?s| is| do i have) in progress|what (?:did i|have i) (?:rate|rated|give|gave|score|scored)|(?:is|are|do i have) .{0,20}(?:on|in) my (?:watch)?list)\b/],
  ['watchlist', /\bhow many (?:of my )?(?:10|[1-9]|ten|nine|eight|seven)'?s\b|\b(?:do|did) i have (?:any|some)\w*\b.{0,40}\b(?:on|in) my (?:watch)?list\b|\bwhich (?:one )?of (?:my|the (?:shows?|anime|ones|titles)) .{0,30}\b(?:i'?m |im |i am )?(?:watching|on my list)\b|\bwhat(?:'s| has| have| did)?(?: i)? changed?\b.{0,30}\b(?:list|week|today|month|lately|recently|yesterday|since)\b|\b(?:show|list|see)\b.{0,15}\bchanges (?:of|from|since|today|this|made|i)\b|\bmy notes?\b.{0,20}\b(?:on|for|about)\b|\bwhat (?:does|did|do|was|is|were) (?:my|the) notes?\b|\b(?:show|read|what are)(?: me)? (?:all )?my (?:notes?|10s|9s|8s|tens|nines)\b|\bmy (?:movies|films)\b.{0,12}\blist\b/],
  ['analysis', /\bmy (?:anime )?(?:taste|stats|statistics|habits|favou?rite (?:genres?|tags?|studios?)|average score|scoring|profile)\b|\banaly[sz]e (?:my|me)\b|\btaste report\b|\bhow (?:\w+ )?(?:were|are|was|did|do|have) (?:all )?(?:your|the|these|those) (?:\w+ )?(?:recommendations?|suggestions?|recs|picks)(?: (?:you (?:gave|made)(?: me)?|so far|been|do(?:ing)?|done|perform\w*|hit|work(?:ed)?(?: out)?|turn(?:ed)? out|land(?:ed)?))*\s*\??$|\bdo i (?:usually|normally|mostly|tend to) \w+/],
  ['comparison', new RegExp(`\\bcompar(?:e|ed|ing|ison)\\b.*${title}|${title}\\s*(?:vs\\.?|versus)\\s*${title}|\\bdifferences? between\\b|${title}\\s+or\\s+${title}|\\bis ${title} (?:better|longer|shorter|newer|older|darker|more \\w+) than ${title}`)],
  ['explanation', /^\s*(?:but )?why\s+(?:⟦\d⟧|(?:did|do|would|are) you\b|(?:this|that|the \w+)(?: one)?\s*\?*$)/],
  ['recommendation', new RegExp(`\\b(?:similar to|(?:some|any)thing like|(?:anime|shows?|series|movies?|recs?) like) ${title}`)],
  ['recommendation', /^\s*(?:please |can you |could you )?(?:recommend|suggest)\b|\b(?:ones?|more|something|anything|some|others?) (?:more )?like (?:the (?:first|second|third|fourth|fifth|last)|number \d|#\d)(?: one)?[\s.?!]*$|\bwhat (?:else )?(?:would|do|could|can|will|should) you (?:recommend|suggest)\b(?! (?:this|that|it|them)\b)/],
  ['watchlist', /^(?!.*\b(?:not|isn'?t|aren'?t|based)\b).*\b(?:what|which|anything|something|pick|choose|one)\b.{0,50}\b(?:from|off) (?:my|the) (?:own )?(?:watch ?list|list|plan(?: to watch)?|backlog|ptw|queue|pile)\b|\b(?:what'?s|what is|(?:is )?anything|how (?:much|many)(?: is| are)?) (?:still )?left\b/],
  ['status_update', /^\s*(?:please |can you |could you )?(?:clear|remove|delete|erase) (?:the |my |its |that )?(?:score|rating|note)s?\b/],
  ['status_update', /^\s*(?:please |can you |could you |now |then |and )*(?:clear|wipe|empty|reset|nuke|purge|delete|erase)\b.{0,30}\blist\b|^\s*(?:i |we |i've |we've )?(?:just |already |finally )?(?:watched|finished|completed|dropped|seen) (?:everything|all (?:of )?(?:the|my))\b(?=.*\bmy\b)(?!.*\?)|^\s*(?:(?:ok|and|then|now|please)\s+)*(?:start|add|drop|pause|resume|save|queue|remove) the [a-z]{2,}(?:er|est) one\b|^(?:\S+\s+){0,4}(?:resume|pause|drop|finish|start|add|remove) (?:both|them(?: all)?|all of them|the two)\s*[.!]*$|\bback (?:to|on(?:to)?|in(?:to)?) (?:my |the )?(?:dropped|watching|on[- ]hold|plan to watch|ptw|backlog|completed)\s*[.!]*$|\b(?:i'?m|im|i am) (?:only |just |still |now )?(?:at|on|up to) (?:ep|episode)\.? ?\d+(?!.*\?)|\b(?:make|change|bump|rate|mark|set|move|put|drop|pause|remove|delete|add)\s+(?:(?:everything|all|every|anything)\b(?! (?:of )?(?:them|these|those)\b).{0,60}\b(?:i|i'm|my|list|watch|\d+s?)\b|all my|my (?:10|[1-9]|ten|nine|eight|seven)'?s)\b|^\s*(?:please |can you |could you |now |then |and )*(?:remove|delete|erase|drop|mark|set|move|get rid of|pause|put|rate|change)\s+(?:everything|all\b|the rest|(?:the|my) \w+ (?:ones|shows|anime|list)\b)/],
  ['status_update', /\b(?:everything|all (?:of )?(?:my|the)|the rest)\b.{0,60}\b(?:goes|go|should (?:go|be)|becomes?|(?:to|as|into) (?:dropped|completed|on[- ]hold|watching|plan to watch))\b|^(?!.*\?)(?:\S+\s+){0,6}add(?: (?:it|that|this|them|er|em|that one|this one))?(?: up| on)?(?: (?:please|then|now|to (?:my|the) list))*\s*[.!]*$/],
  ['search', /\b(?:what|anything|something|which)\b.{0,12}\b(?:else|other)\b.{0,30}\b(?:(?:that|this|the same|their) studio|(?:by|from) (?:them|the same (?:studio|people|team))|(?:did|have|has|do) (?:they|the studio) (?:make|made|do|done|animated?|produced?))\b|^\s*(?:any |some |and |the )*(?:other|more|else)\b.{0,25}\b(?:they|that studio|the studio)(?:'ve| have)? (?:ever )?(?:make|made|did|do|done|animated|produced)\b/],
  ['status_update', new RegExp(`\\b(?:keep|save|hold|leave|put) (?:it|that|this|them|the [\\w ]{1,20}|${title})\\s*(?:aside|back )?\\s*for (?:later|another day)\\b|\\b(?:lower|rais|bump|chang|updat|put)(?:e|ed|ing)? ${title} (?:up |down |back )?to (?:an? )?\\d`)],
  ['status_update', new RegExp(`^\\s*(?:(?:and|ok|now|please|i'?ll|i|let'?s) )*(?:pick(?:ed|ing)? (?:(?:it|that|${title}) )?(?:back )?up(?: (?:it|that|${title}))?|(?:raise|bump|up|lower|knock|drop) (?:it|that|this|${title})\\s.{0,12}\\bby)\\b|\\bpoints? (?:more|less|higher|lower|off|up|down)\\b`)],
  ['search', /^\s*(?:please |can you |could you )?(?:list|name|show me|give me) (?:me )?(?:everything|all|every)\b(?! (?:of )?(?:them|these|those|this|that|it)\b)(?!.*\b(?:my|i|i've)\b)/],
  ['search', /^\s*what (?:else )?(?:did|has|have|does) (?!(?:it|he|she|i|you|we|that|this)\b)(?:\w+ ){1,3}(?:ever )?(?:do|done|make|made|animate|animated|produce|produced)\b(?!.*⟦)/],
  ['search', /^\s*(?:what|anything)(?:'?s| is| are)? (?:good|great|nice|best|worth watching) (?:from|by|of|in)\b/],
  // "we did X and Y already"
  ['status_update', /^\s*(?:(?:yes|no|nah|ok|but|oh)[\s,]+)*(?:i|we)(?:'ve| have)? (?:already |both )?(?:did|done|seen|watched|saw|finished|completed)(?: both)? ⟦\d⟧(?:\s*(?:,|and|&|,\s*and)\s*⟦\d⟧)*(?: (?:already|too|before|together))*[\s.!]*$/],
  ['recommendation', /^[^\w-]*(?:(?!(?:my|your|the|these|those|this|that)\b)[\w-]+\s+){1,4}vibes?\W*$/],
  ['recommendation', /\b(?:surprise me|what(?:'?s| is) (?:good and )?binge-?able|cheer me up|(?:so|really|very|super) bored|feel[- ]?good)\b/],
  // "Best" may be advice, a season's or one's own; these are facts of the catalogue.
  ['search', /^\s*(?:(?:what(?:'?s| is| are)?|which|show me|give me|tell me|list|the|find(?: me)?)\s+)*(?:worst|most hated|shortest|longest|oldest|lowest)[- ]?(?:rated|scored)?\s+(?:(?!my\b)\w+\s+){0,2}(?:anime|animes|movies?|films?|shows?|series)(?:\s+(?:ever(?: made)?|of all time|out there|there is))?\s*[?.!]*$/],
  ['recommendation', /\b(?:similar|more like (?:this|that|it))(?: (?:ones?|shows?|anime|titles?|stuff|things?))?(?: please| pls)?\s*[?.!]*$/],
  ['status_update', new RegExp(`^\\s*(?:please |can you |could you )?(?:add|remove|delete|mark|rate|drop|pause|resume|plan|finished|completed|dropped|started|(?:(?:i|we)(?:'ve| have)? )?(?:just |finally |already )*(?:seen|watched|saw|finished|completed|started|dropped)) (?:${title}|it|that|this|them)(?:\\s*[,.!]|\\s+(?!\\S.*\\?)|$)|^\\s*(?:please )?(?:add|save|queue|bookmark)\\s*[.!]*$|[,.!]\\s*(?:i'?m )?(?:add(?:ing)?|queu(?:e|ing)|sav(?:e|ing)|bookmark(?:ing)?)(?: it| that)?\\s*[.!]*$|^\\s*(?:please )?(?:add|put|set|save|stick|throw)\\b.{0,60}\\b(?:to|on|in|into)\\s+(?:my|the)\\s+(?:\\w+\\s)?(?:list|watchlist|backlog)\\b`)],
  ['information', new RegExp(`^\\s*(?:what(?:'?s| is) ${title} about|tell me (?:more )?about ${title}|(?:and )?tell me (?:more|what) .{0,10}about|(?:and )?tell (?:me )?more (?:of|about) (?:it|that|this|the (?:number )?(?:\\w+)(?: one)?)\\s*[.?!]*$|what (?:it'?s|it is|is it) about|how many episodes (?:does|in|are in) ${title})`)],
  ['information', /^\s*(?:and |so |ok )*(?:(?:what|how) about|(?:some )?(?:more|details?|info(?:rmation)?) (?:on|about|of|for)) (?:the (?:first|second|third|fourth|fifth|last|other)(?: one)?|(?:number|no\.?|#) ?\d+)\s*[?.!]*$/],
  // The order of a franchise, not an order of a list ("in order of score").
  ['information', new RegExp(`^(?!.*\\bmy list\\b).*(?:${asksOrder.source})`)],
  ['status_update', new RegExp(`^\\s*(?:ptw|plan to watch|to watch|watch ?list|completed|finished|dropped|watching|on hold)\\s*[:-]\\s*${title}|^\\s*(?:please )?(?:change|set) ${title} to \\d`)],
  ['status_update', new RegExp(`\\bmy (?:rating|score)(?: (?:for|of) (?:it|that|${title}))? (?:is|was|would be) (?:an? )?\\d|^\\s*(?:please )?(?:get rid of|kick out|throw out|bin|trash) (?:it|that|this|${title})|^\\s*(?:(?:ok|no|and|please|oh)[\\s,]+)*(?:put|bring|add) ${title} back\\b|\\b(?:picked (?:it|that|${title}) (?:back )?up|(?:gave|giving|give) (?:it|that|${title}) another (?:chance|try|go)|back to watching)\\b|^\\s*(?:(?:actually|ok|but|and|oh|well) )*(?:i |i've |i have )?(?:just |already |actually )*(?:quit|dropped|stopped(?: watching)?|gave up on|paused|finished|completed|started) (?:it|that|this|${title})(?: (?:already|now|today|yesterday|last night|too))*[\\s.!]*$|${unwelcome.source}`)],
  ['information', /^\s*(?:and\s+)?(?:who|what|which|is there|does it have)\b.{0,30}\b(?:voice actors?|voices?|voiced|seiyuu|director|directed|composer|composed|soundtrack|ost|author|mangaka|wrote|dub|dubbed)\b/],
  ['information', /\bhow many (?:episodes|eps|seasons) (?:does|do|are|is|has|did) (?:it|that|this|they|there|the \w+)\b|⟦\d⟧.*\bhow (?:many (?:episodes|eps|seasons)|long)(?: (?:is|are) (?:it|there|that))?\s*[?.!]*$/],
  ['information', /⟦\d⟧.*\bwhat(?:'?s| is) (?:it|that)(?: (?:even|actually))?(?: about)?\s*(?:[?.!,]|$|and\b)/],
  // "done with ⟦0⟧ what now"
  ['recommendation', /^[^,.;!?]*⟦\d⟧[^,.;!?]{0,12}\bwhat now\s*[?!.…\p{Extended_Pictographic}]*$/u],
  ['search', /\b(?:there (?:was|is|'s)|theres|i remember|trying to (?:find|remember)|looking for|what(?:'?s| is| was)) (?:this|that|the|some|one) (?:\w+ ){0,2}(?:anime|show|series|movie|film|cartoon|one) (?:\w+ ){0,3}(?:where|in which|whose|with an?|with the|about an?)\b/],
  ['status_update', new RegExp(`${title}\\s*(?:,|-|:)?\\s*(?:an? )?\\d{1,2}(?:[.,]5)?\\s*(?:/\\s*10|out of 10)|^\\s*(?:\\+\\s*\\d+\\b|\\d+ (?:eps?|episodes?) (?:in|down|deep)\\b)|\\bput .{0,30} on hold$`)],
  ['status_update', new RegExp(`${title}\\s+(?:deserve[sd]?|gets?|got|was|is)(?: (?:more (?:like|of)|really|actually|only|just|rather))* an? \\d{1,2}(?:[.,]5)?\\b|^\\s*(?:done|through|finished) with (?:it|that|this|all|the whole|the entire)\\b|^\\s*(?:ok |well |hm+ )*(?:i'?ll|i will|imma|i'?m gonna) (?:(?:watch|try|check out) (?:it|that|this|them|${title}|the \\w+(?: one)?)|give (?:it|that|this|${title}|the \\w+(?: one)?) a (?:try|go|shot|chance|watch|whirl))[\\s.!]*$|^\\s*(?:ok(?:ay)? |i'?m )?sold(?: on it)?[\\s.!]*$|^\\s*(?:i'?ll |i will |let'?s |let me |i |i'?m going to )?start(?:ing)? with (?:(?:the|that|it|number)\\b|${title}(?: (?:then|first|now|tonight|today|i guess))*[\\s.!]*$)|^\\s*(?:(?:i'?m|we'?re|im|i am|we are) )?(?:starting|beginning) (?:it|that|this|${title})(?: (?:then|now|tonight|today|tomorrow|this weekend))*[\\s.!]*$|^\\s*(?:i'?ll|i will|let'?s|let me|i|i'?m going to) (?:(?:go|start|begin) (?:with|for)|take|pick|choose|start|begin|try) (?:the|that|it|${title}|number|#)`)],
  ['seasonal', /\b(?:this|current|last|previous|next|upcoming|coming) (?:anime )?(?:season|cour)\b|\b(?:winter|spring|summer|fall|autumn)(?: season)? (?:of )?(?:19|20)\d\d\b|\b(?:last|this|next) year(?:'?s)? (?:winter|spring|summer|fall|autumn)\b|\b(?:winter|spring|summer|fall|autumn)(?: season)?(?: of)? (?:last|this|next) year\b|\bwhat(?:'?s| is) airing\b|\b(?:airing|running|on tv|on air) (?:right now|now|at the moment|currently|these days)\b/],
  ['general', /^\s*(?:hi|hello|hey|heya?|yo|hiya|sup|howdy|good (?:morning|evening|afternoon)|konnichiwa|ohayou?|thanks?|thank you|thx|ty|cheers|gracias|merci|bye|goodbye|see ya|good night|good ?bye|ok(?:ay)?|k|cool|nice|great|awesome|lol|help|test|yes|no|nope|yep|perfect|wow)\b(?:[\s,!.:)]*(?:there|again|you|so much|a lot|bot|everyone|all|cool|man|friend|animetrackr))*[\s!.?:)]*$/],
  // "stick it on the pile", "write that one down", "queue it up"
  ['status_update', new RegExp(`\\b(?:put|stick|throw|toss|chuck|pop|slap|slot|park|jot|write|note|queue|save|log|keep|remember)\\s+(?:(?:it|that|this|them|these|those|${title}|(?:that|this|the) (?:\\w+ )?one)\\s+(?:down|up|in|on|onto|into|to|for)\\b(?!\\s+me\\s+(?:what|how|why))|(?:down|up)\\s+(?:it|that|this|them|${title}|(?:that|this|the) (?:\\w+ )?one))|\\bmake (?:a )?note of (?:it|that|this|${title})|^\\s*\\+\\s*(?:it|that|this|the \\w+|#?\\d)\\b|\\bshelv(?:e|ing) (?:it|that|this|${title})|^(?!.*\\?).*\\b(?:goes|belongs|should go) (?:on|onto|in|into|to) (?:my|the) (?:watch ?)?list\\b`)],
  ['information', /^\s*(?:and )?(?:from|by|in) (?:which|what) (?:studio|year|country|season)\b|\bwhat(?:'?s| is| was) (?:the|its) (?:story|plot|premise|gist|synopsis)\b(?! of (?:an?|some)\b)|\bgive me the (?:gist|synopsis|plot|story)\b/],
  // "#2 eps?", "the last one, how long"
  ['information', /^\s*(?:and )?(?:(?:#|number |no\.? ?)\d+|(?:the )?(?:very )?(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|top)(?: one)?(?: there)?)[\s,:-]+(?:how (?:long|many|much)|eps|episodes|(?:what |which )?(?:year|studio|genre)|score|rating|plot|story|length|any good|when|who|what(?:'?s| is) (?:it|that))\b/],
  // "is there a film of it too?"
  ['information', new RegExp(`^\\s*(?:\\w+ ){0,2}(?:is|are|was|were|will) there (?:be )?(?:also )?(?:an?|any|more|another) (?:movies?|films?|sequels?|prequels?|ovas?|(?:\\w+ )?seasons?|of)\\b(?: (?:of|for|to|about))? ?(?:it|that|this|${title})\\b`)],
  // "has it ended", "came out when", "how much of it is there"
  ['information', new RegExp(`^\\s*(?:and |so |but )*(?:(?:has|have|did|is) (?:it|that|this|${title}) (?:already )?(?:ended?|finish(?:ed)?|over|done|wrapped up|complete[d]?|still (?:airing|running|going))|(?:it )?(?:came|come|comes) out (?:when|in what year|what year)|when (?:was|did|is) (?:it|that|this|${title}) (?:released|made|out|aired?|come out|coming out|from)|(?:what|which) year (?:is|was|did) (?:it|that|this|${title})(?: (?:from|released|made|aired?|come out))?|how much (?:of (?:it|that|this|${title}) )?is there(?: of (?:it|that|this|${title}))?|where (?:can|do|could) (?:i|we|one|you) (?:watch|stream|see|find) (?:it|that|this|${title}))\\s*(?:yet|already|now|or nah|or not|exactly|online)?\\s*[?.!]*$`)],
  ['general', /\b(?:kill(?:ing)? myself|suicid\w*|end my life|want to die|hurt(?:ing)? myself|self[- ]harm)\b(?!.*\b(?:anime|show|series|movie)s?\b)/],
  ['general', /\b(?:what can you do|who are you|what are you|are you (?:a |an )?(?:ro)?(?:bot|human|ai|real)|tell me a joke|your name|write (?:me )?(?:a |some )?(?:python|code|poem|essay)|stock price|ignore (?:all |your )?(?:previous |prior )?instructions)\b/],
  // No letter of any script: a sign, a face, a mark.
  ['general', /^[^\p{L}\p{N}⟦]*$/u],
];

const lead = String.raw`^\s*(?:(?:and|but|ok(?:ay)?|hm+|now|maybe|also|what about|how about|something|make it|only|just|oh|i mean|i meant|show me|give me|ones?|those|any(?:thing)?|got|i want|can i (?:get|have)|with)\s+)*`;
/** Words that only make sense on top of an earlier request, and words that do when little else is said. */
const continuing = new RegExp(`${lead}(?:a |some |any |the |even |way |much |a bit |a little )*(?:more|shorter|longer|newer|older|darker|lighter|funnier|others?|different|else|better(?:[- ]rated)?|less|next|another|continue|keep going|same(?: thing| again)?,? (?:but|just|with|for))\\b|${lead}(?:the )?(?:best|worst|newest|latest|oldest|shortest|longest|most popular)(?:[- ]rated)?(?:\\s+ones?)?(?:\\s+first)?\\s*[?.!]*$`);
const narrowing = new RegExp(`${lead}(?:no|not|without|only|just|from|before|after|under|in the|but|except|movies?|films?)\\b`);
/** "only ones with at most 12 episodes": a bound on what was shown, however long. */
const bounding = /^\s*(?:only|just)\s+(?:the\s+)?(?:ones?|those)\b|^\s*(?:please )?(?:limit|restrict|narrow|keep|cut) (?:yourself|it|them|that|this|these|those)(?: down)? to\b/;
/** "any romantic ones?", "i also don't want vampires", "from the last ten years": a bound without a request of its own. */
const fragment = /^\s*(?:(?:ok(?:ay)?|and|but|so|then|nah|nope|no|hm+|well|maybe|also|now|actually|i also|too long|too short|please)\b[\s,]*)*(?:just |only |rather |preferably |with )*(?:from|in the|without|under|over|up to|at most|at least|less than|more than|max(?:imum)?|not|no more than|no|short|before|after|between|exclud(?:e|ing)|except|(?:what|how) about|don'?t want|do not want|\d+ ep\w*|any)\b/;
/** "nothing by Makoto Shinkai or Comix Wave, we know those" */
const refusingMakers = /^\s*(?:(?:and|but|also|please)\s+)*(?:nothing|not|no more|anything but)(?: else)? (?:by|from)\b/;
/** "no Naruto", "except X or Y": titles that are not what it is about. */
const refusedTitles = /\b(?:except(?: for)?|but not|not|no|without|besides|other than|anything but|excluding|nothing like)\s+⟦\d+⟧(?:\s*(?:,|and|or|nor|,\s*(?:and|or))\s*⟦\d+⟧)*/g;
/** A superlative with a subject of its own looks at everything; "the newest one", "the shortest of these" look at what was shown. */
const freshOrder = /^\s*(?:(?:ok|now|so|what(?:'?s| is| are)?|which|show me|give me|tell me|list|the|find(?: me)?|recommend(?: me)?)\s+)*(?:(?:best|worst|shortest|longest|oldest|newest|latest|most (?:popular|hated|watched)|(?:highest|lowest|top|best|worst)[- ]rated|top \d+)\s+)(?:\w+\s+){0,2}(?:anime|animes|movies?|films?|shows?|series)\b(?!.*\b(?:these|those|them|here|like)\b)|\bof all[ -]?time\b|\b(?:anime|movie|film|show|series) ever\b/;

const isFollowUp = (text: string): boolean => {
  const words = text.split(/\s+/).length;
  return !/⟦\d⟧/.test(text) && (comparative.test(text) || besideYear.test(text) || (words <= 9 && (continuing.test(text) || bounding.test(text))) || (words <= 4 && narrowing.test(text)) || (words <= 9 && fragment.test(text)) || (words <= 14 && refusingMakers.test(text)) || (words <= 3 && /^\s*(?:and |but |ok )*any(?:thing)?\b/.test(text)));
};

/** "weirder", "something sadder please": more of a kind that no rule needs to know. */
const comparative = /^\s*(?:(?:something|ones?|even|a bit|a little|much|way|but|and|make it|maybe)\s+)*(?!(?:never|ever|after|over|under|together|later|either|neither|whatever|however|order|remember|answer|offer|number|summer|winter|another|other)\b)\p{L}{3,}er(?: (?:ones?|please|pls|stuff|shows?|anime))*[\s.!?]*$/u;

const again = /^\s*⟦\d⟧ (?:too|as well|also)[\s.!]*$|^\s*(?:and|also|plus|same (?:for|with|goes for))\s+(?:(?:the )?(?:(?:movie|film|ova|series|show|anime) )?⟦\d⟧(?:\s*(?:,|and|&)\s*⟦\d⟧)*|the (?:\w+ )?(?:other|first|second|third|fourth|fifth|last|next|one)(?: one| two)?|(?:that|this) one|number \d)(?:\s+(?:too|as well|also|then|please|while you're at it))*[\s.!]*$/;

/** What came before no longer counts. */
const reset = /\b(?:scrap (?:that|it|everything)|forget (?:that|it|everything|all)(?! (?:\w+ )?(?:year|length|studio|type|genre|score))|never ?mind|start (?:over|again)|from scratch|something (?:completely|totally|entirely) different|new (?:search|topic)|(?:just|simply) any|any .{1,30} (?:then|will do|at all))\b|^\s*whatever\b/;

/** "No Naruto please" has no subject of its own. */
const fewWords = 3;

/** What a rule's word adds to the classifier's probabilities, which sum to 1. */
const vote = 0.9;
/** From here on the classifier knows better than a word that may be a genre. */
const certainEnough = 0.9;
/** What outweighs all votes: the message is wholly understood as about what was said before it. */
const certain = 2;

/** "add all romance movies from 2016": their kind is no search. */
const addsMany = /^\s*(?:(?:please|can|could|you|now|ok|and|then|just)\s+)*(?:add|queue|bookmark|save|put) (?:all|every|everything)\b/;

/** What the whole message can only mean where it is said. */
const certainly = (text: string, slots: Slots, continues: boolean, kinds: Kinds): IntentLabel | null => {
  if (asksFuture.test(text)) return 'general';
  // "shorter ones", before anything was shown
  if (slots.shown.length === 0 && slots.focus === null && /^\s*(?:(?:give|show) me |some |any |the |even |a bit |much )*\p{L}{3,}er ones?(?: please| pls)?[\s.!?]*$/u.test(text)) return 'recommendation';
  if (addsMany.test(text)) return 'status_update';
  // Whoever knows nothing asks for no order of a franchise.
  if (newcomer.test(text) && !/⟦\d⟧/.test(text)) return 'recommendation';
  // "how many are out", of what is spoken of
  if (slots.focus !== null && episodesOut.test(text)) return 'information';
  // "the same cat and mouse feel", of what is spoken of
  if (slots.focus !== null && (sameFeel.test(text) || likeIt.test(text))) return 'recommendation';
  // "no wait, 1110", after an episode or a score was written
  if ((slots.changed || (slots.focus !== null && slots.last?.intent === 'status_update')) && (figureIn(text) !== undefined || /^\s*(?:an? )?\d{1,2}(?:[.,]5)?(?: so far| for now| from me| for me| now| already)[\s.!]*$/.test(text))) return 'status_update';
  // "no, the movie": the same name, another work; after a change, the change was meant of it.
  if (slots.focus !== null && isCorrection(text)) return slots.changed?.undo ? 'status_update' : 'information';
  // "no, it was yesterday", of what was begun or finished
  if (slots.focus !== null && slots.changed?.change['status'] !== undefined && isDayAlone(text)) return 'status_update';
  // "wait no, on hold", "paused"
  if (slots.focus !== null && bareStatus.test(text)) return 'status_update';
  // "yeah that", of one that was told about
  if (slots.focus !== null && slots.last?.intent === 'information' && agreedTo.test(text)) return 'status_update';
  // "6/12", "i'm at 1120"
  if (slots.focus !== null && /^\s*(?:(?:i'?m|at|on|now|ep)\s+)*\d{1,3}\s*\/\s*\d{2,3}[\s.!]*$/.test(text) && !/\/\s*10\b/.test(text)) return 'status_update';
  // "just did 6 and 7"
  if (slots.focus !== null && numbersIn(text) !== undefined && /\b(?:did|watched|saw|seen|finished|done)\b/.test(text)) return 'status_update';
  // "a 4 at best", right after a change
  if (slots.focus !== null && slots.last?.intent === 'status_update' && figures.test(text) && kinds.ordersChange()) return 'status_update';
  // "s2 was a 10", "and the movie too", of what is spoken of
  if (slots.focus !== null && (memberRated.test(text) || (slots.changed && memberToo.test(text)) || (slots.changed && 'score' in slots.changed.change && nameRated.test(text)))) return 'status_update';
  // "im at 12", of what is spoken of
  if (slots.focus !== null && reached.test(text)) return 'status_update';
  if (slots.shown.length > 1 && asksWhatTheyShare(text) && !/⟦\d⟧/.test(text)) return 'comparison';
  // "and Shippuden?": what was asked before, of something else
  if (slots.last !== undefined && repeatable.includes(slots.last.intent) && repeated.test(text)) return slots.last.intent;
  // "and the mysteries?", of the list that was shown
  if (slots.last?.intent === 'watchlist' && slots.part && ofThePart.test(text) && kinds.bindsList()) return 'watchlist';
  // "2 more today", of what episodes were counted of
  if (slots.last?.intent === 'status_update' && slots.focus !== null && countedOn.test(text)) return 'status_update';
  // "3", of what was shown
  if (slots.shown.length > 1 && !slots.changed && /^\s*#?\d{1,2}\s*[.!?]*$/.test(text)) return 'information';
  // "two more episodes today"
  if (slots.focus !== null && counted.test(text)) return 'status_update';
  // "and another one": of episodes, when they were counted last.
  if (slots.changed && ('progress' in slots.changed.change || 'progress_add' in slots.changed.change) && /^\s*(?:and |then |now )*(?:another|one more)(?: one| episode)?[\s.!]*$/.test(text)) return 'status_update';
  // "when is the next season coming": of the title just spoken of.
  if (slots.focus !== null && /^\s*(?:and |but )?when\b.*\b(?:next|new|second|third|2nd|3rd) season\b/.test(text)) return 'information';
  // "okay, Redline then": when what was to be changed was not known.
  if (slots.changed?.open === true && /^\s*(?:(?:then|ok|and|so|try|make it|what about|how about)\s+)*⟦\d⟧(?:\s+(?:then|instead|please))*[\s.!?]*$/.test(text)) return 'status_update';
  // "and Death Note": after a change, the same again.
  if (slots.changed && again.test(text)) return 'status_update';
  if (isNote(text)) return 'status_update';
  // "nah, the next one", of the list that the title spoken of stands in
  if (slots.focus !== null && slots.shown.length > 1 && nextOne.test(text)) return 'information';
  // "first", "the last one?"
  if (slots.shown.length > 1 && isPlace(text)) return 'information';
  if (comparable(slots).length > 1 && (isPickQuestion(text) || ((slots.intent === null || slots.last?.intent === 'comparison') && isPickAgain(text)))) return 'comparison';
  // "how many left?", while one is being watched
  if (slots.focus !== null && episodesLeft.test(text)) return 'information';
  // "not that one, seen it"
  if (continues) return 'continue';
  return null;
};
/** "seen it", right after a title was written beside a list. */
const ofWhatWasWritten = (text: string, { focus, changed }: Slots): boolean => focus !== null && Boolean(changed) && /\b(?:it|this|that)\b/.test(text);
const likeIt = /\b(?:movies?|films?|shows?|anime|series|ones?|stuff|things?|others?|anything|something|more) (?:\w+ )?like (?:it|this|that|this one|that one)(?: (?:please|pls|too|but \w+))*[\s.?!]*$/;
const newcomer = /\b(?:(?:new|newbie|beginner) (?:to|at|in) anime|never (?:really |actually )?(?:seen|watched) (?:any |an |much )?anime|(?:my|a) (?:very )?first anime|first[- ]tim(?:e|er)|beginner[- ]friendly|starter anime|anime (?:for|as a) (?:an? )?(?:absolute |total |complete )?(?:beginners?|newbies?|newcomers?))\b/;
const episodesOut = /^\s*(?:and |so |ok )*how many (?:episodes|eps)[\s?.!]*$|^\s*(?:and |so |ok )*how many(?: episodes| eps)?(?: of (?:it|that|them))? (?:are|is) (?:out|there|released|aired)(?: (?:now|so far|yet|already|by now|in (?:all|total)))*[\s?.!]*$/;
const member = '(?:the )?(?:s\\d|season \\d|(?:first|second|third|final|last|1st|2nd|3rd) season|sequel|movie|film|ova)';
const memberRated = new RegExp(`^\\s*(?:and |but |ok |nah |no |make )*${member} (?:was|is|gets|deserves|to)? ?(?:an? |another )?\\d`);
const memberToo = new RegExp(`^\\s*(?:(?:and|also|plus|add)\\s+)+${member}(?: (?:too|as well|please))*[\\s.!]*$`);
/** "and after story a ten", after a score: a part told by its name */
const nameRated = /^\s*(?:and|but|then)\s+(?:the )?(?:[\p{L}'-]+ ){1,3}(?:gets |was |is )?an? (?:solid |strong )?(?:\d{1,2}(?:[.,]5)?|ten|nine|eight|seven|six|five|four|three)[\s.!]*$/u;
const reached = /^\s*(?:(?:i'?m|im|i am|now|currently|already|up)\s+)*(?:at|on|to) (?:ep(?:isode)?\.? ?)?\d{1,4}(?: now| already| so far)?[\s.!]*$/;
const repeatable: readonly IntentName[] = ['information', 'watchlist'];
const repeated = /^\s*(?:(?:ok|so|hm+)[\s,]+)*(?:and|or|what about|how about|and what about|(?:and )?(?:the )?same (?:question |thing |again )?(?:for|with|about|on))\s+⟦\d⟧[\s?.!]*$/;
const episodesLeft = /^\s*(?:and |so )?how (?:many|much)(?: more)?(?: episodes?| eps?)?(?: (?:do i|are|is|have i|i))?(?: still)?(?: have| got)?(?: there)? ?(?:left|remain(?:ing)?|to go)(?: (?:for me|to watch|of it|then|now))?[\s?.!]*$/;
/** Few words with a number, and no kind of anime among them. */
const bareStatus = /^\s*(?:(?:(?:no|wait|sorry|actually|ok|nah|now|oops|hm+|i mean|rather)[\s,]+)*)(?:paused?|on[- ]hold|dropped|completed|finished|watching|plan to watch|ptw|i'?ll start (?:it )?(?:today|tonight|now|tomorrow)|ill start (?:it )?(?:today|tonight|now)|starting (?:it )?(?:today|tonight|now))[\s.!]*$/;
const agreedTo = /^\s*(?:(?:yes|yeah|yep|ok|sure|yup)[\s,]+)(?:that|this|it|that one|this one)(?: one)?(?: please| then)?[\s.!]*$/;
const figures = /^(?!.*[?⟦])(?!.*\b(?:movies?|films?|shows?|anime|series|ones|recs?|under|max|from|like|similar)\b)(?=.*\d)\s*\S+(?:\s+\S+){0,4}\s*$/;
const countedOn = /^\s*(?:(?:and|just|did|watched|i)\s+)*(?:\d{1,2}|one|two|three|four|five) more(?: (?:today|tonight|now|just now|yesterday|last night|this (?:morning|evening)))?[\s.!]*$/;
const nextOne = /^\s*(?:(?:nah|no|nope|hm+|ok|and|what(?:'?s| is| about)?)\b[\s,.]*)*the (?:(?:next|following) one|one (?:after|below)(?: that| this| it)?)(?: one)?(?: then| please)?[\s.!?]*$/;
const counted = /^\s*(?:(?:and|i|just|we|did|then)\s+)*(?:watched |saw |did )?(?:\d{1,3}|one|two|three|four|five|six|a few) more (?:episodes?|eps?)\b(?!.*\?)/;
const refusedTitle = /^\s*(?:(?:ok|and|but|also|just|please)[\s,]+)*(?:no|nah|not|nope|anything but|except|besides|skip|leave out|without|minus)[\s,]+(?:not )?⟦\d⟧(?:\s*(?:,|and|or)\s*⟦\d⟧)*(?: please| pls| again| though)*(?:[\s,.]+(?:(?:i|we)(?:'ve| have)? )?(?:already )?(?:seen|watched|know|done)(?: it| that| them| those| one)?(?: all| already)?)?[\s.!]*$/;

/**
 * @param text the message, lower case, titles as marks
 * @param learned probabilities per label
 */
export const decideIntent = (text: string, learned: Readonly<Record<IntentLabel, number>>, slots: Slots, kinds: Kinds): Intent => {
  // While one title is spoken of, "not X" says that another was meant.
  const about = slots.focus === null ? text.replace(refusedTitles, '') : text;
  const isRefusal = about !== text && !/⟦\d+⟧/.test(about);
  const continued = slots.intent !== null && listingIntents.includes(slots.intent) ? slots.intent : null;
  const votes = new Set<IntentLabel>(rules.filter(([, pattern]) => pattern.test(text)).map(([name]) => name));
  // A title and nothing else, "yeah ⟦0⟧": tell about it.
  if (onlyTitle.test(text)) votes.add('information');
  // "Evangelion but lighter": like it, and yet.
  if (/^\W*⟦\d+⟧[\s,!?.]*(?:but|except)\b/.test(about)) votes.add('recommendation');
  // "What airs this season" is no bound on anything else.
  const asksSeason = votes.has('seasonal') && continued !== 'seasonal' && /\b(?:what|which|airs?|airing|lineup|chart)\b/.test(text);
  const { exclude_genres = [], exclude_tags = [] } = slots.entities ?? {};
  // What the request before left out is welcome after all: no wish for good.
  const allows = continued !== null && exclude_genres.length + exclude_tags.length > 0 && kinds.allowed().some((name) => exclude_genres.includes(name) || exclude_tags.includes(name));
  // "not for me" of a list: others of it.
  const setsWish = !allows && kinds.setsWish() && !(isRefusalOfList(text) && slots.focus === null);
  const bound = continued === null || asksSeason ? null : kinds.bound();
  const meant = allows ? 'continue' : setsWish ? 'status_update' : certainly(text, slots, continued !== null && (bound !== null || (isRefusalOfList(text) && !ofWhatWasWritten(text, slots)) || refusedTitle.test(text) || (slots.focus === null && slots.shown.length > 1 && moreOfList.test(text))), kinds);
  if (continued !== null && votes.size === 0 && (isFollowUp(about) || (isRefusal && about.split(/\s+/).length <= fewWords))) votes.add('continue');
  // Nothing was found: what is named now replaces what was asked for, and other bounds loosen it.
  const startsAnew = asksSeason || (reset.test(text) && !kinds.lifts()) || freshOrder.test(text) || (continued !== 'seasonal' && slots.served.length === 0 && bound === 'terms');
  const isAllowed = (label: IntentLabel): boolean => {
    if (label === 'continue') return continued !== null && !startsAnew;
    if (label === 'comparison') return !isRefusal;
    if (label === 'status_update') return setsWish || !isUnwilling(text);
    return meant === label || !isOutOfPlace(label, text, learned, votes, slots, kinds);
  };
  // What could do nothing with the message is hardly meant. Only of English: the words looked for are.
  const isIdle = (label: IntentLabel): boolean => {
    if (votes.has(label) || meant === label || learned[label] < negligible || !/^[\x20-\x7e⟦⟧‘’“”]*$/.test(text)) return false;
    if (label === 'comparison') return !/⟦\d⟧.*⟦\d⟧/.test(text) && !comparing.test(text);
    if (label === 'status_update') return !kinds.ordersChange();
    return label === 'seasonal' && continued !== 'seasonal' && !timely.test(text);
  };
  const labels: readonly IntentLabel[] = [...intentNames, 'continue'];
  const worth = new Map(labels.map((label) => [label, isAllowed(label) ? learned[label] * (isIdle(label) ? idle : 1) + (votes.has(label) ? vote / votes.size : 0) + (meant === label ? certain : 0) : 0]));
  const total = labels.reduce((sum, label) => sum + (worth.get(label) ?? 0), 0);
  const worthOf = (name: IntentName) => (worth.get(name) ?? 0) + (name === continued ? (worth.get('continue') ?? 0) : 0);
  const best = intentNames.reduce((one, other) => (worthOf(other) > worthOf(one) ? other : one));
  const confidence = total === 0 ? 0 : Math.min(0.99, Math.round((100 * worthOf(best)) / total) / 100);
  const follows = best === continued && (worth.get('continue') ?? 0) > (worth.get(best) ?? 0);
  return { name: best, confidence, source: follows ? 'follow_up' : votes.has(best) ? 'rules' : 'classifier' };
};

const agreement = '(?:yes|yeah|yea|yep|yup|ok(?:ay)?|right|exactly|sure|i mean|i meant)';
const onlyTitle = new RegExp(`^(?:${agreement}[\\s,.!]+)*["'“”]?⟦\\d⟧["'“”]?(?:[\\s,.!]+(?:${agreement}|one|please))*[\\s?!.]*$`);
const comparing = /\b(?:compar\w*|vs|versus|differen\w*|better|best|which|between|common|against|stack up|\w+er (?:than|one)|(?:more|less) \w+ than|[1-9]\w* (?:or|and) (?:number |#)?[1-9]\w*|(?:first|second|third|fourth|fifth|last)(?: one)? (?:or|and|with|to) (?:the )?(?:first|second|third|fourth|fifth|last))\b/;
const idle = 0.25;
const timely = /\b(?:seasons?|seasonal|cour|air(?:s|ing|ed)?|winter|spring|summer|fall|autumn|simulcasts?|years?|months?|weeks?|today|tonight|now|rn|currently|new|newest|latest|upcoming|coming|out|released?|releases|chart|lineup|19\d\d|20\d\d|recent(?:ly)?|debut\w*|premier\w*|running|ongoing)\b/;

/** Said of a list: on with it, with all that it was asked for. */
const moreOfList = /^\s*(?:(?:and|ok|some|any|give me|show me)\s+)*more (?:like|of|along the lines of) (?:that|this|these|those|them)(?: (?:ones?|sort|kind))?(?: please)?[\s.!?]*$/;

/** "I love you more than ⟦0⟧" */
const sureOfSmallTalk = 0.7;
const namesNothing: readonly IntentLabel[] = ['general', 'watchlist', 'analysis'];
/** Below this a label wins nothing, whatever its place. */
const negligible = 0.02;

/** Small talk and the user's list name no studio, no genre and no year; neither does a question about a title that nobody named. */
const isOutOfPlace = (label: IntentLabel, text: string, learned: Readonly<Record<IntentLabel, number>>, votes: ReadonlySet<IntentLabel>, { focus }: Slots, kinds: Kinds): boolean => {
  if (votes.has(label) || learned[label] < negligible || (votes.size === 0 && learned[label] >= certainEnough)) return false;
  // Who names an anime speaks of anime.
  if (label === 'general' && /⟦\d⟧/.test(text) && text.split(/\s+/).length > fewWords && learned[label] < sureOfSmallTalk) return true;
  if (!namesNothing.includes(label) && (label !== 'information' || focus !== null || /⟦\d⟧/.test(text))) return false;
  return !/\b(?:my|i|me|mine)\b/.test(text.replace(/\b(?:show|give|tell|find|recommend) me\b/, '')) && kinds.namesKind();
};
