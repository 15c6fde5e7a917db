/** Do the words ask for what few people know? */
const asking = /\b(?:hidden[\s-]+gems?|underrated|under[\s-]?appreciated|overlooked|lesser[\s-]+known|little[\s-]+known|obscure|under[\s-]+the[\s-]+radar)\b/gi;

/** `rest`: the text without those words, which no entry has in that sense. */
export const readGems = (text: string): { readonly wanted: boolean; readonly rest: string } => {
  const rest = text.replace(asking, ' ').replace(/\s+/g, ' ').trim();
  return { wanted: rest !== text.replace(/\s+/g, ' ').trim(), rest };
};
