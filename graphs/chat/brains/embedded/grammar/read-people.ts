/** Who made it, as people ask for it: "directed by Makoto Shinkai", "something by Miyazaki". The catalogue knows studios, but no people. */
import type { TitleMention } from '../../../../../src/domain/entities.ts';
import type { Scanner } from './scanner.ts';

const made = '(?:directed|written|created|composed|scored|voiced|drawn|storyboarded|penned|helmed)';
const word = String.raw`(?:⟦\d⟧|[\p{L}][\p{L}'.-]+)`;
const named = new RegExp(String.raw`\b${made}\s+by\s+(?:the\s+)?(${word}(?:\s+${word}){0,2})`, 'u');
const titled = new RegExp(String.raw`\b(?:the\s+)?(?:director|writer|mangaka|composer|author|creator)\s+(?!of\b|is\b|who\b|and\b|for\b)(⟦\d⟧|[a-z][a-z'.-]+(?:\s+[a-z][a-z'.-]+)?)(?=['’]s\b|\s*(?:$|[,.;!?]))`);
/** Without a word for what the person did only at the end of what is asked, and no word that ends sentences otherwise. */
const bare = new RegExp(String.raw`\b(?:(?:nothing|not|none|no more|anything but)(?: else)? )?by\s+(?!(?:the|an?|my|your|its?|his|her|their|this|that|any|all|now|far|one|some|then|chance|way|myself|accident|heart|default|year|date|score|rating|popularity|length|episodes?|genre|season|studio|same)\b)(${word}(?:\s+${word})?)\s*(?=$|[,.;!?]|\bbut\b|\bnot\b|\bfrom\b)`, 'u');

/** @returns names as written; a title found inside a name was none, and is to be dropped (`marks`) */
export const readPeople = (scanner: Scanner, mentions: readonly TitleMention[]): { readonly people: string[]; readonly marks: ReadonlySet<number> } => {
  const match = scanner.take(named) ?? scanner.take(titled) ?? scanner.take(bare);
  const name = match?.[1];
  if (name === undefined) return { people: [], marks: new Set() };
  const marks = new Set(Array.from(name.matchAll(/⟦(\d)⟧/g), ([, at]) => Number(at)));
  return { people: [name.replace(/⟦(\d)⟧/g, (_, at: string) => mentions[Number(at)]?.text ?? '').replace(/(?<![\p{L}])\p{Ll}/gu, (letter) => letter.toUpperCase())], marks };
};
