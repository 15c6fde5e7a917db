/** Cuts a text at a word, with a mark that something is missing. */
export const clip = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most).replace(/\s+\S*$/, '')}…`);
