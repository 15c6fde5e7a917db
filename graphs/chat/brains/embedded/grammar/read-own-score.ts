/** The user's own scores as a condition: "my 10s", "everything I rated under 5", "what I gave an 8 or more". */
import type { OwnScore } from '../../../state.ts';
import { parseNumber } from './numbers.ts';
import type { Scanner } from './scanner.ts';

const figure = '(10|[1-9](?:[.,]5)?|ten|nine|eight|seven|six|five|four|three|two|one)';
const plural = /\b(10|[1-9]|ten|nine|eight|seven|six|five|four)'?(?:e?s)\b(?! (?:ago|of)\b)/;
const unrated = /\b(?:unrated|not (?:yet )?(?:rated|scored)|without (?:a )?(?:score|rating)|(?:haven'?t|have not|didn'?t|never) (?:i )?(?:yet )?(?:rated?|scored?)|(?:no|missing a) (?:score|rating))(?: yet| so far)?\b/;
/** "my top rated one" is no 1. */
const rated = new RegExp(`(?<!\\b(?:top|best|highest|lowest|worst|well|highly)[- ])\\b(?:rated|scored|graded|gave|given|give|with (?:a )?(?:score|rating)(?: of)?)\\s+(?:(?:it|them|as|a|an|at)\\s+)*(under|below|less than|lower than|over|above|more than|higher than|at least|at most)?\\s*(?:an?\\s+)?${figure}\\b(?:\\s*(?:/\\s*10|out of 10))?(?:\\s*(?:or|and)\\s+(less|lower|below|under|worse|higher|more|above|better|up|over))?`);

/** "which of them did I rate?" */
const anyRating = /\b(?:(?:did|have|had) i (?:already |ever )?(?:rated?|scored?|graded?)|i(?:'ve| have)? (?:already )?(?:rated|scored|graded)|(?:the|my) (?:rated|scored) (?:ones|titles|anime|shows))\b/;

/** Scores go in halves. */
const step = 0.5;

/** "everything under 5": no number of episodes is that small. */
const bare = new RegExp(`\\b(?:rated|scored|with)?\\s*(under|below|less than|over|above|more than|at least|at most)\\s+(?:an?\\s+)?${figure}\\b(?!\\s*(?:episodes?|eps?|hours?|min|h\\b|/))`);

export const readOwnScore = (scanner: Scanner): OwnScore => {
  const alone = scanner.take(bare);
  if (alone !== undefined) return boundOf(alone[1] ?? '', parseNumber(alone[2]) ?? 1, '');
  if (scanner.take(unrated) !== undefined) return { rated: false };
  const match = scanner.take(rated);
  const value = parseNumber(match?.[2]);
  if (match !== undefined && value !== undefined) {
    return boundOf(match[1] ?? '', value, match[3] ?? '');
  }
  const whole = parseNumber(scanner.take(plural)?.[1]);
  return whole === undefined ? (scanner.take(anyRating) === undefined ? {} : { rated: true }) : { min_own_score: whole, max_own_score: whole };
};

const boundOf = (before: string, value: number, after: string): OwnScore => {
  if (/under|below|less|lower/.test(before)) return { max_own_score: Math.max(1, value - step) };
  if (/over|above|more|higher/.test(before)) return { min_own_score: Math.min(10, value + step) };
  if (before === 'at least' || /higher|more|above|better|up|over/.test(after)) return { min_own_score: value };
  if (before === 'at most' || after !== '') return { max_own_score: value };
  return { min_own_score: value, max_own_score: value };
};
