import type { Entities } from '../../../../../src/domain/entities.ts';
import { number, ordinal, parseNumber, parseOrdinal } from './numbers.ts';
import { createScanner, pattern, type Scanner } from './scanner.ts';

/** The user's own rating, 1-10 with halves: "9/10", "9 out of 10", "with a 9", "rate it 8.5", ", 9.5". */
export const readRating = (scanner: Scanner): number | null => {
  const adjective = '(?:(?:solid|strong|full|perfect|weak|easy|clear|generous)\\s+)?';
  const notRating = '(?!\\s*(?:episodes?|eps?\\b|more|years?|cours?|hours?|minutes?|seasons?|recs?\\b|of\\b|shows?|movies?|anime|titles))';
  const patterns = [
    pattern`\\b(?:put|bring|take|move|set|knock|bump|drop|push|raise|lower|get)\\s+(?:it|that|this|them|⟦\\d⟧|the \\w+(?: one)?)\\s+(?:(?:up|down|back)\\s+)?(?:to|at)\\s+(?:an?\\s+)?(${number})\\b${notRating}`,
    pattern`\\bfrom\\s+(?:an?\\s+)?(?:${number})\\s+(?:up |down )?to\\s+(?:an?\\s+)?(${number})\\b`,
    pattern`\\b(?:my )?(?:score|rating|grade)\\s+(?:for|of|on)\\s+(?:⟦\\d⟧|it|that|this|the \\w+(?: one)?)\\s*(?:is|was|to|:|=)?\\s*(?:an?\\s+)?(${number})\\b`,
    pattern`\\b(?:gets?|getting|got|deserve[sd]?|earns?|earned|call(?:ing)? it|knock(?:ed)?(?: it| that| ⟦\\d⟧)?(?: down)? to|up (?:it|that) to|drop (?:it|that) to|change (?:it|that) to|bump(?:ed)?(?: it| that| ⟦\\d⟧)?(?: up)? to|raise(?:d)?(?: it| that| ⟦\\d⟧)? to|lower(?:ed)?(?: it| that| ⟦\\d⟧)? to|actually|more like|rather|i meant|meant)\\s+(?:an?\\s+)?${adjective}(${number})\\b${notRating}`,
    pattern`(?:\\b(?:a|an|with|at|solid|easy|strong|like)\\s+)*\\b(${number})\\s*(?:/\\s*(?:10|ten)|(?:out ?)?(?:of|ta) (?:10|ten))(?!\\d)`,
    pattern`(?<=\\b(?:rat(?:e|ed|ing)|scor(?:e|ed)|gave|give|giv(?:e|ing))\\s+(?:(?:it|that|this|them|⟦\\d⟧|the \\w+(?: one)?)\\s+)?(?:(?:only|just|now)\\s+)*)(?:(?:a|an|as|at|to|of)\\s+)*(?:(?:solid|strong|full|perfect|weak)\\s+)?\\b(?!one\\s)(${number})\\b(?!\\s*(?:episodes|eps|more|recs?|rec|suggestions|anime|titles|shows|options|good|similar|of\\b|horror|romance))`,
    pattern`\\b(?:with|at|(?:it'?s|was|is)(?:\\s+(?:now|only|just|really|like|about|around|maybe|probably|easily|more (?:of|like)))*|(?<=make (?:that|it|⟦\\d⟧) )|to|deserves|call it)\\s*(?:an?\\s+)(?:(?:solid|strong|weak|easy)\\s+)?(${number})\\b(?!\\s*(?:episode|ep\\b|year|cour|hour|minute))`,
    pattern`(?:,|-|:|=)\\s*(?:(?:an?|solid|easy|strong|clear|perfect|full|weak|like|maybe|probably)\\s+)*(${number})\\s*[.!]*\\s*$`,
    pattern`\\b(?:make|call|rate)\\s+(?:the\\s+)?(?:[\\w-]+\\s+){1,3}?(?:an?|to)\\s+(${number})\\s*[.!]*\\s*$`,
    pattern`(?<!\\b(?:watched|seen|saw)\\s)⟦\\d⟧\\s+(?:up|down|back)?\\s*to\\s+(?:an?\\s+)?(${number})\\b`,
    pattern`\\b(?:my )?(?:score|rating|note)\\s*(?:is|of|:|=)?\\s*(?:an?\\s+)?(${number})\\b`,
    pattern`(?:^|\\b(?:an?|solid|strong|easy|weak|give|gave)\\s+)(${number})\\s+(?:for|to)\\s+(?:⟦\\d⟧|it\\b|that\\b|this\\b)`,
    pattern`\\b(?:an?|solid|strong)\\s+(${number})\\s+(?:for me|from me|imo|overall|at best)\\b`,
    pattern`\\b(?:(?:both|each)\\s+(?:(?:are|were|get|is)\\s+)?(?:an?\\s+)?(${number})(?:'?s)?|all\\s+(${number})'?s|(${number})\\s+each)\\s*(?:$|[.,!])`,
    pattern`\\b(${number})\\s*(?:stars?|points?|点|分|점)(?![\\w])`,
    /⟦\d⟧\s*\(\s*(?:an? )?(\d{1,2}(?:[.,]5)?)\s*(?:\/\s*10)?\s*\)/,
    /⟦\d⟧[\s.,!:-]*(?:an?\s+)?(\d{1,2}(?:[.,]\d)?)(?=\s*(?:$|[.,!?;)]|from me|for me|imo|would|and\b|pls|please))(?!\s*(?:\/|eps?|episodes?))/,
    /(?<=^(?:\S+\s+){1,5})\ban?\s+(10|\d(?:[.,]5)?|ten|nine|eight|seven|six|five|four|three)(?=\s*(?:too|also|as well)?\s*[.!]*\s*$)/,
    /(?<=\b(?:both|them all|all of them|all|the (?:(?:other )?(?:two|three|four)|other ones|others|rest))\s+)(?:to\s+)?(?:an?\s+)?(10|\d(?:[.,]5)?)\s*[.!]*\s*$/,
    /\b(?:it|that|this|⟦\d⟧)\s+an?\s+(10|\d(?:[.,]5)?|ten|nine|eight|seven|six|five|four|three|two)\s*[.!]*\s*$/,
    /(?<!\b(?:no|nr|ep))[!.]+\s+(?:an?\s+)?(10|\d(?:[.,]5)?)\s*[.!]*\s*$/,
    /⟦\d⟧\s+with\s+(?:an?\s+)?(10|\d(?:[.,]5)?)(?=\s*(?:$|[.,!;]|and\b|but\b))/,
    /\b(?:change|set|move)\s+⟦\d⟧\s+to\s+(?:an?\s+)?(10|\d(?:[.,]5)?)\b/,
    /^\s*(?:(?:no|nah|nope|sorry|ok|fine|hm+|and|it'?s|make it|then|wait|actually|rather|more like|solid|maybe|like)[\s,]+)*(?:an?\s+)?(?:(?:solid|strong|weak|easy) )?(\d{1,2}(?:[.,]5)?|ten|nine|eight|seven|six|five|four|three)(?: so far| for now)?\s*[.!]*\s*$/,
  ];
  if (/\bprogress\b/.test(scanner.text())) return null;
  for (const rating of patterns) {
    const match = rating.exec(scanner.text());
    const value = parseNumber(match?.slice(1).find((figure) => figure !== undefined));
    // Any other number stays for the readers of episodes.
    if (match === null || value === undefined || value < 1 || value > 10) continue;
    scanner.blank(match.index, match.index + match[0].length);
    return value;
  }
  return null;
};

/** "bump it by one point", "one point more", "knock half a point off": measured against the score that it has. */
export const readScoreMove = (scanner: Scanner): number | undefined => {
  if (!/\b(?:by|points?)\b/.test(scanner.text())) return undefined;
  const amount = `(?:(?:an?|another)\\s+)?(half(?: an?)?|${number})?`;
  // What it is said of is left for the readers of titles and pointers.
  const match =
    scanner.take(pattern`(?<=\\b(raise|bump|up|increase|lower|drop|decrease|reduce|knock|take|bring|push|move|put|rate)(?:[ds]|ed)?\\b[^.!?,;]{0,40}?)\\bby\\s+${amount}(?:\\s*points?)?\\b(?!\\s*(?:episodes?|eps?))(?:\\s+(?:up|down))?`) ??
    scanner.take(pattern`(?<=\\b(knock|take|add|give|raise|bump|lower|drop|deserve[sd]?|gets?)\\b[^.!?,;]{0,30}?)\\b${amount}\\s*points?\\b(?:\\s+(?:more|less|off|up|down|higher|lower)\\b)*`) ??
    scanner.take(pattern`^\\s*(make it)?\\s*${amount}\\s*points?\\s+(?:more|less|higher|lower|up|down)\\b`);
  if (match === undefined) return undefined;
  const by = match[2] === undefined ? 1 : match[2].startsWith('half') ? 0.5 : (parseNumber(match[2]) ?? 1);
  return /lower|drop|decrease|reduce|knock|take|less|down|off/.test(`${match[1] ?? ''} ${match[0]}`) ? -by : by;
};

/** "rewatching Monster", "watched it again", "saw it a second time". */
export const readRewatch = (scanner: Scanner): 'done' | 'begun' | undefined => {
  if (scanner.take(/\b(?:(?:i'?m|currently|now|just|started|began|begun) )*re-?watching\b|\b(?:started?|began|start) (?:a |my )?re-?watch(?:ing)?(?: of)?\b/) !== undefined) return 'begun';
  return scanner.take(/\b(?:(?:just |finally |finished )?re-?watched|(?:done|finished)(?: with)? re-?watching|finished (?:a |my )?re-?watch(?: of)?)\b|(?<=\b(?:watched|finished|saw|seen|completed) (?:it|that|⟦\d⟧) )(?:again|once more|a (?:second|third|fourth) time|for the (?:second|third|fourth) time)\b/) === undefined ? undefined : 'done';
};

/** The crowd's score as a bound: "rated over 8", "score above 7.5", "8+ rating", "highly rated". */
export const readMinScore = (scanner: Scanner): number | null => {
  const match =
    scanner.take(pattern`\\b(?:with (?:a )?)?(?:rat(?:ed|ing|ings)|scor(?:e|ed|ing|es))\\s*(?:is |of |are )?(?:over|above|at least|higher than|more than|>=?|≥|better than)\\s*(${number})`) ??
    scanner.take(pattern`\\b(?:with (?:a )?)?(?:rat(?:ed|ing|ings)|scor(?:e|ed|ing|es))\\s*(?:of |is |are |at )*(${number})\\s*(?:or|and)\\s*(?:higher|more|above|better|up|over)\\b`) ??
    scanner.take(pattern`\\b(?:over|above|at least|higher than|minimum|no less than|not below|nothing (?:under|below))\\s*(?:(?:a |an )?(?:score|rating) (?:of )?)?(?:an?\\s*)?(${number})\\s*(?:rating|score|stars?|points?|on average|on mal|out of (?:10|ten)|/\\s*10)`) ??
    scanner.take(pattern`\\b(?:minimum|min\\.?)\\s+(?:score|rating)\\s*(?:of |is |:)?\\s*(${number})`) ??
    scanner.take(pattern`\\b(?:at least|nothing (?:under|below)|no less than|only above|over|above)\\s+(?:an?\\s+)?(\\d(?:[.,]\\d+)?)\\s*(?=$|[,.;!?])`) ??
    scanner.take(pattern`\\b(\\d(?:[.,]\\d+)?)\\s*(?:or|and)\\s*(?:higher|above|better|up)\\b`) ??
    scanner.take(pattern`\\b(${number})\\s*\\+\\s*(?:rating|score|rated|on mal)?`);
  const value = parseNumber(match?.[1]);
  if (value !== undefined && value > 0 && value <= 10) return value;
  return scanner.take(/\b(?:highly|well|critically)[- ](?:rated|reviewed|acclaimed)\b/) === undefined ? null : 8;
};

const mostAtATime = 12;

/** "ep 12", "episode 12", "+1", "watched 3 more". */
export const readProgress = (scanner: Scanner): Entities['progress'] => {
  // "only one more, so 4": what it comes to
  const sum = scanner.take(/[,;]\s*so (?:that'?s |i'?m (?:at|on) |it'?s )?(?:ep(?:isode)? )?(\d{1,4})\s*[.!]*\s*$/)?.[1];
  if (sum !== undefined) return { kind: 'set', episodes: Number(sum) };
  const add =
    scanner.take(/(?:^|\s)\+\s*(\d{1,3})\b(?!\s*(?:rating|score))/) ??
    scanner.take(pattern`\\b(?:watched|saw|finished|did)\\s+(${number})\\s+more(?:\\s+(?:episodes?|eps?))?`) ??
    scanner.take(/\b(?:watched|saw|finished|did|add|log|and|plus)?\s*\b(another|one more|the next|next|(?:the |a )?(?:new|newest|latest))\s+(?:episode|ep)\b(?!\s*\d)/) ??
    scanner.take(pattern`\\b(${number})\\s+more\\s+(?:episodes?|eps?)\\b`) ??
    scanner.take(pattern`\\b(?:add|log|plus)\\s+(?:an?\\s+)?(${number})?\\s*(?:episodes?|eps?)\\b`) ??
    scanner.take(pattern`^\\s*(?:(?:and|just|did|watched|i)\\s+)*(${number}) more(?: (?:today|tonight|now|just now|yesterday|last night|this (?:morning|evening)))?\\s*[.!]*\\s*$`) ??
    scanner.take(/^\s*(?:(?:and|then|now|i|just|watched|saw|did|finished) )*(another|one more)(?: one)?(?: (?:today|tonight|now|yesterday|last night))?\s*[.!]*\s*$/) ??
    scanner.take(/\bplus (one|two|three)\b/);
  if (add !== undefined) return { kind: 'add', episodes: parseNumber(add[1]) ?? 1 };
  // "just watched 51": nobody watches so many at a time
  const bare = parseNumber(scanner.take(pattern`(?<=^|[.!,;]\\s*)\\s*(?:(?:and|just|i|i've|already)\\s+)*(?:watched|saw|seen)\\s+(${number})(?:\\s+of (?:it|them))?\\s*[.!]*\\s*$`)?.[1]);
  if (bare !== undefined) return { kind: bare > mostAtATime ? 'set' : 'add', episodes: bare };
  const range = scanner.take(pattern`\\b(?:episodes?|eps?\\.?)\\s*(?:\\d{1,4})\\s*(?:-|–|to|through|thru|till|until)\\s*(\\d{1,4})\\b`) ?? scanner.take(pattern`\\b(?:after|through|first|at)\\s+(?:the first\\s+)?(${number})\\s+(?:episodes?|eps?)\\b|\\b(?:the\\s+)?first\\s+(${number})\\s+(?:episodes?|eps?)\\b|\\b(${number})\\s+(?:episodes?|eps?)\\s+(?:in|into|deep|down)\\b`);
  const counted = parseNumber(range?.slice(1).find((part) => part !== undefined));
  if (counted !== undefined) return { kind: 'set', episodes: counted };
  const seen = scanner.take(pattern`\\b((?:have |ve |already )*(?:watched|saw|seen|finished|did)|(?:read|up to))\\s+(?:about |like |all |only |just )?(${number})\\s+(?:episodes?|eps?)\\b(\\s+(?:so far|already|by now))?`);
  const some = parseNumber(seen?.[2]);
  if (some !== undefined) return { kind: /have|ve |already/.test(seen?.[1] ?? '') || seen?.[3] !== undefined ? 'set' : 'add', episodes: some };
  // "6/12": of how many, where it is no score
  const of12 = scanner.take(/^\s*(?:(?:i'?m|at|on|now|ep)\s+)*(\d{1,3})\s*\/\s*(?:1[1-9]|[2-9]\d|\d{3})\b\s*[.!]*\s*$/);
  if (of12 !== undefined) return { kind: 'set', episodes: Number(of12[1]) };
  const nth = scanner.take(pattern`\\b(${ordinal})\\s+(?:episode|ep)\\b(?! of\\b)`);
  if (nth?.[1] !== undefined && parseOrdinal(nth[1]) > 0) return { kind: 'set', episodes: parseOrdinal(nth[1]) };
  const of = scanner.take(pattern`(?<!\\b(?:seasons?|parts?|number|top|out|rate|rated)\\s+)\\b(\\d{1,4})\\s+(?:(?:eps?|episodes?)\\s+)?of\\s+(?=⟦\\d⟧|it\\b|that\\b)`);
  if (of !== undefined) return { kind: 'set', episodes: Number(of[1]) };
  const two = scanner.take(/\b(?:episodes?|eps?\.?)\s*\d{1,4}\s*(?:and|&|,)\s*(\d{1,4})\b/);
  if (two !== undefined) return { kind: 'set', episodes: Number(two[1]) };
  // Too much for a score.
  const moved = scanner.take(/\b(?:bump|set|put|move|change|update|raise)\s+(?:it|that|this|⟦\d⟧)\s+(?:up |down |back |on )?to\s+(\d{2,4})\s*[.!]*\s*$/)?.[1];
  if (moved !== undefined) return { kind: 'set', episodes: Number(moved) };
  const set = scanner.take(pattern`\\b(?:(?:i'?m|am|up|now|currently|just)\\s+)*(?:on|at|to|through|finished|watched|reached)?\\s*(?:episode|ep\\.?|e)\\s*#?\\s*(\\d{1,4}\\b|(?:${number})\\b)`) ?? scanner.take(/\b(?:i'?m|i am|im|now)\s+(?:at|on|up to)\s+(\d{1,4})\b(?!\s*(?:\/|out of|%))|\b(?:seen|watched|caught up)\s+(?:(?:it|that|⟦\d⟧)\s+)?(?:up )?(?:to|till|until)\s+(\d{1,4})\b|^\s*(?:up )?(?:to|at|on) (\d{1,4})\s*[.!]*\s*$|\bprogress\s+(?:(?:on|of|for|in|with)\s+(?:⟦\d⟧|it|that|this)\s+)?(?:is|to|at|:|=)\s*(\d{1,4})\b|[,;]\s*(?:and )?(?:at|on|up to)\s+(\d{1,4})\s*[.!]*\s*$/);
  const episodes = parseNumber(set?.slice(1).find((figure) => figure !== undefined));
  return episodes === undefined ? null : { kind: 'set', episodes };
};

const statusRules: readonly (readonly [RegExp, Entities['status']])[] = [
  [/[✔✅☑]|(?:до|по)смотрел[а-я]*/, 'completed'],
  [/\b(?:(?:haven'?t|have not|hasn'?t|didn'?t|did not|not)(?: even)?(?: yet)? (?:start(?:ed)?|beg[au]n|touched)|unstarted|unwatched)\b(?: (?:watching|yet))*|\b(?:plan(?:ning|ned)? to watch|ptw|watch ?later|for later|to[- ]watch|backlog|watch ?queue|queued?|someday|planned|wish ?list|want to watch|wanna watch|watch next|(?:on|in|from|left (?:on|in)) (?:my|the) (?:plan|queue|pile)|bookmark(?:ed)?|plan(?=\s+(?:⟦|it\b|that\b|the\b)|\s*[.!]*\s*$)|(?:was |am |'m )?planning (?:on watching|to see)|saved?(?= (?:it|that|this|⟦)))\b(?:\s+list)?/, 'plan_to_watch'],
  [/\bshel(?:ve[ds]?|ving)\b|\b(?:on[- ]hold|pause[ds]?|pausing|stalled|hold(?:ing)? off|taking a break from|put(?:ting)? on hold)\b(?:\s+list)?/, 'on_hold'],
  [/\b(?:drop(?:ped|ping|s)?|gave up on|giving up on|quit|ditch(?:ed|ing)?|bail(?:ed|ing)? on|binned|stopped watching|abandon(?:ed|ing)?|couldn'?t (?:finish|get through)|abgebrochen|parei)\b(?:\s+(?:list|shows?|anime|ones))?/, 'dropped'],
  [/\b(?:saw|seen|watched|finished|did|through|done with)\s+(?:(?:about|like|roughly|only|just|almost|the first)\s+)*(?:half|part|some|a bit|a third|a quarter|most|the beginning)\b(?: of)?/, 'watching'],
  [/\b(?:finish(?:ed|ing)?|complet(?:ed?|ing)|done with|binged|(?:just |already |have |'ve )(?:watched|seen)|watched|seen it|saw|wrapped up|(?<=\b(?:i|we|i've|we've|already)\s+)(?:did|done)(?=\s+(?:both\s+)?⟦)|through with|got through|polished off|done|seen|fini\b|terminado|terminei|terminé|fertig(?: geschaut)?|gesehen|assisti|acabo de ver)\b(?:\s+(?:list|shows?|anime|ones))?/, 'completed'],
  [/\b(?:start(?:ed|ing)?(?: watching)?(?: (?:it )?(?:today|tonight|now|tomorrow))?|continu(?:e|ing)|carry(?:ing)? on|keep watching|(?:currently |now |am |i'm |'m )?watching|began|in progress|(?<!\b(?:the|these) )following(?! (?:titles|shows|anime|ones|list)\b)|caught up|keeping up with|in the middle of|halfway thr(?:ough|u)|(?:giv(?:e|ing)|gave)\s+(?:it|that|this|⟦\d⟧)?\s*another (?:try|chance|go|shot)|picking up|pick(?:ed|ing)?\s+(?:(?:it|this|that|them|⟦\d⟧)\s+)?(?:back\s+)?up|back (?:on|to|into) it|behind on|resum(?:ed|ing|e))\b(?:\s+(?:list|shows?|anime|ones))?/, 'watching'],
];

/** Which shelf of the list is meant. */
export const readStatus = (scanner: Scanner): Entities['status'] => {
  for (const [words, status] of statusRules) if (scanner.take(words) !== undefined) return status;
  return null;
};

/** All shelves that are named, in the order of the words. @param text lower case */
export const statusesIn = (text: string): { readonly start: number; readonly end: number; readonly status: NonNullable<Entities['status']> }[] => {
  const scanner = createScanner(text);
  return statusRules
    .flatMap(([words, status]) => scanner.takeAll(words).map((match) => ({ start: match.index, end: match.index + match[0].length, status })))
    .flatMap(({ status, ...span }) => (status === null ? [] : [{ ...span, status }]))
    .sort((one, other) => one.start - other.start);
};

/** "I do not want it on my list any more": an order, though it says "not". */
export const unwelcome = /\b(?:don'?t|do not) (?:want|need) (?:it|that|this|them|⟦\d⟧) (?:on|in) (?:my|the) (?:watch ?)?list\b(?: any ?more)?/;

export const readRemove = (scanner: Scanner): boolean =>
  scanner.take(unwelcome) !== undefined ||
  scanner.take(/\b(?:remove|delete|erase|take|drop|kick|throw|strike|get|clear|cross)\b(?=.{0,120}\b(?:from|off|out of)\b.{0,40}\b(?:list|watchlist|backlog|ptw|plan to watch|it|there)\b)|\b(?:take|strike|cross|kick)\b(?=\s+(?:it|that|this|them|⟦\d⟧|the \w+(?: one)?)\s+off\b)|\b(?:remove|delete|erase|scrap|bin|unlist|get rid of)\b(?=\s+(?:it|that|this|them|⟦|the\b|number|#|all|everything))/) !== undefined;

const nouns = '(?:anime|animes|shows?|series|movies?|films?|titles?|recs?|recommendations?|suggestions?|options?|ideas?|results?|picks?|of them|of those|things?|entries|entry|random|films?|ones?|good|horror|romance|comed\\w+|more)';

/** "give me 3", "top 5", "five movies", "a couple of". */
export const readCount = (scanner: Scanner): number | null => {
  const match =
    scanner.take(pattern`(?<=\\b(?:undo|take back|revert)\\s+(?:the\\s+|my\\s+)?last\\s+)(${number})\\b`) ??
    scanner.take(pattern`(?<=\\b(?:top|my|best)\\s*)(?!one\\b)(${number})\\b(?!\\s*(?:/|out of|stars?|-?\\s*(?:years?|yrs?)\\b))`) ??
    scanner.take(pattern`\\b(?:give|show|list|find|get|recommend|suggest|name|want|need)(?:\\s+me|\\s+us)?\\s+(?:just\\s+|only\\s+|like\\s+)?(${number})\\b(?!\\s*(?:/|out of|episode|ep))`) ??
    scanner.take(pattern`\\b(?<!\\b(?:number|no\\.|option|last|first|second|third|fourth|fifth|this|that|the|which|other|another|same|next|episode|ep|at least|over|above)\\s)(?!(?:19|20)\\d\\d\\b)(?!\\d+[\\s-]+(?:years?|yrs?)\\b|zero\\b)(${number})(?=\\s+(?:\\w+\\s+){0,2}${nouns}\\b)`) ??
    scanner.take(pattern`\\b(?:just|only)\\s+(one\\b|(?:${number})(?=\\s*[.!?]*\\s*$))`) ??
    scanner.take(pattern`^\\s*(?:(?:ok|just|only|like)\\s+)*(${number})(?:\\s+of (?:them|those|these))?\\s+(?:is|are|will do|would do|would be|should be|should do)(?:\\s+(?:enough|plenty|fine|good|ok(?:ay)?))?(?:\\s+(?:for (?:me|us|now)|thanks|please))?\\s*[.!?]*$`) ??
    scanner.take(/\b(?:you |just |please )+(?:pick|choose|decide on) (one)\b(?: for (?:me|us))?|^\s*(?:(?:ok|so|then|just|please|surprise me)[\s,]+)*you (?:pick|choose|decide)(?: for (?:me|us))?(?: then| please)?\s*[.!]*$/);
  const value = match !== undefined && match[1] === undefined ? 1 : parseNumber(match?.[1]);
  if (value !== undefined && Number.isInteger(value) && value >= 1 && value <= 50) return value;
  if (scanner.take(/\ba couple(?: of)?\b/) !== undefined) return 2;
  return scanner.take(/\ba few\b/) === undefined ? null : 3;
};

const orderRules: readonly (readonly [RegExp, Entities['order']])[] = [
  [/\b(?:hidden gems?|underrated(?: gems?)?|underappreciated|least (?:popular|known|watched)|slept on|unknown|gems?|lesser[- ]known|obscure|overlooked|under ?the ?radar|niche|not (?:too |so )?(?:popular|mainstream))\b/, 'hidden_gems'],
  [/\b(?:newest|latest|most recent(?:ly)?)\b(?:\s+(?:ones?\s+)?first)?|\b(?:by|sort(?:ed)? by) (?:date|year|newest)\b/, 'newest'],
  [/\b(?:oldest|earliest)\b(?:\s+first)?/, 'oldest'],
  [/\b(?:(?:worst|lowest)(?:[- ](?:rated|scor(?:ed|ing)|reviewed|ranked))?|most hated)\b(?:\s+first)?/, 'worst'],
  [/\b(?:best(?:[- ](?:rated|scor(?:ed|ing)|reviewed))?|top(?:[- ](?:rated|scor(?:ed|ing)))?(?! (?:one|pick|result|title)\b)|highest(?:[- ](?:rated|scor(?:ed|ing)))?|greatest|(?:most|critically) acclaimed|most loved)\b(?:\s+first)?|\b(?:by|sort(?:ed)? (?:it |them )?by|in order of) (?:my )?(?:scores?|ratings?)\b/, 'best'],
  [/\b(?:most popular(?: first)?|by popularity|most watched|trending|hyped|hottest|popular|well[- ]known|famous|mainstream|must[- ]watch)\b/, 'popular'],
  [/\bshortest\b(?: first)?/, 'shortest'],
  [/\blongest(?:[- ]running)?\b(?: first)?/, 'longest'],
];

export const readOrder = (scanner: Scanner): Entities['order'] => {
  for (const [words, order] of orderRules) {
    if (scanner.take(words) === undefined) continue;
    scanner.take(/\b(?:of all[ -]?time|ever(?: made)?|of them all|out there)\b/);
    return order;
  }
  return null;
};

/** "nothing I have seen", "not on my list", "that I haven't watched". */
export const readExcludeSeen = (scanner: Scanner): boolean =>
  scanner.take(/\b(?:exclud(?:e|ing)|skip|hide|leave out|without|minus|except|drop|not) (?:any(?:thing)?|all|those|the ones|what(?:ever)?|everything|things|stuff)?\s*(?:that |which )?(?:i(?:'?ve| have)? (?:already )?(?:seen|watched|finished|know)|(?:is |are )?(?:already )?on my (?:watch)?list)\b|\b(?:isn'?t|aren'?t|not yet|not already) (?:already )?(?:on|in) my (?:watch)?list\b|\b(?:that )?(?:nothing|not(?: anything)?|none|no)(?: that| which)?(?: i| i've| ive| is| are)*(?: have| already)*\s*(?:seen|watched|on my (?:watch)?list|in my (?:watch)?list)\b|\b(?:that )?i (?:haven'?t|have not|didn'?t|never)(?: already| yet)? (?:seen|watched|see|watch)(?: yet| before)?\b|\bexclud(?:e|ing) (?:what i'?ve seen|seen|watched|my list)\b|\b(?:nothing|none|no(?:t)?(?: any)?) (?:that is |that's |which is )?(?:from|off|on) my (?:watch)?list\b|\bunseen\b|\bunwatched\b|\bnew to me\b|\b(?:hide|exclud(?:e|ing)|without|no) (?:the )?(?:seen|watched|rewatch(?:es)?)(?: ones?)?\b|\bi(?:'?ve| have) (?:not|never|yet to) (?:yet |already )?(?:seen|watched|see|watch)\b|\bi (?:don'?t|do not) know(?: yet| already)?\b/) !== undefined;

/** "the second one", "#3", "it", "them", "what I just added". */
export const readReferences = (scanner: Scanner, /** Two bare numbers are two of what was shown: "1 or 5?" */ bare = false): Entities['references'] => {
  const found: Entities['references'] = [];
  const two = bare ? scanner.take(/\b(\d{1,2})\s*(?:and|or|vs\.?|versus|with|to|&)\s*(\d{1,2})\b/) : undefined;
  if (two !== undefined) return [two[1], two[2]].map((figure) => ({ kind: 'ordinal', ordinal: Number(figure) }));
  if (scanner.take(/\b(?:what|which|thing|one|title|anime|show)\b.{0,24}\b(?:just|last|recently)\s+(?:add(?:ed)?|chang(?:e|ed)|updat(?:e|ed)|put|mark(?:ed)?|rat(?:e|ed))\b|\blast (?:thing i )?(?:added|change|addition)\b|\bdid i (?:just )?(?:add|change|update)\b/) !== undefined) {
    found.push({ kind: 'last_added', ordinal: null });
  }
  const several = scanner.take(pattern`\\b(?:the\\s+)?(first|top|last|bottom)\\s+(two|three|four|five|six|seven|eight|nine|ten|[2-9]|[1-4]\\d)\\b(?!\\s*(?:episodes?|eps?\\b|seasons?))`);
  const many = parseNumber(several?.[2]) ?? 0;
  // From the end they count down: -1 is the last one.
  const fromEnd = several?.[1] === 'last' || several?.[1] === 'bottom';
  for (let index = 1; index <= many; index += 1) found.push({ kind: 'ordinal', ordinal: fromEnd ? index - many - 1 : index });
  for (const match of scanner.takeAll(pattern`(?<!\\b(?:at|on|newest|oldest|best|listed|my|good|very|came|watch|start)\\s)\\b(?:the\\s+(?:very\\s+)?)?(${ordinal})(?:\\s+(?:one|title|pick|anime|show|entry|result|suggestion|recommendation|movie|film))?\\b(?!\\s+(?:seasons?|parts?|half|cour|years?|episodes?|times?|eps?\\b|thoughts?|thing|nights?|evenings?|weekends?|days?|mornings?|months?|weeks?|decade|winter|spring|summer|fall|autumn|anime|date)\\b)`)) {
    if (match[1] !== undefined) found.push({ kind: 'ordinal', ordinal: parseOrdinal(match[1]) });
  }
  const numbers = scanner.take(/\b(?:numbers?|nos?\.|nr\.?|options?|picks?)\s*((?:#?\d{1,2}\s*(?:,|and|&|or)\s*)+#?\d{1,2})\b/) ?? scanner.take(/(?<=\b(?:add|mark|save|drop|remove|put|compare|take|queue|want|watched|seen|finished|dropped|know)\s+|^\s*)((?:#?\d{1,2}\s*(?:,|and|&|or|\+)\s*)+(?:and\s+)?#?\d{1,2})\b(?!\s*(?:\/|eps?\b|episodes?))/) ?? scanner.take(/(?<=^\s*(?:(?:and|then|please|now)\s+)*(?:add|save|take|drop|remove|put|number|what about|tell me about|why)\s+)(\d{1,2})(?=\s*(?:$|[.!?,]|to my|on my|too|then|please|pls))/);
  for (const [figure] of (numbers?.[1] ?? '').matchAll(/\d+/g)) found.push({ kind: 'ordinal', ordinal: Number(figure) });
  for (const match of scanner.takeAll(pattern`(?:\\b(?:number|no\\.|nr\\.?|option|pick)\\s*|#)(${number})\\b`)) found.push({ kind: 'ordinal', ordinal: parseNumber(match[1]) ?? 1 });
  if (scanner.take(/\b(?:the )?(?:top|topmost|very first) (?:one|pick|result|title)\b/) !== undefined) found.push({ kind: 'ordinal', ordinal: 1 });
  if (readStudioPointer(scanner)) found.push({ kind: 'studio', ordinal: null });
  if (scanner.take(/\b(?:all of them|them all|all (?:two|three|four|five|six|[2-9])|all of (?:those|these)|(?:these|those) two|the (?:other )?two|the other (?:three|four|five|ones)|the others|these|those|them|both)\b(?!\s+(?:kinds?|sorts?|types?|days|with|who|that|where)\b)/) !== undefined && found.length === 0) found.push({ kind: 'them', ordinal: null });
  if (found.length === 0 && scanner.take(/\b(?:it|that one|this one|that|this)\b(?!\s+(?:season|year|month|weekend|week|morning|afternoon|evening|spring|summer|autumn|fall|winter|is|kind|sort|genre|has|have|are|was|were|i\b|you|feels?|makes?|will|would|can|one\s+where))/) !== undefined) found.push({ kind: 'it', ordinal: null });
  // "put the series on my list", of a title just spoken of
  if (found.length === 0 && scanner.take(/(?<=^\s*(?:\w+ ){0,3}(?:add|put|save|mark|drop|queue|rate|start|finished|watched) )the (?:series|show|anime|movie|film|whole thing)\b/) !== undefined) found.push({ kind: 'it', ordinal: null });
  return found;
};

const places = new RegExp(`(${ordinal})|#?(\\d)\\b`, 'g');
/** "everything except the third", "all but the first two": the places that are left out. */
export const readAllBut = (scanner: Scanner): number[] => {
  const left = scanner.take(pattern`\\b(?:all|everything|every one|them|these|those)\\s+(?:of (?:them|these|those)\\s+)?(?:but|except(?: for)?|apart from|besides|other than|minus|without|not)\\s+((?:(?:the|and|or|number|,|#|one|${ordinal}|two|three|\\d)\\s*)+)`)?.[1];
  if (left === undefined) return [];
  const several = /\b(first|last) (two|three|\d)\b/.exec(left);
  const many = parseNumber(several?.[2]) ?? 0;
  if (several !== null) return Array.from({ length: many }, (_, at) => (several[1] === 'first' ? at + 1 : -at - 1));
  return [...left.matchAll(places)].map(([, word, figure]) => (word === undefined ? Number(figure) : parseOrdinal(word)));
};

/** "that studio", "anything else by them", "what else did they make". */
export const readStudioPointer = (scanner: Scanner): boolean => scanner.take(/\b(?:that|this|the same|their)(?: (?:director|creator|maker)'?s?'?)? studio\b|\b(?:they|the studio)(?:'ve| have)? (?:ever )?(?:made|did|done|animated|produced)\b|\bsame (?:studio|makers|people|team|guys)\b|\bthe makers\b|\b(?:by|from) (?:them|these (?:guys|people))\b|\b(?:what|which|anything|else)\b.{0,20}\b(?:did|have|has|do) (?:they|the studio) (?:make|made|do|done|animated?|produced?)\b/) !== undefined;

/** In a request for titles only what cannot mean anything else: "shorter than the fifth", "more from that studio", "five of them". */
export const readPointers = (scanner: Scanner): Entities['references'] => {
  if (readStudioPointer(scanner)) return [{ kind: 'studio', ordinal: null }];
  const match = scanner.take(pattern`\\b(?:than|like|to) the (${ordinal})\\b(?!\\s+(?:seasons?|parts?|years?|episodes?|decade))|\\bnumber (${number})\\b`);
  if (match?.[1] !== undefined) return [{ kind: 'ordinal', ordinal: parseOrdinal(match[1]) }];
  if (match?.[2] !== undefined) return [{ kind: 'ordinal', ordinal: parseNumber(match[2]) ?? 1 }];
  return scanner.take(/\b(?:of|like|among|than|to) (?:them|these|those)\b(?! (?:made|from|with|that|which|who|released|before|after|rated|where|in)\b)/) === undefined ? [] : [{ kind: 'them', ordinal: null }];
};

/** "shorter", "newer", "less dark", "more action", "funnier". */
export const readRelatives = (scanner: Scanner): Entities['relative'] => {
  const found: Entities['relative'] = [];
  const rules: readonly (readonly [RegExp, Entities['relative'][number]])[] = [
    [/\b(?:(?:way |much |a bit |a little |but )*shorter|less long|not (?:so|as|that|too) long|fewer episodes|too long|too many episodes)\b/, { dimension: 'length', direction: 'less' }],
    [/\b(?:way |much |a bit |a little )*(?:longer|more episodes|too short)\b/, { dimension: 'length', direction: 'more' }],
    [/\b(?:way |much |a bit |a little )*(?:newer|more recent|more modern|less old|not (?:so|as|that) old|too old)\b/, { dimension: 'year', direction: 'more' }],
    [/\b(?:way |much |a bit |a little )*(?:older|less recent|more classic|too (?:new|recent|modern))\b/, { dimension: 'year', direction: 'less' }],
    [/\b(?:better(?:[- ](?:rated|scored))?|higher[- ](?:rated|scored))(?= ones?|\s+than\b|\s*$)/, { dimension: 'score', direction: 'more' }],
    [/\b(?:less (?:known|popular|mainstream|famous)|more (?:obscure|niche)|too (?:mainstream|popular|well[- ]known|famous|obvious|basic|normie))\b/, { dimension: 'popularity', direction: 'less' }],
    [/\b(?:more (?:popular|mainstream|famous|well[- ]known)|too (?:obscure|niche|unknown))\b/, { dimension: 'popularity', direction: 'more' }],
    [/\b(?:darker|more (?:dark|serious|mature|grim|gritty))\b/, { dimension: 'darkness', direction: 'more' }],
    [/\b(?:lighter|less (?:dark|depressing|heavy|grim|violent|gory|serious|sad)|(?:not (?:so|as|that)|too) (?:dark|depressing|heavy|grim|violent|gory|sad|serious))\b/, { dimension: 'darkness', direction: 'less' }],
    [/\b(?:more action(?:[- ]packed)?|actionier)\b/, { dimension: 'action', direction: 'more' }],
    [/\b(?:less action|fewer fights|less fighting|too much (?:action|fighting))\b/, { dimension: 'action', direction: 'less' }],
    [/\bmore (?:romance|romantic)\b/, { dimension: 'romance', direction: 'more' }],
    [/\bless (?:romance|romantic)\b/, { dimension: 'romance', direction: 'less' }],
    [/\b(?:funnier|more (?:comedy|funny|humou?r|comedic))\b/, { dimension: 'comedy', direction: 'more' }],
    [/\bless (?:comedy|funny|humou?r)\b/, { dimension: 'comedy', direction: 'less' }],
  ];
  for (const [words, relative] of rules) if (scanner.take(words) !== undefined) found.push(relative);
  return found;
};

export const readMore = (scanner: Scanner): boolean =>
  scanner.take(/\bnext (?:page|ones|few|batch|lot|\d+|two|three|four|five|ten)\b|^\s*more (?:of|from) (?=this season|last season|these|those|the same|my list)/) !== undefined ||
  scanner.take(pattern`(?<=^\\s*(?:\\w+\\s+){0,2}?(?:(?:show|give|get|and|ok)\\s+)*(?:me\\s+)?(?:${number}|a few|some)\\s)more\\b(?=\\s*(?:$|[.!?,]|please|pls|like|of|from|options|ones|recs|suggestions|results|shows|anime|movies))`) !== undefined ||
  scanner.take(/^\s*(?:(?:show|give|run|send|got|any|some|a few)\s+(?:me\s+)?)?(?:more|another(?: one)?|others?|other ones|something else|next|different ones|keep going|continue)(?:\s+(?:please|like (?:that|this|these|those)|of (?:these|those|them)|results|options|ones|suggestions|recs))?\s*[.!?]*\s*$|\b(?:any(?:thing)? (?:more|else)|what else|show (?:me )?(?:more|others)|(?:any |the |some )?others\s*[?.!]*$|another (?:batch|few|round|set|lot|one|two|three|four|five|ten|\d+)\b(?! (?:episodes?|eps?))|got more|more of (?:these|them|those|the same)\b|more (?:please|results|options|suggestions|ones|recs))\b/) !== undefined;
