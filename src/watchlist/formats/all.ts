/** Every list format, one line each. */
import { anilistJson } from './anilist-json.ts';
import { csv } from './csv.ts';
import type { ListFormat } from './list-format.ts';
import { malXml } from './mal-xml.ts';

export const listFormats = { 'mal-xml': malXml, 'anilist-json': anilistJson, csv } as const satisfies Record<string, ListFormat>;
export type ListFormatName = keyof typeof listFormats;

/** The format that a text has, by how it begins. */
export const looksLike = (text: string): ListFormatName => {
  const first = text.trimStart()[0];
  return first === '<' ? 'mal-xml' : first === '{' || first === '[' ? 'anilist-json' : 'csv';
};
