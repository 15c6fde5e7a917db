/**
 * What somebody wants once and for all: "don't show me X again", "no mecha ever", "call them by their English titles". The message must say nothing else:
 * "no mecha" alone is a condition of one request.
 */
import type { Vocabulary } from '../../../../../src/domain/vocabulary.ts';
import type { Wish } from '../../../state.ts';

/** Cheap, because every message is asked. */
const mayBe = /\b(?:never|stop|ever|again|anymore|any more|interest|interested|hide|block|ban|blacklist|mute|unblock|unhide|unban|unmute|allow|spoilers?|titles?|names?|adult|nsfw|hentai|18\+|preferences|settings|suggestion|recommendation|rec|pick|from now on|fine|okay|ok|like|liked|enjoy(?:ed)?|care|want(?:ed)?|feel|hated?|dislik\w+|despise|stand|fan|into|for me|my (?:thing|taste|style|jam|cup)|bored|boring|bad|terrible|awful|horrible|trash|garbage|crap|lame|waste)\b|18\+/;

const pointer = '(?:it|that(?: one)?|this(?: one)?|them|those|these|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?: one| title| pick| suggestion)?|(?:number |no\\.? ?|#) ?\\d{1,2})';
const mark = '(?:⟦\\d⟧|⟨[\\da]+⟩)';
const joined = '\\s*(?:,\\s*(?:and|or|nor)?|and|or|nor|/|&)\\s*(?:any |the )?';
const noun = '(?: (?:anime|animes|shows?|stuff|things?|titles?|series|movies?|films?|ones?|content|franchise|universe|at all))*';
const belongings = '(?:,? (?:and|or|with) (?:all |any )?(?:of )?(?:its|the|their|other)? ?(?:sequels?|prequels?|seasons?|spin-?offs?|movies?|parts|ovas?|franchise|rest)(?: of it)?)*';
/** What is spoken of: titles, genres and tags, or a place in what was shown. */
const object = `(?:(?:any(?:thing)?|everything|all|more|some|the|that|a|an)\\s+)*(?:(?:from|of|with|about|in|like|by|else from)\\s+(?:the\\s+)?)?(?<what>${mark}(?:${joined}${mark})*|${pointer})${noun}${belongings}`;
const forGood = '(?:again|any ?more|ever(?: again)?|from now on|for good|forever|in (?:the )?future|please)';
const suggesting = '(?:show|recommend|suggest|offer|give|propose|mention)(?:ing)?(?: me| us)?';

const refusals = [
  `(?:i'?m |i am |we'?re )?(?:really |just |simply |totally |absolutely )*(?:not|never)(?: really| at all)? interested in ${object}(?: ${forGood})*`,
  `(?:i have |i'?ve |i'?ve got )?(?:no|zero)(?: real)? interest in ${object}`,
  `(?:never|stop)(?: ever)? ${suggesting} ${object}(?: to me)?(?: ${forGood})*`,
  `(?:don'?t|do not)(?: ever)? ${suggesting} ${object}(?: to me)?(?: ${forGood})*(?<= (?:again|any ?more|ever|from now on|for good|forever|future))`,
  `(?:don'?t|do not) ever ${suggesting} ${object}(?: to me)?`,
  `(?:hide|block|ban|blacklist|mute) ${object}(?: ${forGood}| from (?:my |all |the )?(?:results|recommendations|suggestions|lists?))*`,
  `(?:i )?(?:don'?t|do not|never)(?: ever)? (?:want|need) to (?:see|hear about|hear of|get|be shown) ${object}(?: ${forGood})+`,
  `(?:i )?never(?: ever)? want to (?:see|hear about|hear of|get|be shown) ${object}`,
  `(?:from now on,? )no(?: more)? ${object}`,
  `no(?: more)? ${object},? (?:ever(?: again)?|from now on|for good|forever|again)`,
  `never(?: ever)? (?:any |anything with )?${object}(?: again| ever)?`,
  `i (?:really |absolutely |just )*(?:hate|can'?t stand|cannot stand|dislike|despise|loathe) ${object}[\\s,.;:!-]*(?:so |and |please |just )*(?:never|don'?t ever|do not ever|don'?t|do not|stop) ${suggesting} (?:it|them|that|any|those|any of it|any of them)(?: to me)?(?: ${forGood})*`,
];
/** What is thought of single titles: never a score, and never said of a kind ("I hate mecha" is no order). */
const marked = `(?<what>⟦\\d⟧(?:${joined}⟦\\d⟧)*|it|that(?: one)?|this(?: one)?|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?: one)?|(?:number |#) ?\\d{1,2})`;
const much = '(?: (?:at all|that much|very much|so much|much|one bit|either|tbh|honestly|sorry|too))*';
const very = '(?:(?:so|too|really|very|just|kinda|kind of|pretty|such|absolutely|honestly|simply|quite|a bit|super) )*';
const taste = '(?:for me|my (?:thing|style|taste|jam|cup of tea|type|kind of (?:show|thing|anime)))';
const poor = '(?:boring|bad|terrible|awful|horrible|trash|garbage|crap|lame|a waste of (?:my )?time|not good|no good)';
const self = '(?:(?:i|we|i have to say|sorry but i|honestly i|tbh i) )?';
const dislikes = [
  `${self}(?:(?:really|just|honestly|also|actually|absolutely) )*(?:didn'?t|did not|don'?t|do not|never|couldn'?t|could not|can'?t|cannot) ${very}(?:even )?(?:like|liked|enjoy|enjoyed|care for|care about|get into|feel|vibe with|stand|finish because i hated) ${marked}${much}`,
  `${self}${very}(?:hated?|dislike[ds]?|despised?|loathed?) ${marked}${much}`,
  `${self}(?:am |'m |was |were )?${very}(?:not|never) ${very}(?:a (?:big |huge |great )?fan of|much of a fan of|into) ${marked}${much}`,
  `i'?m ${very}not ${very}(?:a (?:big |huge |great )?fan of|much of a fan of|into) ${marked}${much}`,
  `${marked} (?:${very}(?:is|was|are|were) ${very}not|isn'?t|wasn'?t|'s not) ${very}${taste}`,
  `${marked} ${very}(?:is|was) ${very}${poor}`,
  `${marked} (?:bored|bores) me`,
];
/** "not for me", of what was just spoken of. */
const notForMe = `(?:(?:it'?s|its|that'?s|this is|it was|was|just|really|nah|meh|sorry) )*not ${very}${taste}`;
/** Not to be watched, whatever it is like. */
const unwilling = [
  `${self}${very}(?:don'?t|do not|never|didn'?t) (?:ever )?(?:really )?(?:want|wanna|plan|intend|feel like|care) (?:to )?(?:watch|watching|see|seeing|start|starting|try|trying) ${marked}(?: ${forGood})*${much}`,
  `${self}(?:will|would|'ll|'d) never (?:ever )?(?:watch|see|start|try) ${marked}(?: ${forGood})*`,
];
/** Of something that is no title, genre or tag as it is written: to be asked about. */
const words = '(?<what>(?!(?:me|any|anything|spoilers?|that|this|it|them|these|those|more)\\b)[\\p{L}\\p{N}][^⟦⟨,.;:!?]{1,50}?)';
const unknown = [`(?:never|stop)(?: ever)? ${suggesting} ${words}(?: ${forGood})+`, `(?:don'?t|do not)(?: ever)? ${suggesting} ${words}(?: ${forGood})*(?<= (?:again|any ?more|ever|from now on|for good|forever|future))`];
/** Told by a studio, a year, a length or a kind: no title, genre or tag. */
const told = '(?<what>(?:(?:any(?:thing)?|everything|stuff|all|more|any more)\\b|[^⟦⟨,.;:!?]{0,30}\\b(?:movies?|films?|series|ovas?|onas?|specials?|shorts)\\b)[^⟦⟨,.;:!?]{0,60}?)';
const bounded = /\b(?:by|from|before|after|older|newer|longer|shorter|over|under|above|below|rated|scored|made|movies?|films?|series|ovas?|onas?|specials?|shorts|\d+)\b/;
const unkept = [`(?:never|stop)(?: ever)? ${suggesting} ${told}(?: ${forGood})*`, `(?:don'?t|do not) ever ${suggesting} ${told}(?: ${forGood})*`, `(?:don'?t|do not) ${suggesting} ${told}(?: ${forGood})*(?<= (?:again|any ?more|ever|from now on|for good|forever|future))`, `(?:no(?: more)?|never) ${told},? (?:ever(?: again)?|from now on|for good|forever|again)`];
const welcomes = [
  `(?:(?:you|u) (?:can|may|could) )${suggesting} ${object} again`,
  `(?:start )?(?:recommend|suggest)(?:ing)?(?: me)? ${object} again`,
  `${object} (?:is|are) (?:ok(?:ay)?|fine|allowed|welcome|alright)(?: with me| by me)?(?: again| now| after all)+`,
  `(?:unblock|unhide|allow|unban|unmute) ${object}(?: again)?`,
  `(?:i'?m |i am |i )?(?:interested in|open to|into|like|want) ${object} (?:again|after all)`,
  `${object} (?:may|can|could) (?:come up|appear|be shown|show up)(?: again)?`,
];
/** "Show me hentai" is a request of now, and no setting. */
const shows = `(?:always show|allow|enable|include|turn on)(?: me)? ${object}`;
const good = '(?<good>good|great|nice|excellent|perfect|awesome|amazing|brilliant|spot[- ]on)';
const bad = '(?<bad>bad|terrible|awful|poor|lousy|horrible|weak)';
const judged = `(?:a |an )?(?:really |very |pretty |such a )*(?:${good}|${bad}) (?:suggestion|recommendation|rec|pick)`;
const opinions = [`${object} (?:is|was|were) ${judged}`, `${judged}[\\s,:-]+${object}`];

const languages: Readonly<Record<string, string>> = { english: 'english', romaji: 'romaji', romanji: 'romaji', japanese: 'romaji', original: 'romaji', native: 'native', kanji: 'native' };
const language = `(?<language>${Object.keys(languages).join('|')})`;
const naming = [
  `(?:(?:call|name|list|show)(?: me)? (?:them|titles|anime|everything|it all|shows?|the titles) (?:by|in|with)|use|show(?: me)?|give me|write|display|i prefer|i want|i'?d (?:like|prefer)|i would (?:like|prefer)|prefer|switch to|only|always)?\\s*(?:the |their )?${language}(?: language| script)?(?: (?:titles?|names?))(?: ${forGood}| only| instead| always)*`,
  `(?:(?:call|name|list|show)(?: me)? (?:them|titles|anime|everything|the titles|it)|titles|names|anime titles) in ${language}(?: script| letters)?(?: ${forGood}| only| always)*`,
];
const spoilers = {
  hide: `(?:no|hide|avoid|never (?:show|tell|give)(?: me)?|don'?t (?:ever )?(?:show|tell|give)(?: me)?|i (?:hate|don'?t want|don'?t like|do not want))(?: any| all| the)? spoilers?(?: ${forGood}| at all)*`,
  show: `(?:show|tell|give|allow|enable|turn on)(?: me)?(?: the| all)? spoilers?|(?:i )?(?:don'?t mind|love|like|am fine with|'?m fine with|i'?m ok(?:ay)? with)(?: any)? spoilers?|spoilers? (?:are|is) (?:ok(?:ay)?|fine|allowed|welcome)`,
};
const readings = `(?:(?:what(?:'?s| is| are)|show(?: me)?|list|tell me|see|read|check)\\s+)?(?:about )?my (?:preferences|settings|block ?list|preference list|blocked (?:titles|list|tags|genres|anime))|what (?:have|did) i (?:blocked?|hidden?|hide|banned?|excluded?)|what am i not interested in|what (?:do|will) you never (?:show|recommend|suggest)(?: me)?`;

const lead = "\\s*(?:(?:please|pls|ok(?:ay)?|and|also|hey|so|well|yeah|no|nah|btw|by the way|can you|could you|would you|from now on|in future)[\\s,:]+)*";
const whole = (source: string): RegExp => new RegExp(`^${lead}(?:${source})[\\s.!?]*(?:please|pls|thanks|thank you|ok|okay)?[\\s.!?]*$`, 'u');
const compiled = {
  refusals: refusals.map(whole), unkept: unkept.map(whole), unknown: unknown.map(whole), welcomes: welcomes.map(whole), opinions: opinions.map(whole), naming: naming.map(whole),
  dislikes: dislikes.map(whole), notForMe: whole(notForMe), unwilling: unwilling.map(whole), shows: whole(shows), hide: whole(spoilers.hide), show: whole(spoilers.show), readings: whole(readings),
};

const franchise = /⟦\d⟧(?: (?:franchise|universe)\b|,? (?:and|or|with) (?:all |any )?(?:of )?(?:its|the|their|other)? ?(?:sequels?|prequels?|seasons?|spin-?offs?|movies?|parts|ovas?|franchise|rest))|\b(?:any(?:thing)?|everything|all|more)(?: else)? (?:from|of|about|in|with)(?: the)? ⟦\d⟧/;
const adultWords = /\b(?:hentai|porn(?:ography)?|nsfw|r-?18|adult(?= (?:titles?|anime|shows?|stuff|content|movies?|things?))|adults[- ]only)\b|\b18\s?\+/g;

const longestWish = 200;
const mostCommas = 6;

/** @param masked lower case, titles as `⟦0⟧` */
export const readWish = (masked: string, vocabulary: Pick<Vocabulary, 'find'>): Wish | null => {
  // A wish is a sentence, not an enumeration: its patterns try every way to cut a list.
  if (masked.length > longestWish || (masked.match(/,/g)?.length ?? 0) > mostCommas || !mayBe.test(masked)) return null;
  const plain = masked.trim();
  if (compiled.readings.test(plain)) return { about: 'nothing' };
  if (compiled.hide.test(plain)) return { about: 'levels', levels: { spoiler_level: 'hide' } };
  if (compiled.show.test(plain)) return { about: 'levels', levels: { spoiler_level: 'show' } };
  const named = first(compiled.naming, plain)?.['language'];
  if (named !== undefined) return { about: 'levels', levels: { title_language: languages[named] ?? 'english' } };

  const { text, terms } = withMarks(plain, vocabulary);
  const opinion = first(compiled.opinions, text);
  if (opinion?.['what'] !== undefined && !opinion['what'].includes('⟨')) return { about: 'titles', target: opinion['what'], said: opinion['good'] === undefined ? 'disliked' : 'liked' };
  const shown = compiled.shows.exec(text)?.groups?.['what'];
  if (shown !== undefined && leveled(shown, terms).length > 0 && termsIn(shown, terms).length === 0) return { about: 'levels', levels: Object.fromEntries(leveled(shown, terms).map((name) => [name, 'show'])) };
  const opinionOf = readDislike(text);
  if (opinionOf !== null) return { about: 'titles', target: opinionOf, said: 'not_liked' };
  const unwatched = first(compiled.unwilling, text)?.['what'];
  if (unwatched !== undefined) return { about: 'titles', target: unwatched, said: 'no' };
  const welcome = first(compiled.welcomes, text)?.['what'];
  const refused = first(compiled.refusals, text)?.['what'] ?? welcome;
  const unkeepable = refused === undefined ? first(compiled.unkept, text)?.['what'] : undefined;
  if (unkeepable !== undefined && bounded.test(unkeepable)) return { about: 'unkept', words: unkeepable };
  const what = refused ?? first(compiled.unknown, text)?.['what'];
  if (what === undefined) return null;
  const again = welcome === what;
  if (!what.includes('⟨')) return { about: 'titles', target: what, said: again ? 'again' : franchise.test(text) ? 'no_franchise' : 'no' };
  // "no mecha or Naruto ever": of two kinds at once, each would be a wish of its own.
  if (what.includes('⟦')) return null;
  const levels = Object.fromEntries(leveled(what, terms).map((name) => [name, again ? 'show' : 'hide']));
  return { about: 'terms', terms: termsIn(what, terms), again, levels };
};

/** What somebody says not to like, as words that name or point at titles; null when they say anything else. @param plain lower case, titles as marks */
export const readDislike = (plain: string): string | null => {
  if (!mayBe.test(plain) || plain.length > longestWish) return null;
  const whole = dislikedIn(plain);
  const pieces = whole === null ? plain.split(/\s*[,;.]+\s+(?:(?:and|but)\s+)?|\s+(?:and|but)\s+/) : [];
  const each = pieces.length > mostCommas ? [] : pieces.map(dislikedIn);
  // "⟦0⟧ was boring and I hated ⟦1⟧"
  return whole ?? (each.length > 1 && each.every((what) => what?.includes('⟦')) ? each.join(' ') : null);
};
const dislikedIn = (plain: string): string | null => {
  const [lead, title] = tried.exec(plain) ?? [];
  const rest = lead === undefined ? plain : plain.slice(lead.length);
  const what = first(compiled.dislikes, rest)?.['what'] ?? (compiled.notForMe.test(rest) ? 'it' : null);
  return title !== undefined && what !== null && /^(?:it|that|this)\b/.test(what) ? title : lead === undefined ? what : null;
};
/** "tried ⟦0⟧, couldn't get into it" */
const tried = /^\s*(?:(?:i|we|i've|we've|have|just|also|once)\s+)*(?:tried|checked out|gave)\s+(?:watching\s+)?(⟦\d⟧)(?:\s+(?:a (?:try|chance|shot|go)|once|twice))?[\s,.;]+(?:(?:but|and)\s+)*/;

const first = (patterns: readonly RegExp[], text: string): Record<string, string> | undefined => {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined) return groups;
  }
  return undefined;
};

/** Genres and tags as `⟨0⟩`, what is for adults as `⟨a⟩`: their words must not be read as anything else. */
const withMarks = (plain: string, vocabulary: Pick<Vocabulary, 'find'>): { readonly text: string; readonly terms: readonly string[] } => {
  const decent = plain.replace(adultWords, '⟨a⟩');
  const found = vocabulary.find(decent);
  let text = '';
  let end = 0;
  for (const [index, term] of found.entries()) {
    // "Romcom" is two genres at one place.
    const isMore = term.start < end;
    text += isMore ? `, ⟨${index}⟩` : `${decent.slice(end, term.start)}⟨${index}⟩`;
    end = term.end;
  }
  return { text: text + decent.slice(end), terms: found.map(({ name }) => name) };
};

const marksIn = (what: string): string[] => [...what.matchAll(/⟨([\da]+)⟩/g)].map(([, at = '']) => at);
const leveled = (what: string, terms: readonly string[]): string[] => [
  ...(marksIn(what).includes('a') ? ['adult_level'] : []),
  ...(marksIn(what).some((at) => terms[Number(at)] === 'Ecchi') ? ['ecchi_level'] : []),
];
const termsIn = (what: string, terms: readonly string[]): string[] => marksIn(what).flatMap((at) => terms[Number(at)] ?? []).filter((name) => name !== 'Ecchi');
