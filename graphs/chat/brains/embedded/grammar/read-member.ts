/** "s2", "the second season", "the movie": another part of what is spoken of. */
import type { Scanner } from './scanner.ts';

const part = /(?<!\bnot (?:the )?)\b(?:the )?(?:s\d\b|seasons? (?:\d|one|two|three|four|five)\b|(?:\d(?:st|nd|rd|th)|first|second|third|fourth|fifth|final|last) (?:season|cour)\b|(?:part|cour) (?:\d|one|two|three)\b|sequel\b|(?<!\b(?:an?|any|some|no|every|each) )(?:movie|film|ova)\b(?! (?:night|list|one)))/;

export const readMember = (scanner: Scanner): string | undefined => scanner.take(part)?.[0].replace(/^the /, '');
