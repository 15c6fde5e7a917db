import type { Entities } from '../../../../../src/domain/entities.ts';
import { number, ordinal, parseNumber, parseOrdinal } from './numbers.ts';
import { pattern, type Scanner } from './scanner.ts';

/** The user's own rating, 1-10 with halves: "9/10", "9 out of 10", "with a 9", "rate it 8.5", ", 9.5". */
export const readRating = (scanner: Scanner): number | null => {
  const patterns = [
    pattern(`(?:\\b(?:a|an|with|at|solid|easy|strong|like)\\s+)*\\b(${number})\\s*(?:/\\s*10|out of (?:10|ten))(?!\\d)`),
    pattern(`(?<=\\b(?:rat(?:e|ed|ing)|scor(?:e|ed)|gave|give|giv(?:e|ing))\\s+(?:(?:it|that|this|them|⟦\\d⟧|the \\w+(?: one)?)\\s+)?)(?:(?:a|an|as|at|to|of)\\s+)*(?:(?:solid|strong|full|perfect|weak)\\s+)?\\b(?!one\\s)(${number})\\b(?!\\s*(?:episodes|eps|more|recs?|rec|suggestions|anime|titles|shows|options|good|similar|of\\b|horror|romance))`),
    pattern(`\\b(?:with|at|it'?s|was|is|(?<=make (?:that|it|⟦\\d⟧) )|to|deserves|call it)\\s*(?:an?\\s+)(?:(?:solid|strong|weak|easy)\\s+)?(${number})\\b(?!\\s*(?:episode|ep\\b|year|cour|hour|minute))`),
    pattern(`(?:,|-|:|=)\\s*(?:a\\s+|solid\\s+)*(${number})\\s*[.!]*\\s*$`),
    pattern(`\\b(?:my )?(?:score|rating)\\s*(?:is|of|:|=)?\\s*(${number})\\b`),
  ];
  for (const rating of patterns) {
    const match = scanner.take(rating);
    const value = parseNumber(match?.[1]);
    if (value !== undefined && value >= 1 && value <= 10) return value;
  }
  return null;
};

/** The crowd's score as a bound: "rated over 8", "score above 7.5", "8+ rating", "highly rated". */
export const readMinScore = (scanner: Scanner): number | null => {
  const match =
    scanner.take(pattern(`\\b(?:with (?:a )?)?(?:rat(?:ed|ing|ings)|scor(?:e|ed|ing|es))\\s*(?:is |of |are )?(?:over|above|at least|higher than|more than|>=?|≥|better than)\\s*(${number})`)) ??
    scanner.take(pattern(`\\b(?:over|above|at least|higher than)\\s*(?:an?\\s*)?(${number})\\s*(?:rating|score|stars|on mal|/\\s*10)`)) ??
    scanner.take(pattern(`\\b(${number})\\s*\\+\\s*(?:rating|score|rated|on mal)?`));
  const value = parseNumber(match?.[1]);
  if (value !== undefined && value > 0 && value <= 10) return value;
  return scanner.take(/\b(?:highly|well|critically)[- ](?:rated|reviewed|acclaimed)\b/) === undefined ? null : 8;
};

/** "ep 12", "episode 12", "+1", "watched 3 more". */
export const readProgress = (scanner: Scanner): Entities['progress'] => {
  const add =
    scanner.take(/(?:^|\s)\+\s*(\d{1,3})\b(?!\s*(?:rating|score))/) ??
    scanner.take(pattern(`\\b(?:watched|saw|finished|did)\\s+(${number})\\s+more(?:\\s+(?:episodes?|eps?))?`)) ??
    scanner.take(/\b(?:watched|saw|finished)\s+(another|one more|the next)\s+(?:episode|ep)\b/);
  if (add !== undefined) return { kind: 'add', episodes: parseNumber(add[1]) ?? 1 };
  const set = scanner.take(pattern(`\\b(?:(?:i'?m|am|up|now|currently|just)\\s+)*(?:on|at|to|through|finished|watched|reached)?\\s*(?:episode|ep\\.?|e)\\s*#?\\s*(\\d{1,4})\\b`));
  const episodes = parseNumber(set?.[1]);
  return episodes === undefined ? null : { kind: 'set', episodes };
};

const statusRules: readonly (readonly [RegExp, Entities['status']])[] = [
  [/\b(?:plan(?:ning|ned)? to watch|ptw|watch ?later|for later|to[- ]watch|backlog|wish ?list|want to watch|wanna watch|watch next)\b(?:\s+list)?/, 'plan_to_watch'],
  [/\b(?:on[- ]hold|pause[ds]?|pausing|hold(?:ing)? off|taking a break from|put(?:ting)? on hold)\b(?:\s+list)?/, 'on_hold'],
  [/\b(?:drop(?:ped|ping|s)?|gave up on|giving up on|quit|abandon(?:ed|ing)?|couldn'?t finish)\b(?:\s+(?:list|shows?|anime|ones))?/, 'dropped'],
  [/\b(?:finish(?:ed|ing)?|complet(?:ed?|ing)|done with|binged|(?:just |already |have |'ve )(?:watched|seen)|watched|seen it|saw)\b(?:\s+(?:list|shows?|anime|ones))?/, 'completed'],
  [/\b(?:start(?:ed|ing)?(?: watching)?|(?:currently |now |am |i'm |'m )?watching|began|picked up|resum(?:ed|ing|e))\b(?:\s+(?:list|shows?|anime|ones))?/, 'watching'],
];

/** Which shelf of the list is meant. */
export const readStatus = (scanner: Scanner): Entities['status'] => {
  for (const [words, status] of statusRules) if (scanner.take(words) !== undefined) return status;
  return null;
};

export const readRemove = (scanner: Scanner): boolean =>
  scanner.take(/\b(?:remove|delete|erase|take)\b(?=.{0,120}\b(?:from|off)\b.{0,40}\blist\b)|\b(?:remove|delete|erase)\b(?=\s+(?:it|that|this|them|⟦|the\b))/) !== undefined;

const nouns = '(?:anime|animes|shows?|series|movies?|films?|titles?|recs?|recommendations?|suggestions?|options?|ideas?|results?|picks?|of them|of those|ones?|good|horror|romance|comed\\w+|more)';

/** "give me 3", "top 5", "five movies", "a couple of". */
export const readCount = (scanner: Scanner): number | null => {
  const match =
    scanner.take(pattern(`\\btop\\s*(${number})\\b`)) ??
    scanner.take(pattern(`\\b(?:give|show|list|find|get|recommend|suggest|name|want|need)(?:\\s+me|\\s+us)?\\s+(?:just\\s+|only\\s+|like\\s+)?(${number})\\b(?!\\s*(?:/|out of|episode|ep))`)) ??
    scanner.take(pattern(`\\b(?!(?:19|20)\\d\\d\\b)(${number})(?=\\s+(?:\\w+\\s+){0,2}${nouns}\\b)`)) ??
    scanner.take(/\b(?:just|only)\s+(one)\b/);
  const value = parseNumber(match?.[1]);
  if (value !== undefined && Number.isInteger(value) && value >= 1 && value <= 50) return value;
  if (scanner.take(/\ba couple(?: of)?\b/) !== undefined) return 2;
  return scanner.take(/\ba few\b/) === undefined ? null : 3;
};

const orderRules: readonly (readonly [RegExp, Entities['order']])[] = [
  [/\b(?:hidden gems?|underrated|lesser[- ]known|obscure|overlooked|under ?the ?radar|niche|not (?:too |so )?(?:popular|mainstream))\b/, 'hidden_gems'],
  [/\b(?:newest|latest|most recent)\b/, 'newest'],
  [/\b(?:oldest|earliest)\b/, 'oldest'],
  [/\b(?:best(?:[- ]rated)?|top(?:[- ]rated)?|highest[- ]rated|greatest)\b/, 'best'],
  [/\b(?:most popular|popular|well[- ]known|famous|mainstream|must[- ]watch)\b/, 'popular'],
  [/\bshortest\b/, 'shortest'],
  [/\blongest\b/, 'longest'],
];

export const readOrder = (scanner: Scanner): Entities['order'] => {
  for (const [words, order] of orderRules) if (scanner.take(words) !== undefined) return order;
  return null;
};

/** "nothing I have seen", "not on my list", "that I haven't watched". */
export const readExcludeSeen = (scanner: Scanner): boolean =>
  scanner.take(/\b(?:that )?(?:nothing|not(?: anything)?|none|no)(?: that| which)?(?: i| i've| ive| is| are)*(?: have| already)*\s*(?:seen|watched|on my (?:watch)?list|in my (?:watch)?list)\b|\b(?:that )?i (?:haven'?t|have not|didn'?t|never)(?: already| yet)? (?:seen|watched|see|watch)(?: yet| before)?\b|\bexclud(?:e|ing) (?:what i'?ve seen|seen|watched|my list)\b|\bunseen\b/) !== undefined;

/** "the second one", "#3", "it", "them", "what I just added". */
export const readReferences = (scanner: Scanner): Entities['references'] => {
  const found: Entities['references'] = [];
  if (scanner.take(/\b(?:what|which|thing|one|title|anime|show)\b.{0,24}\b(?:just|last|recently)\s+(?:add(?:ed)?|chang(?:e|ed)|updat(?:e|ed)|put|mark(?:ed)?|rat(?:e|ed))\b|\blast (?:thing i )?(?:added|change|addition)\b|\bdid i (?:just )?(?:add|change|update)\b/) !== undefined) {
    found.push({ kind: 'last_added', ordinal: null });
  }
  const several = scanner.take(pattern(`\\b(?:the\\s+)?first\\s+(two|three|four|five|[2-9])\\b`));
  const many = parseNumber(several?.[1]);
  if (many !== undefined) for (let index = 1; index <= many; index += 1) found.push({ kind: 'ordinal', ordinal: index });
  for (const match of scanner.takeAll(pattern(`\\b(?:the\\s+)?(${ordinal})(?:\\s+(?:one|title|pick|anime|show|entry|result|suggestion|recommendation|movie|film))?\\b(?!\\s+(?:season|part|half|cour|year|episode|time|ep))`))) {
    if (match[1] !== undefined) found.push({ kind: 'ordinal', ordinal: parseOrdinal(match[1]) });
  }
  for (const match of scanner.takeAll(/(?:\b(?:number|no\.|option)\s*|#)(\d{1,2})\b/)) found.push({ kind: 'ordinal', ordinal: Number(match[1]) });
  if (scanner.take(/\b(?:all of them|them all|all of those|these|those|them|both)\b/) !== undefined && found.length === 0) found.push({ kind: 'them', ordinal: null });
  if (found.length === 0 && scanner.take(/\b(?:it|that one|this one|that|this)\b(?!\s+(?:season|year|weekend|week|evening|is|kind|sort|genre|has|have|are|was|were|i\b|you|feels?|makes?|will|would|can|one\s+where))/) !== undefined) found.push({ kind: 'it', ordinal: null });
  return found;
};

/** "shorter", "newer", "less dark", "more action", "funnier". */
export const readRelatives = (scanner: Scanner): Entities['relative'] => {
  const found: Entities['relative'] = [];
  const rules: readonly (readonly [RegExp, Entities['relative'][number]])[] = [
    [/\b(?:(?:way |much |a bit |a little |but )*shorter|less long|not (?:so|as|that|too) long|fewer episodes)\b/, { dimension: 'length', direction: 'less' }],
    [/\b(?:way |much |a bit |a little )*(?:longer|more episodes)\b/, { dimension: 'length', direction: 'more' }],
    [/\b(?:way |much |a bit |a little )*(?:newer|more recent|more modern|less old)\b/, { dimension: 'year', direction: 'more' }],
    [/\b(?:way |much |a bit |a little )*(?:older|less recent|more classic)\b/, { dimension: 'year', direction: 'less' }],
    [/\b(?:better(?:[- ]rated)?|higher[- ]rated)(?= ones?|\s*$)/, { dimension: 'score', direction: 'more' }],
    [/\b(?:less (?:known|popular|mainstream|famous)|more (?:obscure|niche))\b/, { dimension: 'popularity', direction: 'less' }],
    [/\bmore (?:popular|mainstream|famous|well[- ]known)\b/, { dimension: 'popularity', direction: 'more' }],
    [/\b(?:darker|more (?:dark|serious|mature|grim|gritty))\b/, { dimension: 'darkness', direction: 'more' }],
    [/\b(?:lighter|less (?:dark|depressing|heavy|grim|violent|gory|serious|sad)|not (?:so|as|that) (?:dark|depressing|heavy))\b/, { dimension: 'darkness', direction: 'less' }],
    [/\b(?:more action(?:[- ]packed)?|actionier)\b/, { dimension: 'action', direction: 'more' }],
    [/\b(?:less action|fewer fights|less fighting)\b/, { dimension: 'action', direction: 'less' }],
    [/\bmore (?:romance|romantic)\b/, { dimension: 'romance', direction: 'more' }],
    [/\bless (?:romance|romantic)\b/, { dimension: 'romance', direction: 'less' }],
    [/\b(?:funnier|more (?:comedy|funny|humou?r|comedic))\b/, { dimension: 'comedy', direction: 'more' }],
    [/\bless (?:comedy|funny|humou?r)\b/, { dimension: 'comedy', direction: 'less' }],
  ];
  for (const [words, relative] of rules) if (scanner.take(words) !== undefined) found.push(relative);
  return found;
};

export const readMore = (scanner: Scanner): boolean =>
  scanner.take(/^\s*(?:(?:show|give|got|any|some|a few)\s+(?:me\s+)?)?(?:more|another(?: one)?|others?|other ones|something else|next|different ones|keep going|continue)(?:\s+(?:please|like (?:that|this|these|those)|of (?:these|those|them)|results|options|ones|suggestions|recs))?\s*[.!?]*\s*$|\b(?:any(?:thing)? (?:more|else)|what else|show more|more (?:please|results|options|suggestions|ones|recs))\b/) !== undefined;
