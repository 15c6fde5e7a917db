/** The English title, guessed from the main title and synonyms of many languages. Null when unsure. */

export type EnglishTitleHints = {
  readonly title: string;
  readonly synonyms: readonly string[];
  /** Lower-case words of English prose. */
  readonly englishWords: ReadonlySet<string>;
};

/** What a romaji word can be made of. English words have that shape too ("no", "are", "made"). */
const romaji = /^(?:(?:[kgsztdnhbpmyrwfj]|sh|ch|ts|[kgnhbpmrj]y)?(?:[aiueo]{1,2}|[aiueo]h)|n(?![aiueo])|([kstpcgdbz])(?=\1|ch))+$/;
/** Beside a romaji word these make the text Japanese: "Tonari no Seki-kun: The Master of Killing Time". */
const particle = /^(?:no|wa|wo|ga|ni|de|kara|made|yo|san|kun|chan|sama|hen|chi|to|na)$/;
/** Small words of other languages that title words of theirs stand beside. */
const foreign =
  /^(?:el|la|los|las|le|les|des|du|der|das|und|den|dem|ein|eine|il|gli|lo|della|del|di|da|dos|os|um|uma|et|na|nie|vom|zum|ve|bir|cua|va|och|en|van|het|een|ja|se|sa|si|ng|ang|aux|une|un|con|sul|por|para|mit|im)$/;
/** Additions that tell one part of a franchise from another; wrong unless the main title has as many. */
const addition = /\b(?:season|tv|ova|oad|ona|movie|special|specials|part|cour|recap|s\d)\b|\b\d+(?:st|nd|rd|th)?\b/gi;

/** With more synonyms than these, one English one proves nothing. */
const maxForOne = 8;

/**
 * The main title when it is English itself; else the only English synonym, or the one that most of several agree with.
 * Where they disagree, or stand alone among titles in many languages, they are often fans' literal translations: null.
 */
export const englishTitle = ({ title, synonyms, englishWords }: EnglishTitleHints): string | null => {
  const plain = title.replace(/ \((?:TV|(?:19|20)\d\d)\)$/, '');
  if (isEnglish(plain, englishWords, 0)) return plain;
  const expected = additions(title);
  const candidates = synonyms.filter((text) => additions(text) === expected && isEnglish(text, englishWords, 0.5)).map((text) => ({ text, words: wordsOf(text) }));
  if (candidates.length <= 1) return synonyms.length <= maxForOne ? (candidates[0]?.text ?? null) : null;
  const ranked = candidates
    .map(({ text, words }) => ({ text, likeness: candidates.map((other) => shared(words, other.words)) }))
    .map(({ text, likeness }) => ({ text, total: sum(likeness), supporters: likeness.filter((share) => share >= 0.6).length - 1 }))
    .sort((a, b) => b.total - a.total || a.text.length - b.text.length);
  const best = ranked[0];
  return best !== undefined && 2 * best.supporters >= candidates.length - 1 ? best.text : null;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const additions = (text: string): number => text.match(addition)?.length ?? 0;

const wordsOf = (text: string): string[] =>
  (text.toLowerCase().replaceAll('’', "'").match(/[\p{L}']+/gu) ?? []).map((word) => word.replace(/'s$|^'|'$/g, '')).filter(Boolean);

/** Share of words that two titles have in common, 0-1. */
const shared = (a: readonly string[], b: readonly string[]): number => a.filter((word) => b.includes(word)).length / Math.max(a.length, b.length);

/** Half of the words or more are known English ones, and the rest look like names: at most `romajiShare` of all is Japanese. */
const isEnglish = (text: string, englishWords: ReadonlySet<string>, romajiShare: number): boolean => {
  if (!/^[A-Z0-9.'"[(“‘-][\x20-\x7E’‘“”–—…☆★♪♥×·½²³é]+$/.test(text)) return false;
  const words = wordsOf(text);
  const strangers = words.filter((word) => !englishWords.has(word));
  const japanese = strangers.filter((word) => romaji.test(word)).length;
  const telling = words.filter((word) => word.length > 3 && englishWords.has(word));
  if (telling.length === 0 || strangers.length > words.length / 2 || japanese > words.length * romajiShare) return false;
  return !strangers.some((word) => foreign.test(word)) && !(japanese > 0 && words.some((word) => particle.test(word)));
};
