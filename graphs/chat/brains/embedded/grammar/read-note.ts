/** "add a note to Monster: watch with dad", "change my note on it to: next year", "add Monster with a note: for winter": what it is about and what it says. */
const says = String.raw`(?:\s*(?::|,|\s-\s|\bsaying\b|\bthat says\b)\s*(.*))?`;
const noted = new RegExp(String.raw`^\s*(?:(?:please|can you|could you)\s+)*(?:(?:add|write|make|leave|put|save|take)\s+)?(?:down\s+)?(?:(?:a|the|this|my|some)\s+)?notes?\s+(?:to|on|for|about)\s+([^:,]+?)${says}$`, 'is');
const changed = /^\s*(?:(?:please|can you|could you|no|ok|actually)[\s,]+)*(?:change|update|edit|set|make|replace)\s+(?:the|my|that|this|its)?\s*notes?(?:\s+(?:on|for|about|of)\s+([^:,]+?))?\s+(?:to|into|with|say|read|be)\b\s*:?\s*(.+)$/is;
/** Beside another order: the words of the note end the message. */
const added = /[\s,]+(?:(?:with|and|plus)\s+)?(?:(?:add|put|leave)\s+)?(?:(?:a|the|my)\s+)?notes?(?:\s*:|\s+(?:saying|that says))\s*(.+)$/is;

export const isNote = (masked: string): boolean => noted.test(masked) || changed.test(masked);

/** @returns what the note is on, with titles as marks, and its words as they were written ("" = none yet); null when it is no note */
export const readNote = (text: string, masked: string): { readonly target: string; readonly note: string } | null => {
  const about = [noted, changed].find((words) => words.test(masked));
  return about === undefined ? null : { target: about.exec(masked)?.[1] ?? 'it', note: (about.exec(text)?.[2] ?? '').trim() };
};

/** The note that an order carries with it, and the order without it. */
export const readAddedNote = (text: string, masked: string): { readonly note: string; readonly masked: string } | null => {
  const note = added.exec(text)?.[1];
  return note === undefined ? null : { note: note.trim(), masked: masked.replace(added, '') };
};
