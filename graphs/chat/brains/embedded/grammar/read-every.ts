/** Whole shelves of the user's list: "everything I dropped", "my whole list", "the rest". */
import type { ListStatus } from '../../../../../src/domain/list-entry.ts';
import { readStatus } from './read-list-words.ts';
import { createScanner, type Scanner } from './scanner.ts';

const lists = '(?:watch ?)?list';
const all = String.raw`\b(?:everything|(?:all|every(?: single)?(?: one)?)(?: of)?(?: the| my)?(?: (?:shows?|anime|titles?|entries|ones|stuff|things))?|the rest(?: of (?:it|them|my ${lists}))?|(?:my|the) (?:whole|entire|full) ${lists}|all of (?:it|my ${lists}))`;
/** A shelf named beside it: "everything I dropped", "all my completed shows", "the dropped ones". */
const shelf = String.raw`(?:\s+(?:that |which )?(?:is |are |was |were )?(?:on |in |from )?(?:i(?:'ve| have)? |my |the )?(?:(?:already|currently) )?(?:dropped|completed|finished|watched|watching|on[- ]hold|paused|plan(?:ned|ning)?(?: to watch)?|ptw|backlog|${lists})(?: (?:ones|shows?|anime|titles|entries|${lists}))?)?`;
const emptied = new RegExp(String.raw`\b(?:clear|wipe|empty|reset|nuke|purge)\b(?: out)?\s+(?:out )?(?:my |the )?(?:whole |entire |full |complete )?(?:${lists}|everything|all)\b`);
const several = new RegExp(`${all}${shelf}|\\b(?:all )?(?:the|my) (?:dropped|completed|finished|paused|on[- ]hold|planned|plan to watch|ptw) (?:ones|shows|anime|titles|entries|${lists})\\b`);

/** @returns the shelf that is meant (null = all of them), or undefined when single titles are */
export const readEvery = (scanner: Scanner): { readonly status: ListStatus | null; readonly remove: boolean } | undefined => {
  if (scanner.take(emptied) !== undefined) return { status: null, remove: true };
  if (!/\b(?:remove|delete|erase|clear|wipe|drop|mark|set|move|put|change|get rid of|take|throw)\b/.test(scanner.text())) return undefined;
  const named = scanner.take(several);
  if (named === undefined) return undefined;
  const remove = scanner.take(/\b(?:remove|delete|erase|clear|wipe|get rid of|throw (?:out|away)|take (?=.*\boff\b))\b/) !== undefined;
  return { status: readStatus(createScanner(named[0])), remove };
};
