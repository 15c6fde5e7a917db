/** Studios in a message, by name or by what people call them: "by Bones", "KyoAni films", "did MAPPA animate it". */
import type { Entities } from '../../../../../src/domain/entities.ts';
import type { Vocabulary } from '../../../../../src/domain/vocabulary.ts';
import { parseNumber } from './numbers.ts';
import type { Scanner } from './scanner.ts';

/** Folded word of the fans -> folded beginning of the name. */
const nicknames: Record<string, string> = { kyoani: 'kyotoanimation', pa: 'paworks', ig: 'productionig', productionig: 'productionig', a1: 'a1pictures', toei: 'toeianimation', jcstaff: 'jcstaff', sunrise: 'sunrise', wit: 'witstudio', dogakobo: 'dogakobo', saru: 'sciencesaru' };
/** Words of a name that people leave out. */
const dropped = /^studio|(?:studios?|animation|productions?|pictures)$/;
const longestName = 5;

const before = /\b(?:by|from|at|of|studios?|everything|anything|all(?: of)?|did|does|was it|made|behind|than|like|overrate|only|same (?:thing |one )?(?:but|for|with))\s*$/;
const refused = /\b(?:not|no|nothing|none|without|minus|avoid|skip|exclud(?:e|ing)|except(?: for)?|besides|other than|anything but|(?:^\s*(?=seen|know)|\b(?:i|we|i'?ve|we'?ve|have))(?: ?already)? ?(?:know|knew|seen|watched|saw|did|done)(?: (?:almost|nearly))? (?:all|every(?:thing)?)(?: (?:of|the))*(?!.*\blist\b))\s+(?:(?:made |animated )?by |from |of |anything (?:by |from ))?(?:studio\s+)?$/;
const besidePeople = /\b(?:not|no|nothing|none|anything but)(?: else)? by (?:[\p{L}.'-]+ ){1,3}?((?:or|and|nor) (?:by )?)$/u;
/** "nothing by MAPPA or Ghibli" refuses both. */
const joined = /^\s*(?:,|or|and|nor)\s*(?:by\s+)?$/;
const after = /^['’]?s?\s+(?:(?:has |have )?ever\s+)?(?:anime|animes|shows?|series|films?|movies?|stuff|works?|things?|ones|made|makes|animate[ds]?|produced|productions?|titles|classics?|did|do)\b/;

const keys = new WeakMap<readonly string[], ReadonlyMap<string, string>>();
const keysOf = (studios: readonly string[]): ReadonlyMap<string, string> => {
  const known = keys.get(studios);
  if (known !== undefined) return known;
  const made = new Map<string, string>();
  for (const studio of studios) made.set(fold(studio), studio);
  for (const studio of studios) {
    const short = fold(studio).replace(dropped, '');
    if (short.length >= 4 && !made.has(short)) made.set(short, studio);
  }
  for (const [nickname, name] of Object.entries(nicknames)) {
    const studio = made.get(name);
    if (studio !== undefined && !made.has(nickname)) made.set(nickname, studio);
  }
  keys.set(studios, made);
  return made;
};

const fold = (name: string): string => name.toLowerCase().normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '');

/** Names of one plain word are words too ("Bones", "Trigger", "Sunrise"): they count beside words that studios stand with. */
export const readStudios = (scanner: Scanner, studios: readonly string[], vocabulary: Pick<Vocabulary, 'find'>): Pick<Entities, 'studios' | 'exclude_studios'> => {
  const names = keysOf(studios);
  const found: Pick<Entities, 'studios' | 'exclude_studios'> = { studios: [], exclude_studios: [] };
  let lastRefused = -1;
  const text = scanner.text();
  const words = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.\-'!&]*/gu)];
  for (let from = 0; from < words.length; from += 1) {
    for (let size = Math.min(longestName, words.length - from); size >= 1; size -= 1) {
      const [first, last] = [words[from], words[from + size - 1]];
      if (first === undefined || last === undefined) continue;
      const [start, end] = [first.index, last.index + last[0].length];
      const span = text.slice(start, end);
      // "to movies" is not Tomovies.
      if (/[⟦,]/.test(span) || (size > 1 && /^(?:to|of|in|on|at|by|from|a|and|or)\s/.test(span))) continue;
      const key = fold(span);
      const studio = names.get(key) ?? names.get(key.replace(/s$/, ''));
      if (studio === undefined || key.length < 2) continue;
      const [lead, rest] = [text.slice(0, start), text.slice(end)];
      // "seven sports shows"
      if (parseNumber(span) !== undefined && !/\b(?:by|studio)\s*$/.test(lead)) continue;
      // A name without its "Studio" may be any word ("trash isekai" is not by Trash Studio).
      const whole = key === fold(studio) || Object.hasOwn(nicknames, key);
      const told = before.test(lead) || (lastRefused >= 0 && joined.test(text.slice(lastRefused, start))) || distinct.has(key) || (whole && key.length >= 4 && (after.test(rest) || startsWithTerm(rest, vocabulary)));
      const plain = size === 1 || key.length < 6 || everyday.test(span);
      if (plain && (!told || (vocabulary.find(span).length > 0 && !/\b(?:by|studio)\s*$/.test(lead)))) continue;
      // "nothing by Makoto Shinkai or Comix Wave"
      const beside = besidePeople.exec(lead)?.[1]?.length ?? 0;
      const isRefused = refused.test(lead) || beside > 0 || (lastRefused >= 0 && joined.test(text.slice(lastRefused, start)));
      if (isRefused) lastRefused = end;
      const list = isRefused ? found.exclude_studios : found.studios;
      if (!list.includes(studio)) list.push(studio);
      const cue = /(?:\b(?:made by|animated by|by|from|at|of)\s+)?(?:\bstudios?\s+)?$/.exec(lead)?.[0].length ?? 0;
      scanner.blank(start - (isRefused ? Math.max(cue, beside, refused.exec(lead)?.[0].length ?? 0) : cue), end);
      from += size - 1;
      break;
    }
  }
  return found;
};

/** "nothing new grabs me" names no studio. */
const everyday = /^(?:(?:no|nothing|something|anything|new|old|good|big|one|two|three|the|a|my|all|more|first|last|best|next|day|night|world|life|time|works?)\b\s*)+$/;

/** Words that name nothing but a studio. */
const distinct: ReadonlySet<string> = new Set(['kyoani', 'ghibli', 'mappa', 'ufotable', 'madhouse', 'gainax', 'cloverworks', 'brainsbase', 'kyotoanimation']);

/** "shaft vampires", "sunrise mecha": a kind of anime right behind the name. */
const startsWithTerm = (rest: string, vocabulary: Pick<Vocabulary, 'find'>): boolean => /^\s+\p{L}/u.test(rest) && vocabulary.find(rest.slice(0, 40)).some(({ start }) => rest.slice(0, start).trim() === '');
