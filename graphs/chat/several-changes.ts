/** "finished naruto, dropped bleach": what is said of each title, once it is clear what "it" and "the second" are. Pure. */
import { withoutDays } from './intents/said-day.ts';
import type { Change, Reading } from './state.ts';

/** What the readings of the parts say, as one reading: its titles, and beside each what is written of it. */
export const joinChanges = (whole: Reading, given: readonly Reading[], changeOf: (part: Reading) => Change | null): Reading => {
  const parts = given.map((part, at) => ({ ...part, days: daysOf(part, given.slice(at + 1), given[0]) }));
  // "finished X and Y, both 9s": a score said of all of them.
  const rating = /\b(?:both|each|all)\b/i.test(whole.text) ? whole.entities.rating : null;
  const read = parts.map((part) => changeOf(rating === null ? part : { ...part, entities: { ...part.entities, rating: part.entities.rating ?? rating } }));
  // "put X and Y on hold": the shelf is named at the end, with no verb of its own.
  const own = read.map((change, at) => (change !== null && saysNoShelf(parts[at]) && beginsWithTitle(parts[at + 1]) && parts[at + 1]?.entities.status ? null : change));
  // "finished Trigun and Akira but dropped Naruto", "Perfect Blue and Akira, 9": who is named without a change shares the shelf of the one before, else the change of the next.
  const before = (at: number): Change | null => own.slice(0, at).reverse().find((earlier) => earlier !== null) ?? null;
  const shared = own.map((change, at) => change ?? (before(at)?.['status'] === undefined ? own.slice(at + 1).find((later) => later !== null) : undefined) ?? before(at));
  const titles = parts.flatMap(({ entities }) => entities.titles);
  const changes = parts.flatMap(({ entities }, at) => entities.titles.map(() => shared[at] ?? null));
  const { parts: _parts, ...rest } = whole;
  return { ...rest, entities: { ...whole.entities, titles, references: [] }, ...(isApart(changes) && { changes }) };
};

/** "finished X and Y yesterday", "yesterday I finished X and started Y": one day said of both. */
const daysOf = ({ days = [] }: Reading, later: readonly Reading[], first: Reading | undefined): NonNullable<Reading['days']> => {
  if (days.length > 0) return days;
  const next = later.find((part) => part.days !== undefined || !saysNoShelf(part));
  const leads = first?.days !== undefined && withoutDays(first.text.trim()).startsWith(' ');
  return (saysNoShelf(next) ? (next?.days ?? []) : leads ? (first.days ?? []) : []).map((said) => ({ ...said, of: null }));
};

/** Whether one change for all would be wrong for one of them. */
const isApart = (changes: readonly (Change | null)[]): boolean => new Set(changes.map((change) => JSON.stringify(change))).size > 1;

const saysNoShelf = (part: Reading | undefined): boolean => part !== undefined && part.entities.status === null && part.entities.rating === null && part.entities.progress === null && !part.entities.remove;
const beginsWithTitle = (part: Reading | undefined): boolean => part !== undefined && part.entities.titles.some(({ text }) => part.text.trim().toLowerCase().startsWith(text.toLowerCase()));
