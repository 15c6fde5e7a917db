/** A list of English words, learned from prose of our own instead of shipped as a file. */

const always =
  "a an and are as at be been but by can do don't for from had has have he her his how i if in into is it its just let like may me more my never no not of off on one only or other our out over she so some than that the their them then there these they this those to too two under up upon us was we were what when where which who whom whose why will with without you your".split(' ');

/** Words that prose has in lower case: names, which romaji mostly are there, begin with a capital. */
export const englishWordsOf = (prose: Iterable<string | null | undefined>): Set<string> => {
  const words = new Set(always);
  for (const text of prose) {
    for (const word of (text ?? '').replaceAll('’', "'").match(/(?<![\p{L}'])[a-z][a-z']*/gu) ?? []) words.add(word.replace(/'s$|'$/, ''));
  }
  return words;
};
