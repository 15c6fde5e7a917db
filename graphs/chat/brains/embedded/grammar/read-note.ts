/** "add a note to Monster: watch with dad": what it is about and what it says. */
const noted = /^\s*(?:(?:please|can you|could you)\s+)*(?:(?:add|write|make|leave|put|save|take)\s+)?(?:down\s+)?(?:(?:a|the|this|my|some)\s+)?notes?\s+(?:to|on|for|about)\s+([^:,]+?)(?:\s*(?::|,|\s-\s|\bsaying\b|\bthat says\b)\s*(.*))?$/is;

export const isNote = (masked: string): boolean => noted.test(masked);

/** @returns what the note is on, with titles as marks, and its words as they were written ("" = none yet); null when it is no note */
export const readNote = (text: string, masked: string): { readonly target: string; readonly note: string } | null => {
  const target = noted.exec(masked)?.[1];
  return target === undefined ? null : { target, note: (noted.exec(text)?.[2] ?? '').trim() };
};
