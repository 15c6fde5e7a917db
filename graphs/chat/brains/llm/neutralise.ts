/** Takes the markup out of a model's text that could do something: HTML, images, and links to where no tool result points. Pure. */

const address = /(?:https?|ftp):\/\/[^\s<>)\]]*|\b(?:file|data|javascript|vbscript|blob|mailto):[^\s<>)\]]+|\bwww\.[^\s<>)\]]+/gi;

/** @param links addresses that may stay, exactly as in the tool results */
export const neutralise = (piece: string, links: ReadonlySet<string>): string => {
  const kept: string[] = [];
  // What may stay is put aside, so that everything left over can be made harmless without exceptions.
  const keep = (text: string): string => `\u0000${kept.push(text) - 1}\u0000`;
  return piece
    .replaceAll('\u0000', '')
    .replace(/!\[([^\]]*)\]\(([^)]*)\)/g, (_whole, text: string) => text)
    .replace(/\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)/g, (_whole, text: string, target: string) => (links.has(target) ? keep(`[${plain(text)}](${target})`) : text))
    .replace(/<\/?[a-z!?][^<>]*>/gi, (tag) => (links.has(tag.slice(1, -1)) ? keep(tag.slice(1, -1)) : ''))
    .replace(address, (found) => {
      const bare = found.replace(/[.,;:!?'"*_]+$/, '');
      return (links.has(bare) ? keep(bare) : '') + found.slice(bare.length);
    })
    .replaceAll(/<(?=[a-z/!?])/gi, '&lt;')
    .replaceAll('](', '] (')
    .replaceAll(']:', '] :')
    .replace(/\u0000(\d+)\u0000/g, (_whole, index: string) => kept[Number(index)] ?? '');
};

const plain = (text: string): string => text.replace(/[<>[\]]/g, '');
