/** What people type in a hurry -> the words that the grammar and the classifier know. Titles are masked by then and never touched. */
const slang: Record<string, string> = {
  teh: 'the', hte: 'the', ad: 'add', plz: 'please', pls: 'please', smth: 'something', sth: 'something', smthing: 'something', gimme: 'give me', lemme: 'let me', wanna: 'want to', gotta: 'have to',
  b4: 'before', wacth: 'watch', wtach: 'watch', watchd: 'watched', finishd: 'finished', remeber: 'remember', hav: 'have', wich: 'which', lenght: 'length', acually: 'actually', actualy: 'actually', newr: 'newer', oldr: 'older', othr: 'other', frist: 'first', secnd: 'second', thrid: 'third', th: 'the', moar: 'more', eps: 'episodes', les: 'less', thats: "that's", whats: "what's", theyre: "they're", ive: "i've", w: 'with', wo: 'without', nuthin: 'nothing', nothin: 'nothing', lsit: 'list', lits: 'list', liek: 'like', shwo: 'show', waht: 'what', anmie: 'anime', aniem: 'anime', wach: 'watch', somethin: 'something', feelin: 'feeling', watchin: 'watching', lookin: 'looking', doin: 'doing', airin: 'airing', likin: 'liking', finna: 'going to', bussin: 'good', banger: 'great one', bangers: 'great ones', fav: 'favourite', faves: 'favourites', favs: 'favourites', rn: 'right now', tn: 'tonight', yall: 'you', wdym: 'what do you mean', slaps: '', szn: 'season', obvs: 'obviously', goated: 'great', idc: "i don't care", dunno: "don't know", prolly: 'probably', def: 'definitely', kinda: 'kind of', sorta: 'sort of', outta: 'out of', tryna: 'trying to', n: 'and', nd: 'and', wth: 'with', watchlst: 'watchlist', sumn: 'something', smn: 'something', episods: 'episodes', shud: 'should', wat: 'what', wut: 'what', dat: 'that', dis: 'this', sumthing: 'something', reccomend: 'recommend', reccommend: 'recommend', recomend: 'recommend', rec: 'recommend', epsiodes: 'episodes', eposides: 'episodes',
  dont: "don't", couldnt: "couldn't", doesnt: "doesn't", isnt: "isn't", havent: "haven't", didnt: "didn't", cant: "can't", ur: 'your', u: 'you', r: 'are', thx: 'thanks', tho: 'though', bc: 'because', cuz: 'because', abt: 'about', tmrw: 'tomorrow',
  weve: "we've", youve: "you've", theyve: "they've", hes: "he's", shes: "she's", wheres: "where's", whos: "who's", arent: "aren't", wasnt: "wasn't", wont: "won't", wouldnt: "wouldn't", shouldnt: "shouldn't", hasnt: "hasn't",
};
/** Words that decide; a word of six letters and more that is one slip away from one of them is meant to be it. */
const deciding = `something anything similar shorter longer newer older darker funnier lighter recommend recommendation suggest suggestions episode episodes finished completed dropped started watching watched season
seasons compare between without except exclude instead please another number second fourth length minutes studio director airing finish remove delete progress rating romance romantic comedy horror fantasy adventure mystery thriller detective samurai vampire vampires zombie zombies pirates assassin psychological supernatural historical military isekai cyberpunk`.split(/\s+/);
/** Words one slip away from a deciding one that mean themselves. */
const real = `ailing aiming competed darken darkened finnish forth linger longed loner loners mastery racing raging remote sakurai shooter shooters shorten starred starter startled starved stated stating thrilled witching`.split(/\s+/);
const known: ReadonlySet<string> = new Set([...deciding, ...real]);
const shortest = 6;

/** "'98" is a year; "'90s" and "rock 'n" are none. */
const shortYear = /(?<![\p{L}\p{N}])['’](\d{2})(?![\p{L}\p{N}]|\s?['’]?s\b)/gu;
const inFull = (figures: string): string => `${Number(figures) >= 40 ? 19 : 20}${figures}`;

/** Blood that is not wanted, years in words, and places in a list by other names: "the one at the top", "this second". */
const places: readonly (readonly [RegExp, string])[] = [
  [/[➕＋]\s*/gu, '+ '], [/(?<=\S)\s*(?:(?![✔✅☑])\p{Extended_Pictographic}\uFE0F?\s*)+(?=\d)/gu, ', '], [/^\s*-\s+(?=\p{L})/u, 'no '], [/^\s*\+\s+(?!(?:it|that|this|them|the|one|number)\b)(?=\p{L})/u, 'and '],
  [/\b(no|not|without|zero|less)( any| too much| much)? blood\b(?! (?:relation|types?|ties))/g, '$1$2 gore'],
  [/\b(?:the year )?two thousand\b/g, '2000'], [/\bthe year (?=(?:19|20)\d\d\b)/g, ''],
  [/\b(?:the )?(?:one|title|show|anime) (?:at|on) (?:the )?top\b|\b(?:the )?top(?:most)? one\b/g, 'the first one'],
  [/\b(?:the )?(?:one|title|show|anime) at (?:the )?(?:bottom|end)\b|\b(?:the )?bottom one\b/g, 'the last one'],
  [/\bill (?=(?:start|watch|take|try|go|give|add|check|keep|pick|save|finish|drop|have|see|stick)\b)/g, "i'll "], [/\bwhich ones(?= (?:the )?(?:\p{L}+er|\p{L}+est|more|most|less|least|best|good)\b)/gu, 'which one is'],
  // "if it's isekai i'll scream"
  [/\bif (?:it'?s|it is|there'?s|there is|it has) (?:just |another |an? |any |yet )*([\p{L} -]{3,25}?)[, ]+(?:then )?(?:i(?:'?ll| will|'?m| am) (?:gonna )?(?:scream|out|pass|leave|quit|skip|die|cry|riot)|count me out|no thanks|forget it|hard pass)\b/gu, 'no $1'],
  [/\bthis (?=(?:first|second|third|fourth|fifth)\b(?! (?:season|part|time|episode)))/g, 'the '],
];
const inPlainPlaces = (masked: string): string => places.reduce((text, [words, plain]) => text.replace(words, plain), masked);

/** @param masked lower case, titles as `⟦0⟧` */
export const respell = (masked: string): string =>
  inPlainPlaces(masked).replace(shortYear, (_, figures: string) => inFull(figures)).replace(/(?<![\p{L}\p{N}'’⟦])[a-z][a-z0-9]*(?![\p{L}\p{N}'’⟧])/gu, (word) => slang[word] ?? (word.length < shortest - 1 || known.has(word) ? word : (deciding.find((right) => isOneSlip(word, right)) ?? word)));

/** One letter more, less, other, or two neighbours swapped; the first letter is right, and endings of their own are no slip. */
const isOneSlip = (word: string, right: string): boolean => {
  if (word[0] !== right[0] || Math.abs(word.length - right.length) > 1 || right.length < shortest) return false;
  // "seasonal", "mysteries", "compared": other words, not slips
  if (word.startsWith(right) || right.startsWith(word) || `${right}s` === word || word.endsWith('s') !== right.endsWith('s')) return false;
  let at = 0;
  while (word[at] === right[at]) at += 1;
  const [one, other] = [word.slice(at), right.slice(at)];
  return one.slice(1) === other.slice(1) || one.slice(1) === other || one === other.slice(1) || (one[0] === other[1] && one[1] === other[0] && one.slice(2) === other.slice(2));
};
