/** Many titles by one order, told by what they have in common: "drop everything I put on hold", "make all my 10s into 9s", "add everything by Bones". */
import type { ListStatus } from '../../../../../src/domain/list-entry.ts';
import type { Change, OwnScore } from '../../../state.ts';
import { readOwnScore } from './read-own-score.ts';
import { statusesIn } from './read-list-words.ts';
import type { Scanner } from './scanner.ts';

const lists = '(?:watch ?)?list';
const shelves = '(?:dropped|completed|finished|watched|watching|paused|on[- ]hold|planned|plan to watch|ptw|backlog)';
const several = new RegExp(String.raw`\b(?:everything|every\b(?: single)?(?: (?:one|anime|show|series|title|entry|thing)\b)?|anything (?:that|which|i|by|from)|(?<!\b(?:them|these|those|it) )all (?!but\b|to\b|into\b|at\b|as\b|on\b|good\b|right\b|over\b|in\b|of (?:them|these|those)\b|(?:of )?(?:it|this|that|these|those)\b|two\b|three\b|four\b|five\b)|the rest\b|(?:my|the) (?:whole|entire|full|complete) ${lists}|(?:my|the) ${shelves} (?:ones|shows|anime|titles|entries|stuff|${lists})|my (?:10|[1-9]|ten|nine|eight|seven|six|five)'?s\b)`);
const emptied = new RegExp(String.raw`\b(?:clear|wipe|empty|reset|nuke|purge|delete|erase|trash)\b(?: out)?\s+(?:out )?(?:(?:my|the) )?(?:(?:whole|entire|full|complete|anime) )*(?:${lists}|everything|all)(?: (?:on|from|off|in) my ${lists})?[\s.!]*$`);
const orders = /\b(?:watched|finished|completed|seen|dropped|remove|delete|erase|clear|wipe|drop|pause|finish|complete|mark|set|move|put|change|make|get rid of|take|throw|rate|score|give|bump|add|save|queue|bookmark|goes|go|should (?:be|go)|(?:to|as|into) (?:dropped|completed|on[- ]hold|watching|plan)|park|shelve)\b/;
const removing = /\b(?:(?:can|could|may|must|should|has to|have to|gotta) go(?! (?:to|on|in))\b|remove|delete|erase|clear|wipe|get rid of|throw (?:out|away)|take (?=.*\boff\b))/;
const lead = String.raw`^\s*(?:(?:please|can|could|you|now|then|and|ok|so|just|actually|go|ahead|lets|let's)\s+)*`;
/** Verbs that say themselves what becomes of a title. */
const becoming: readonly (readonly [RegExp, ListStatus])[] = [
  [new RegExp(`${lead}(?:drop|ditch)\\b`), 'dropped'], [new RegExp(`${lead}(?:pause|shelve|park)\\b`), 'on_hold'], [new RegExp(`${lead}(?:(?:i|we|i've|we've|already|finally)\\s+)*(?:finish|complete|watched|finished|completed|seen)\\b`), 'completed'], [new RegExp(`${lead}(?:(?:i|we|i've|already)\\s+)*dropped\\b`), 'dropped'],
];
const collecting = new RegExp(`${lead}(?:add|save|queue|bookmark|put|throw|stick)\\b`);
const ownOnes = /\b(?:i|we|i'm|i've|my (?!plan|(?:watch ?)?list|ptw|backlog|queue))\b/;
const rated = /\b(?:to|into|as|an?|at|be)\s+(?:an?\s+)?(10|[1-9](?:[.,]5)?)'?s?\s*[.!]*\s*$|\b(?:rate|score|give)\b.*\s(10|[1-9](?:[.,]5)?)\s*[.!]*\s*$/;
const excepted = /\b(?:except(?: for)?|but(?: not)?|apart from|besides|other than|minus|excluding|without|not)\s+⟦\d⟧(?:\s*(?:,|and|or|&|nor)+\s*⟦\d⟧)*/;

type EveryTitle = {
  /** Null: it is not said what becomes of them. */
  readonly change: Change | null;
  readonly from: 'list' | 'catalogue';
  /** The shelf they stand on. */
  readonly status: ListStatus | null;
  /** Marks of titles that are left out. */
  readonly except: readonly number[];
  readonly own: OwnScore;
};

/** Takes out the order and the shelf; what they have in common besides is left for the readers of conditions. Undefined when single titles are meant. */
export const readEvery = (scanner: Scanner): EveryTitle | undefined => {
  if (scanner.take(emptied) !== undefined) return { change: { remove: true }, from: 'list', status: null, except: [], own: {} };
  const text = scanner.text();
  if (!several.test(text) || !orders.test(text)) return undefined;
  const except = [...(scanner.take(excepted)?.[0].matchAll(/⟦(\d)⟧/g) ?? [])].map(([, at]) => Number(at));
  // A title among them is no part of a kind: "add all the ⟦0⟧ films".
  if (/⟦\d⟧/.test(scanner.text())) return undefined;
  const said = statusesIn(scanner.text());
  const blank = ({ start, end }: (typeof said)[number]): void => scanner.blank(start, end);
  const shelfAnd = (change: Change | null, from: EveryTitle['from'], shelf: (typeof said)[number] | undefined): EveryTitle => {
    said.forEach(blank);
    const own = readOwnScore(scanner);
    scanner.take(several);
    scanner.take(orders);
    return { change, from, status: shelf?.status ?? null, except, own };
  };
  if (removing.test(text)) return shelfAnd({ remove: true }, 'list', said[0]);
  const verb = becoming.find(([words]) => words.test(text));
  if (verb !== undefined) {
    const rest = said.filter(({ start }) => start > (verb[0].exec(text)?.[0].length ?? 0) - 3);
    return shelfAnd({ status: verb[1] }, 'list', rest.find(({ status }) => status !== verb[1]));
  }
  const score = scanner.take(rated)?.slice(1).find((figure) => figure !== undefined);
  if (score !== undefined) return shelfAnd({ score: Number(score.replace(',', '.')) }, 'list', said[0]);
  const target = said.at(-1);
  const collected = collecting.test(text) && !ownOnes.test(text) && (target === undefined || target.status === 'plan_to_watch');
  if (collected) return shelfAnd({ status: 'plan_to_watch', only_new: true }, 'catalogue', undefined);
  return shelfAnd(target === undefined ? null : { status: target.status }, 'list', said.length > 1 ? said[0] : undefined);
};
