/** The title in its own script, guessed from synonyms of many languages. */

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const han = /\p{Script=Han}/u;
const hangul = /\p{Script=Hangul}/u;
/** Half-width katakana in a title is the trace of a text that was decoded wrongly. */
const garbled = /[\uFF61-\uFF9F]/;
const cjk = /^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Hangul}\p{Script=Latin}\p{P}\p{S}\p{N}\sー]+$/u;

export type NativeTitleHints = { readonly title: string; readonly synonyms: readonly string[]; readonly origin: 'japan' | 'china' | 'korea' };

/**
 * Kana says Japanese; of titles in Han characters alone the one that Japan's everyday set can write is taken (Chinese ones, in either
 * form, nearly always have a character outside it), another only when there is nothing else; Hangul only for a Korean work.
 * Null when there is none of them.
 */
export const nativeTitle = ({ title, synonyms, origin }: NativeTitleHints): string | null => {
  const candidates = [title, ...synonyms].filter((text) => cjk.test(text) && !garbled.test(text) && (kana.test(text) || han.test(text) || hangul.test(text)));
  const ranked = candidates
    .map((text) => ({ text, rank: rankOf(text, origin), distance: distanceTo(title, text) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.distance - b.distance);
  return ranked[0]?.text ?? null;
};

const rankOf = (text: string, origin: NativeTitleHints['origin']): number => {
  if (origin === 'korea') return hangul.test(text) ? 4 : 0;
  if (hangul.test(text)) return 0;
  if (origin === 'china') return kana.test(text) || !han.test(text) ? 0 : allIn(text, simplified) ? 4 : 3;
  if (!kana.test(text)) return allIn(text, japanese) ? 3 : 1;
  return han.test(text) || /\p{Script=Katakana}/u.test(text) ? 4 : 3;
};

/** An abbreviation or a subtitle more has the wrong length; Latin words that the romaji lacks and brackets are additions. */
const distanceTo = (title: string, text: string): number => {
  const strangers = (text.match(/\p{Script=Latin}{2,}/gu) ?? []).filter((word) => !title.toLowerCase().includes(word.toLowerCase()));
  const spelled = [...text].reduce((sum, char) => sum + (han.test(char) ? 3.5 : kana.test(char) ? 2 : 1), 0);
  return Math.abs(Math.log(spelled / Math.max(1, title.length))) + strangers.length + (/[()[\]#（）]/.test(text) ? 0.5 : 0);
};

/** All characters that a legacy encoding has between two lead bytes: its standard's own list, so no table has to be kept here. */
const charactersOf = (encoding: string, [firstLead, lastLead]: readonly [number, number], firstTrail: number): Set<string> => {
  const decoder = new TextDecoder(encoding);
  const characters = new Set<string>();
  for (let lead = firstLead; lead <= lastLead; lead += 1) {
    for (let trail = firstTrail; trail <= 0xfe; trail += 1) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (han.test(char) && char.length === 1) characters.add(char);
    }
  }
  return characters;
};
/** JIS X 0208 level 1 (rows 16-47): what Japan writes every day. */
const japanese = charactersOf('shift_jis', [0x88, 0x98], 0x40);
/** GB 2312: simplified Chinese. */
const simplified = charactersOf('gb2312', [0xb0, 0xf7], 0xa1);

const allIn = (text: string, set: ReadonlySet<string>): boolean => [...text].every((char) => !han.test(char) || set.has(char));
