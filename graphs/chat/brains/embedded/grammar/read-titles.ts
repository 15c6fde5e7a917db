/** Titles in a sentence: where the grammar says "here comes a title", and where the gazetteer knows one. */
import type { TitleMention } from '../../../../../src/domain/entities.ts';
import { pickTitle } from '../../../../../src/domain/pick-title.ts';
import { foldTitle, splitQualifier } from '../../../../../src/domain/title-match.ts';
import type { Titles } from '../../../deps.ts';
import { lowerCase, titleMark } from './scanner.ts';

export type TitleReading = {
  /** In a language that nobody here reads. */
  readonly foreign?: true; readonly mentions: TitleMention[]; /** Lower case, titles replaced by marks. */ readonly masked: string };

type Span = { readonly start: number; readonly end: number; readonly mention: TitleMention };

const stop = String.raw`(?=\s*(?:$|\n|[,;!?.]+(?:\s|$)|\b(?:but|except|with (?:a|an|no|less|more|some)|without|that|which|where|who|please|to my|on my|in my|from my|off my|as (?:a |an )?(?:completed|watched|dropped|finished|watching|\d)|and (?:not|no|shorter|newer|older|longer|rate|rated|give|gave|loved|liked|it)|(?:i|we)(?:['’]?ve| have)(?: already)? (?:seen|watched|finished|done)|on hold|for (?:later|now|the moment|a while)|is about|about|so far|up to|till|until|yet|already|now|today|yesterday|tonight|just now|(?:on |last |this (?:past )?)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:night|week(?:end)?|month|year)|recently|(?:\w+ ){1,2}ago|again|first|next|\d{1,2}(?:[.,]\d)?\s*/\s*10|\d{1,2} out of|(?:to )?(?:a |an )?(?:solid )?(?:10|\d)(?:[.,]5)?$|ep(?:isode)?s?\b|under|over|less than|before|after|since)\b|\d+\s*/\s*10|(?:an?\s+)?(?<!\b(?:seasons?|part|cour|movie|series)\s)(?:10|\d)(?:[.,]5)?\s*[,;!?.]+(?:\s|$)))`;
const name = String.raw`["“'‘«]?(\S.{0,110}?)["”'’»]?`;

/** `strong`: only a title can stand there, so an unknown one is reported; the others are tried and dropped. */
const cues: readonly { pattern: RegExp; strong: boolean }[] = [
  { pattern: new RegExp(String.raw`\b(?:similar to|reminiscent of|in the vein of|along the lines of|(?:some|any)thing like|(?:anime|shows?|series|movies?|films?|stuff|more|recs?|ones?|anything|else|much|just|got any|ones) like)\s+${name}${stop}`, 'd'), strong: true },
  { pattern: new RegExp(String.raw`\b(?:i (?:really |just |absolutely )?(?:like|liked|love|loved|enjoyed|adored|hated)|if (?:i|you) (?:like|liked|love|loved|enjoyed)|fan of|like)\s+${name}${stop}`, 'd'), strong: false },
  { pattern: new RegExp(String.raw`\b(?:tell me (?:more )?about|what(?:'s| is| was)|who (?:made|directed|animated|produced)|when (?:did|was|does)|where (?:can|do) i (?:watch|stream|find)|how (?:long|many episodes) (?:is|does|has|are (?:in|there in)|of|in)|how many (?:episodes|eps|seasons) (?:does|has|are (?:in|there in)|of|in)|(?:info|information|details|facts) (?:on|about|for)|synopsis (?:of|for)|plot of|summary of|what studio (?:made|did|is behind)|is|was|did i (?:rate|add|finish|watch|give))\s+${name}(?:\s+(?:about|have|has|got|finished|over|airing|ongoing|out|come out|air|released?|worth (?:it|watching)|any good|good|still|are|left|remaining|to go|on my (?:watch)?list))*${stop}`, 'd'), strong: false },
  { pattern: new RegExp(String.raw`\b(?:add|put|mark|move|change|ptw:?|save|set|queue(?: up)?|shelve|shelving|park|get(?:ting)? rid of|jot down|write down|note down|bump|remove|delete|erase|drop|dropped|rate|rated|score|gave(?! up)|give(?! up| me| it)|bin|lower|raise|finish|finishe?d|complete|completed|start|starte?d|watch|watche?d|watching|binged|rewatch(?:ed|ing)|seen|pause|paused|resume|resumed|plan(?:ning)? to watch|done with|gave up on|quit|bookmark|on ep(?:isode)?\.? \d+ of|ep(?:isode)?\.? \d+ of|\+\d+ (?:on|for|of)|episode of)\s+${name}${stop}`, 'd'), strong: false },
  { pattern: new RegExp(String.raw`\b(?:eps?|episodes) of\s+${name}${stop}`, 'd'), strong: false },
  { pattern: new RegExp(String.raw`\b(?:take|kick|throw|get|cross|strike|show me|find)\s+${name}(?=\s+(?:off|out of|from (?:my|the)|on my)\b)`, 'd'), strong: false },
  { pattern: new RegExp(String.raw`\b(?:why|how come|because of|reasons? for|justify|defend|anime called|movie called|show called|called|have information about|look up)\s+${name}(?=\s+(?:of all|and not|when|if|though|then)\b|${stop})`, 'd'), strong: false },
  { pattern: new RegExp(String.raw`^\s*(?:(?:and|but|so|ok|hmm|are you sure about|any good)[\s,.?]+)*${name}(?=\s+(?:gets?|is getting|deserves|was an?|is an? (?:\d|ten|nine|eight|seven|six|five)|goes (?:to|on|into|in))\b|\?+\s*(?:why|how|really)\b)`, 'd'), strong: false },
  { pattern: new RegExp(String.raw`\b(?:when|where|how)\s+(?:did|was|does|is)\s+${name}(?=\s+(?:take place|set|end|begin|start|get)\b)`, 'd'), strong: false },
];

const comparison = /\bcompar(?:e|ing|ison (?:of|between))\s+(.+?)\s*[.?!]*$|\b(?:difference|differences) between\s+(.+?)\s*[.?!]*$|\b(?:which (?:one )?(?:is|was|should)|what(?:'s| is)) (?:the )?(?:better|best|longer|shorter|newer|older|i watch(?: first)?)[,:]?\s*(.+?)\s*[.?!]*$|\b(?:between|torn between|pros and cons of)\s+(.+?)\s*[.?!]*$|^(.{2,80}?)\s+(?:vs\.?|versus|or|against|next to|compared (?:to|with)|contrasted with)\s+(.{2,80}?)\s*[.?!]*$|^(.{2,60}?)\s+and\s+(.{2,60}?)\s+-\s+.*$/d;
const separator = /\s*(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|vs\.?|versus|compared (?:to|with)|(?:or|and) (?:with|rather)|with|to|or|against|next to|&)\s+|\s+\/\s+)/g;
/** Words before the first title and after the last that belong to neither. */
const opening = /^(?:.{0,60}?:\s+|(?:(?:hmm+|ok|so|well|please|start|begin|go|should i (?:watch|start|pick)|do i (?:watch|start)|does|do|is|was|put|torn between|watch|the|how|with|tell me how)\s+)+)/;
const closing = /\s+(?:for|in|about|if|when|as|which|what|who|whats|are|differ|be honest|better|thoughts|pros|first|tonight|please|pls)\b.*$|\s*[,-]\s+(?:which|what|whats|who|how|better|thoughts|pros|worst|be)\b.*$/;

const refusing = /^\s*(?:(?:and|but|please|also)\s+)*(?:nothing|no|not|without|except|anything but|i don'?t)\b/;

/** Words that begin a description, not a title. */
const description = /^(?:an?|some|any|something|anything|the kind|those|these|them|it|that|this|my|your|me|to|when|how|what|watching|seeing|shows?|anime|stuff|being|one)\b/;

/** Words of requests that are titles to somebody, but never here. */
const commandWords = /^(?:(?:(?:is |are |was )?there |will there be )?(?:an?|another|any|the|more)?\s*(?:second|third|fourth|2nd|3rd|4th|next|new|final|last|more) seasons?|good (?:morning|evening|afternoon|day)|voices?|(?:once )?again|no|nr|right(?: now)?|now|currently|(?:my )?(?:mom|mum|dad|wife|husband|gf|bf|girlfriend|boyfriend|kids?|family|friends?|sister|brother|son|daughter|us|everyone)|so(?: (?:good|great|special))?|(?:is|are|was|were|do|does|did) (?:the|it|this|that|they|these|those)|they|there|he|she|possible|something|anything|everything|nothing|somebody|nobody|now and then|today|yesterday|tomorrow|tonight|last night|this (?:morning|week)|bye bye|good ?night|an? \d{1,2}|around|total|most|mine|still|i am|(?:(?:i|we|you|they|it) )?\p{L}+n['’]t|i['’]?m|i['’]ll|i['’]ve|i['’]d|no more|binge|\d+\s?\+|eps?|episodes?|e|on|and|or|the|it|list|(?:the )?rest|seasons?|movies?|\d|one|erase|track|ptw|atm|rn|idk|tbh|imo|tonight|start|starts|begin|plz|(?:the )?(?:first|second|third|fourth|fifth|last)(?: one)?|[\p{L}-]+ anime|(?:good ?)?bye|#\s?\d+|(?:the )?(?:19|20)?\d0['’]?s|(?:number|no\.?) \d+|(?:new|good|hot|popular|trending|airing|fun|cool)(?:(?: and| or|,)(?: \p{L}+)?)*|josei|seinen|shoujo|shounen|shojo|shonen|ohayou?|konnichiwa|ありがとう|おはよう|こんにちは|こんばんは|おやすみ)$/u;

const confident = 0.8;
/** A weak cue with a title below this was no title. */
const worthAsking = 0.75;

/** @param names words that are no titles although some title has them: studios */
export const readTitles = (message: string, titles: Titles, names: ReadonlySet<string> = new Set(), isTerm: (text: string) => boolean = () => false): TitleReading => {
  const lower = lowerCase(message);
  // A genre or tag and nothing else is one, whatever is called so: "cyberpunk".
  if (/^\s*\p{L}+\s*$/u.test(lower) && isTerm(lower.trim())) return { mentions: [], masked: lower };
  // "nothing by X or Y" compares nothing.
  const spans: Span[] = refusing.test(lower) ? [] : [...comparedTitles(message, lower, titles)];
  if (spans.length === 0) spans.push(...listedTitles(message, lower, titles));
  const doubtful: Span[] = [];
  const free = (start: number, end: number) => spans.every((span) => end <= span.start || start >= span.end);
  if (spans.length === 0) {
    for (const { pattern, strong } of cues) {
      const range = pattern.exec(lower)?.indices?.[1];
      if (range === undefined || !free(range[0], range[1])) continue;
      const [start, shortEnd] = range;
      const end = wholeNameEnd(message, start, shortEnd, titles);
      // "watched 30 episodes of ⟦0⟧"
      if (commandWords.test(lower.slice(start, end)) || (/^\d+$/.test(lower.slice(start, end)) && /^\s*(?:more\s+)?ep(?:isode)?s?\b/.test(lower.slice(end)))) continue;
      if (!strong && studioCue.test(lower.slice(0, start)) && names.has(lower.slice(start, end))) continue;
      const whole = acrossMark(message, start, end, titles);
      if (whole !== null) {
        spans.push(whole);
        continue;
      }
      const mention = resolveTitle(message.slice(start, end), titles);
      if (mention.anime_id !== null && !(description.test(lower.slice(start, end)) && mention.confidence < 0.97)) spans.push({ start, end, mention });
      else if (mention.confidence >= (strong ? 0 : worthAsking) && !description.test(lower.slice(start, end))) doubtful.push({ start, end, mention });
    }
  }
  const refused = spans.length === 0 ? refusedName(message, lower, titles, names, isTerm) : null;
  if (refused !== null) spans.push(refused);
  const rest = blankSpans(message, spans);
  for (const found of spans.length > 1 ? [] : titles.findMentions(rest)) {
    if (free(found.start, found.end) && !isStudio(found, lower, names) && !commandWords.test(lowerCase(found.text)) && !isChance(found) && !isKind(found, lower) && !isMaker(found, lower)) spans.push({ start: found.start, end: found.end, mention: mentionOf(found.text, found.candidates) });
  }
  for (const span of doubtful) if (free(span.start, span.end)) spans.push(span);
  spans.sort((a, b) => a.start - b.start);
  return { mentions: spans.map(({ mention }) => mention), masked: mask(lower, spans) };
};

/** "no monogatari please": a name that is surely one, where a kind of anime might be refused as well. */
const refusal = /^\s*(?:(?:and|but|ok|please|nah)[\s,]+)*(?:no|not|without|except|anything but|besides|nothing like|skip)\s+(.{4,60}?)(?:\s+(?:please|pls|again|though|tho|stuff|anymore|any more))*\s*(?:[.!,].*)?$/d;
const refusedName = (message: string, lower: string, titles: Titles, names: ReadonlySet<string>, isTerm: (text: string) => boolean): Span | null => {
  const [start, end] = refusal.exec(lower)?.indices?.[1] ?? [0, 0];
  const name = lower.slice(start, end);
  if (name === '' || names.has(name) || isTerm(name) || commandWords.test(name) || description.test(name) || said.test(name)) return null;
  const mention = resolveTitle(message.slice(start, end), titles);
  return mention.anime_id !== null && mention.confidence >= surelyNamed ? { start, end, mention } : null;
};
const surelyNamed = 0.95;

/** "resume Haikyu!! 2nd Season": where a cue's words end at a mark, the title may go on behind it. */
const acrossMark = (message: string, start: number, end: number, titles: Titles): Span | null => {
  if (!/^[!?.,]+ \S/.test(message.slice(end))) return null;
  const found = titles.findMentions(message).find((one) => one.start <= start && one.end > end);
  if (found === undefined) return null;
  const mention = mentionOf(found.text, found.candidates);
  return mention.anime_id === null ? null : { start: found.start, end: found.end, mention };
};

/** "Attack on Titan season 3", "Steins;Gate 0", "Clannad: After Story": a cue's words end at what may be a score or the next thought, but the title goes on when it is known so. */
const wholeNameEnd = (message: string, start: number, end: number, titles: Titles): number => {
  const rest = /^\s*[^,;!?\n]{1,60}/.exec(message.slice(end).replace(/[\s.]+$/, ''))?.[0] ?? '';
  const name = message.slice(start, end);
  if (rest.trim() === '' || /^\s*(?:\/|out of)/.test(rest)) return end;
  const number = /^\s*\d{1,2}(?![\d./]|\s*(?:\/|out of|eps?\b|episodes?\b))/.exec(rest)?.[0];
  if (number !== undefined && /\b(?:seasons?|part|cour)\s*$/i.test(name)) return end + number.length;
  const [short] = titles.resolve(name, { limit: 1 });
  for (const more of [...(number === rest ? [] : [rest]), ...(number === undefined || isScored.test(message.slice(0, start)) ? [] : [number])]) {
    const [long] = titles.resolve(`${name}${more}`, { limit: 1 });
    const isOther = long !== undefined && long.anime !== short?.anime;
    if (isOther && long.confidence >= (more === number ? 0.96 : surelyNamed) && (more !== number || Number(number) < smallestScore)) return end + more.length;
  }
  return end;
};
const isScored = /\b(?:rate[ds]?|score[ds]?|gave|give|make|bump(?:ed)?|lower(?:ed)?|raised?)\s*$/i;
/** Below this a number behind a title is rather its part than anybody's score. */
const smallestScore = 5;

const studioCue = /\b(?:by|from|studio|made by|animated by|everything|anything|did)\s*$/;
type Mention = ReturnType<Titles['findMentions']>[number];

/** "Orange" and "Madhouse" are studios and titles: a title only if well known and nothing says studio. */
const isStudio = ({ text, start, candidates }: Mention, lower: string, names: ReadonlySet<string>): boolean =>
  (names.has(lowerCase(text)) || beginsWithStudio(lowerCase(text), names)) && (studioCue.test(lower.slice(0, start)) || (candidates[0]?.anime.prominence ?? 0) < wellKnown);

/** "everything by Kyoto Animation from 2010" */
const beginsWithStudio = (text: string, names: ReadonlySet<string>): boolean => [...text.matchAll(/ /g)].some(({ index }) => names.has(text.slice(0, index)));

/** "nothing by Makoto Shinkai or Comix Wave": who made it, whatever else is called so. */
const isMaker = ({ start }: Mention, lower: string): boolean => refusing.test(lower) && /\bby\s[^,.;!?]*$/.test(lower.slice(0, start));

/** "no high schoolers": what is refused and comes near several titles is a kind of anime. */
const isKind = ({ text, start, candidates }: Mention, lower: string): boolean => /\b(?:no|without|zero)\s+$/.test(lower.slice(0, start)) && /^[\p{Ll}\s-]+$/u.test(text) && pickTitle(candidates).kind !== 'one';

/** A small word that no cue makes a title is one only if everybody knows it so: "aot" and "frieren", but not "atm", "sink" and "tonight". */
const isChance = ({ text, candidates: [best] }: Mention): boolean => {
  const fame = best?.anime.prominence ?? 0;
  if (smallWords.test(text) || ((best?.confidence ?? 0) < 0.95 && smallAtEdge.test(text))) return true;
  // "bruh i": somebody speaks
  if (/^(?:yo|so|oh|hey|hi|bro|bruh|dude|man|ok|lol) (?:i|you|we|my|me)$/.test(text)) return true;
  if (/^\p{Ll}+ (?:i|you|we|my|me)$/u.test(text) && (best?.confidence ?? 0) < 0.95) return true;
  if (/^[a-z]{1,4}$/.test(text) && (best?.confidence ?? 0) < 0.95) return fame < 5;
  return /^[a-z]{1,8}$/.test(text) && (fame < 3 || (fame < 4.5 && (best?.confidence ?? 0) < 0.9));
};
/** They join what is said; whoever means a title of them says more. */
const smallWords = /^(?:then|now|here|there|also|still|back|off|out|yet|ever|even|both|other|same|such|that|this|too|just|only|really|maybe|over|up|down|more|less|all|any|some|rest|the rest|alone|done|under)$/;
/** "saru to" is no slip of a title. */
const smallAtEdge = /^(?:to|of|in|on|at|by|the|an?|and|or|for|with|my|as|i)\s|\s(?:to|of|in|on|at|by|the|an?|and|or|for|with|my|as|i)$/;
const wellKnown = 4;

export const resolveTitle = (text: string, titles: Titles): TitleMention => mentionOf(text.trim(), titles.resolve(text.trim()));

const mentionOf = (text: string, candidates: Readonly<ReturnType<Titles['resolve']>>): TitleMention => {
  const picked = pickTitle(candidates);
  const [best] = candidates;
  if (picked.kind === 'one') return { text, anime_id: picked.anime.anime_id, title: picked.anime.title, confidence: picked.confidence };
  return { text, anime_id: null, title: null, confidence: best === undefined ? 0 : picked.kind === 'several' ? Math.max(best.confidence, confident) : best.confidence };
};

/** What tells a work from others of its name, and names none itself. */
const namesake = /^(?:the )?(?:(?:19|20)\d\d|(?:19|20)\d\d (?:one|version|series|anime|remake)|(?:old|new|original|older|newer) (?:one|version|series|anime)|remake|reboot|original|movie|film|(?:second|third|2nd|3rd|final) season|season \d|s\d)$/;

/** "FMA 2003 and Brotherhood": the split whose parts are best known as titles ("Spice and Wolf" stays whole). */
const comparedTitles = (message: string, lower: string, titles: Titles): Span[] => {
  const match = comparison.exec(lower);
  if (match?.indices === undefined) return [];
  const groups = match.indices.slice(1).filter((range) => range !== undefined);
  const first = groups[0];
  const last = groups.at(-1);
  if (first === undefined || last === undefined) return [];
  const whole = { start: first[0], end: last[1] };
  if (whole.end - whole.start > 300) return [];
  const known = new Map<string, TitleMention>();
  const resolveOnce = (from: number, to: number): TitleMention => {
    const key = `${from}:${to}`;
    const text = message.slice(from, to);
    // "HxH 2011 vs 1999", "LoGH or the remake": another of the same name.
    const name = from > whole.start && namesake.test(text.toLowerCase()) ? lower.slice(whole.start, from).split(separator)[0]?.replace(opening, '') : undefined;
    const full = name === undefined || name === '' ? text : `${splitQualifier(foldTitle(name))[0]?.base ?? name} ${text}`;
    const mention = known.get(key) ?? resolveTitle(full, titles);
    known.set(key, mention);
    return mention;
  };
  let best = splitBest(lower, whole, resolveOnce);
  // Only where the words as they stand are no titles: without what leads to them and what is asked of them.
  if (best.worth < 0.9) {
    const text = lower.slice(whole.start, whole.end);
    const start = whole.start + (opening.exec(text)?.[0].length ?? 0);
    const end = whole.start + (closing.exec(text)?.index ?? text.length);
    for (const range of [{ start, end: whole.end }, { start: whole.start, end }, { start, end }]) {
      if (range.end <= range.start || (range.start === whole.start && range.end === whole.end)) continue;
      const other = splitBest(lower, range, resolveOnce);
      if (other.worth > best.worth + 0.01) best = other;
    }
  }
  // "funny or sad", "anything about chess or shogi" is no comparison of titles.
  const describes = best.spans.some(({ start, end, mention }) => mention.anime_id === null && description.test(lower.slice(start, end)));
  return best.worth >= 0.7 && !describes ? best.spans : [];
};

/** "add Monster, 86 and Odd Taxi to my list": what follows the order, one title after the other. */
const listed = /^\s*(?:(?:please|can you|could you|ok|and|also|now|i|i've|i have|just|already|actually|finally|hey)[\s,]+)*(?:add|put|save|queue|bookmark|plan(?:ning)? to watch|ptw|want to watch|watch later|seen|watched|finished|completed|dropped|drop|remove|delete|get(?:ting)? rid of|started|mark|pause)\s*:?\s+(.+?)\s*(?:\s(?:(?:to|on|in|into|onto|from|off)\s+(?:(?:my|the)\s+)?(?:watch|plan|ptw|list|backlog|queue|completed|dropped)|as (?:a |an )?(?:completed|watched|dropped|finished|watching|plan)|for later|please|pls|too|today|yesterday)\b.*|[.!?:]+\s*.*)?$/d;
const enumeration = /\s*(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|&|\+|plus|n|nd)\s+)/g;
/** Such words are said of a title: what they stand in is none. */
const said = /\b(?:it|its|that|this|them|both|all|one|ones|everything|rest|others?|first|second|third|last|next|rate[ds]?|give|gave|make|mark(?:ed)?|add(?:ed)?|put|drop(?:ped)?|finish(?:ed)?|start(?:ed)?|watch(?:ed|ing)?|complete[d]?|remove|delete|loved?|liked?|hated?|show|recommend|suggest|find|tell|what|which|who|how|why|when|i|i'm|i've|my|me|on ep|ep|episodes?|score|note|is|was|are|were|not|also|then|too|please)\b|^\W*(?:(?:an?|the|solid|strong|easy|weak|perfect|like|maybe|about|probably)\s+)*(?:10|\d)(?:[.,]\d+)?\W*(?:\/\s*10)?$|^\W*\d{1,3}(?:[.,]\d+)?\s*(?:\/|out of\b)|^\W*(?:an?|the|solid|strong|easy|weak|perfect|like|maybe|about|probably)\W*$/;

/** A score right behind a title of an enumeration. */
const scored = /(?<!\b(?:seasons?|part|cour|movie|vol|no))\s+(?:(?:an?|was an?|gets? an?|solid|strong|easy)\s+)?(?:10|\d)(?:[.,]5)?(?:\s*\/\s*10)?$/;
/** "trigun 8, monster 9": no verb, but a score each. */
const onlyScored = (lower: string): boolean => {
  const pieces = lower.length > 300 ? [] : lower.replace(/[.!\s]+$/, '').split(/\s*(?:,(?!5(?:\D|$))|\band\b|&)\s*/);
  // piece by piece: one pattern for all of it would try every way to cut
  return pieces.length > 1 && pieces.every((piece) => /^.{2,60}\s(?:10|\d)(?:[.,]5)?(?:\/10)?$/.test(piece.trim()));
};

const listedTitles = (message: string, lower: string, titles: Titles): Span[] => {
  const range: readonly [number, number] | undefined = listed.exec(lower)?.indices?.[1] ?? (onlyScored(lower) ? [0, lower.trimEnd().length] : undefined);
  if (range === undefined || range[1] - range[0] > 300 || !/,|&|\+|\b(?:and|plus|n|nd)\b/.test(lower.slice(range[0], range[1]))) return [];
  const [start, end] = range;
  const whole = splitBest(lower, { start, end }, (from, to) => resolveTitle(message.slice(from, to).replace(scored, ''), titles), enumeration).spans;
  // "Death Note 9, Monster 10": the score is no part of the title, unless the title is known with it.
  const spans = whole.map((span) => ({ ...span, end: span.end - (scored.exec(lower.slice(span.start, span.end))?.[0].length ?? 0) }));
  const known = spans.filter(({ mention }) => mention.anime_id !== null || mention.confidence >= confident).length;
  const open = spans.filter(({ mention }) => mention.anime_id === null && mention.confidence < confident);
  // "watched ep 5 and 6 of Monster": Ergo Proxy is called EP, but not here.
  const isNone = /^(?:eps?|episodes?)\b/.test(lower.slice(start, end)) || spans.some((span) => said.test(lower.slice(span.start, span.end)) && (span.mention.confidence < exact || /^\W*\d/.test(lower.slice(span.start, span.end))));
  return spans.length < 2 || isNone || known < open.length || known === 0 ? [] : spans;
};
const exact = 0.97;

/** The cuts at joining words whose parts are best known as titles. */
const splitBest = (lower: string, { start, end }: { start: number; end: number }, resolve: (from: number, to: number) => TitleMention, joints = separator): { spans: Span[]; worth: number } => {
  const cuts = [...lower.slice(start, end).matchAll(joints)].map((cut) => ({ from: start + cut.index, to: start + cut.index + cut[0].length })).slice(0, 5);
  let best: { spans: Span[]; worth: number } = { spans: [], worth: 0 };
  for (let choice = 1; choice < 2 ** cuts.length; choice += 1) {
    const chosen = cuts.filter((_, index) => (choice >> index) & 1);
    const edges = [start, ...chosen.flatMap(({ from, to }) => [from, to]), end];
    const spans: Span[] = [];
    for (let index = 0; index < edges.length; index += 2) {
      const [from = start, to = end] = edges.slice(index, index + 2);
      spans.push({ start: from, end: to, mention: resolve(from, to) });
    }
    const worth = spans.reduce((sum, { mention }) => sum + mention.confidence, 0) / spans.length;
    if (worth > best.worth + 0.01) best = { spans, worth };
  }
  return best;
};

const blankSpans = (text: string, spans: readonly Span[]): string =>
  spans.reduce((left, { start, end }) => left.slice(0, start) + '|'.repeat(end - start) + left.slice(end), text);

const mask = (lower: string, spans: readonly Span[]): string => {
  let masked = '';
  let at = 0;
  for (const [index, { start, end }] of spans.entries()) {
    masked += `${lower.slice(at, start)}${titleMark(index)}`;
    at = end;
  }
  return masked + lower.slice(at);
};
