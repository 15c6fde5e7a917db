/** "ecchi is okay after all", "horror would be fine": kinds that were refused before, and no longer are. */
import type { Field } from '../../../deps.ts';

const welcome = /\b(?:is|are|would be|'?s)\s+(?:totally |also |actually )?(?:ok(?:ay)?|fine|alright|all right|allowed|welcome)\b/;
const besides = /^[\s,.!]*(?:(?:and|or|ok(?:ay)?|actually|well|though|but|is|are|would be|totally|also|fine|alright|all right|allowed|welcome|with (?:me|us)|by (?:me|us)|too|again|after all|now|then|some|a bit of)\b[\s,.!]*)*$/;

/** Genres and tags; none where the message says anything else. @param text lower case, titles as marks */
export const readAllowed = (text: string, vocabulary: Pick<Field['vocabulary'], 'find'>): readonly string[] => {
  if (!welcome.test(text)) return [];
  const terms = vocabulary.find(text);
  const rest = terms.reduceRight((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  return besides.test(rest) ? terms.map(({ name }) => name) : [];
};
