/** Is a piece of an answer covered by the evidence? Pure. */
import type { Anime } from '../../../../src/domain/anime.ts';
import { foldTitle } from '../../../../src/domain/title-match.ts';
import type { Titles } from '../../deps.ts';
import type { Evidence } from './evidence.ts';
import { suspects, takeKnownTitles } from './suspects.ts';

/** From here on a run of words is the name of an entry, letter by letter; below are parts of names and misspellings. */
const exact = 0.9;

export type Verdict = {
  readonly grounded: boolean;
  /** Ids of the evidence that the piece names, in its order. */
  readonly mentioned: readonly string[];
};

export const ground = (piece: string, evidence: Evidence, titles: Titles): Verdict => {
  if (!evidence.changed && claimsChange(piece)) return ungrounded;
  const { found, rest } = takeKnownTitles(piece, evidence);
  const mentioned = [...found];
  for (const stretch of suspects(rest.replaceAll('*', ' '))) {
    for (const { start, text, candidates } of titles.findMentions(stretch.text)) {
      const [best] = candidates;
      const known = candidates.find(({ anime }) => evidence.names.has(anime.anime_id))?.anime.anime_id ?? nameHolder(text, evidence);
      if (known !== undefined) mentioned.push({ at: stretch.at + start, id: known });
      else if (best !== undefined && best.confidence >= exact && isWrittenLikeTitle(text, best.anime)) return ungrounded;
    }
  }
  for (const { at, readings } of claimedTitles(piece)) {
    const holder = readings.map((text) => nameHolder(text, evidence)).find((id) => id !== undefined);
    if (holder !== undefined) mentioned.push({ at, id: holder });
    else if (!readings.some((text) => text.split(' / ').every((part) => stands(part, evidence) || resolves(part, evidence, titles)))) return ungrounded;
  }
  return { grounded: true, mentioned: [...new Set(mentioned.sort((a, b) => a.at - b.at).map(({ id }) => id))] };
};

/** "cat and mouse" is a phrase, "Cat and Mouse" a title; some titles begin with a small letter. */
const isWrittenLikeTitle = (text: string, anime: Anime): boolean => !/^\p{Ll}/u.test(text) || [anime.title, anime.title_english, ...anime.synonyms].includes(text);

const ungrounded: Verdict = { grounded: false, mentioned: [] };

/** The entry of the evidence that has this as a name or as whole words of one ("Attack on Titan" of its second season). */
const nameHolder = (text: string, { names }: Evidence): string | undefined => {
  const folded = foldTitle(text);
  if (folded === '') return undefined;
  const holders = [...names].filter(([, known]) => known.some((name) => ` ${name} `.includes(` ${folded} `)));
  return (holders.find(([, known]) => known.includes(folded)) ?? holders[0])?.[0];
};

const stands = (text: string, { words }: Evidence): boolean => words.includes(` ${foldTitle(text)} `);

const resolves = (text: string, { names }: Evidence, titles: Titles): boolean => {
  const [best] = titles.resolve(text);
  return best !== undefined && best.confidence >= exact && names.has(best.anime.anime_id);
};

type Claim = { readonly at: number; /** What the title may be; one that is known is enough. */ readonly readings: readonly string[] };

const bold = /\*\*(.+?)\*\*/g;
const quoted = /[“"«「『]([^“”"«»「」『』]{2,80})[”"»」』]/g;
const beforeYear = /((?:\p{Lu}[^\s(]*)(?: (?:\p{Lu}[^\s(]*|of|the|no|to|and|in|a|wa|ga|ni|x|\d+))*) \((?:[^()\d]{0,20})(?:19|20)\d\d/gu;

/** Phrases that present themselves as a title, known to us or not: bold, in quotation marks with capitals, before a year. */
const claimedTitles = (piece: string): Claim[] => [
  ...[...piece.matchAll(bold)].map(({ index, 1: text }) => ({ at: index, readings: [tidy(text)] })).filter(({ readings }) => readings.every(startsLikeTitle)),
  ...[...piece.matchAll(quoted)].map(({ index, 1: text }) => ({ at: index, readings: [tidy(text)] })).filter(({ readings }) => readings.every(isTitleCase)),
  // "Try Mushishi (2005)": the title may begin at any of the words.
  ...[...piece.replaceAll('*', ' ').matchAll(beforeYear)].map(({ index, 1: text = '' }) => ({ at: index, readings: text.split(' ').map((_word, from, words) => tidy(words.slice(from).join(' '))) })),
];

const tidy = (text = ''): string => text.replace(/\s*\((?:19|20)\d\d\)/, '').replace(/^[\s*_“"]+|[\s*_:.,;!?”"]+$/g, '');

const startsLikeTitle = (text: string): boolean => /^[^\p{Ll}\p{N}]/u.test(text) && /\p{L}/u.test(text);

const isTitleCase = (text: string): boolean => {
  const words = text.split(/\s+/).filter((word) => word.length > 3);
  return words.length > 1 ? words.every((word) => /^\P{Ll}/u.test(word)) : /[\u3040-\u30ff\u4e00-\u9fff]/.test(text);
};

const change = '(?:added|updated|marked|removed|deleted|rated|recorded|saved|moved|put)';
const claims = [
  new RegExp(`\\b(?:I|I['’]ve|I have|has been|have been|is now|it['’]s now|successfully|done[:,!]?)\\s+(?:just |now |also )?${change}\\b.*\\b(?:list|watchlist|plan to watch|completed|dropped|on hold|watching|score|rating|watched)\\b`, 'is'),
  new RegExp(`\\b(?<!\\byou (?:have |had |just )*)(?<!\\byou['’]ve )${change} (?:[^.!?]{0,60} )?(?:to|from|on|in) your (?:watch ?)?list\\b`, 'i'),
  new RegExp(`\\byour (?:watch ?)?list (?:has been|is now|was) (?:\\w+ )?(?:updated|changed)\\b`, 'i'),
];

/** "I've added it to your list": only after a tool did. */
const claimsChange = (piece: string): boolean => claims.some((pattern) => pattern.test(piece));
