/** Which names a misspelt text may stand for, and how near it is to each. */
import type { NearKeys } from './near-keys.ts';
import type { NgramIndex } from './ngram-index.ts';
import { slipCost } from './slip-cost.ts';
import type { TitleNames } from './title-names.ts';

/** `alike`: 1 = the same; `length` of the shorter and of the longer of both. */
export type Misspelling = { readonly id: number; readonly alike: number; readonly shorter: number; readonly longer: number };
type Parts = { readonly names: TitleNames; readonly grams: NgramIndex; readonly nearKeys: NearKeys };

const shortest = 3;
/** Two slips in a shorter text can leave no three letters whole to find it by; in a longer one they cannot. */
const wholeGroups = 17;
const mostEdits = 4;
/** One or two everyday words are rarely meant as a title, and then at most a letter is wrong. */
const editsOfPlain = 1;
/** What is less alike is another name. */
const floor = 0.5;
/** One digit is one edit but another season. */
const otherFigures = 0.25;

/** @param plain everyday words alone */
export const misspelt = (folded: string, plain: boolean, { names, grams, nearKeys }: Parts): Misspelling[] => {
  const key = folded.replaceAll(' ', '');
  if (key.length < shortest) return [];
  const figures = figuresOf(key);
  const edits = Math.max(1, Math.min(plain && folded.split(' ').length < 3 ? editsOfPlain : mostEdits, Math.floor(key.length * 0.4)));
  const ids = key.length < wholeGroups ? nearKeys.near(key, edits) : grams.shortlist(key, 25, 'dice').map(({ id }) => id);
  return ids.flatMap((id) => {
    const name = names.keys[id] ?? '';
    const [shorter, longer] = [Math.min(key.length, name.length), Math.max(key.length, name.length)];
    const close = 1 - slipCost(key, name, (1 - floor) * longer) / longer;
    const alike = figuresOf(name) === figures ? close : close - otherFigures;
    return alike > floor && name !== key ? [{ id, alike, shorter, longer }] : [];
  });
};

const figuresOf = (key: string): string => key.replace(/\D/g, '');
