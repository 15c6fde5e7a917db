/** The user's own scores as a condition: "my 10s", "everything I rated under 5", "what I gave an 8 or more". */
import type { OwnScore } from '../../../state.ts';
import { parseNumber } from './numbers.ts';
import type { Scanner } from './scanner.ts';

const figure = '(10|[1-9](?:[.,]5)?|ten|nine|eight|seven|six|five|four|three|two|one)';
const plural = /\b(10|[1-9]|ten|nine|eight|seven|six|five|four)'?(?:e?s)\b(?! (?:ago|of)\b)/;
const rated = new RegExp(`\\b(?:rated|scored|graded|gave|given|give|with (?:a )?(?:score|rating)(?: of)?)\\s+(?:(?:it|them|as|a|an|at)\\s+)*(under|below|less than|lower than|over|above|more than|higher than|at least|at most)?\\s*(?:an?\\s+)?${figure}\\b(?:\\s*(?:/\\s*10|out of 10))?(?:\\s*(?:or|and)\\s+(less|lower|below|under|worse|higher|more|above|better|up|over))?`);

/** Scores go in halves. */
const step = 0.5;

export const readOwnScore = (scanner: Scanner): OwnScore => {
  const match = scanner.take(rated);
  const value = parseNumber(match?.[2]);
  if (match !== undefined && value !== undefined) {
    const [, before = '', , after = ''] = match;
    if (/under|below|less|lower/.test(before)) return { max_own_score: Math.max(1, value - step) };
    if (/over|above|more|higher/.test(before)) return { min_own_score: Math.min(10, value + step) };
    if (before === 'at least' || /higher|more|above|better|up|over/.test(after)) return { min_own_score: value };
    if (before === 'at most' || after !== '') return { max_own_score: value };
    return { min_own_score: value, max_own_score: value };
  }
  const whole = parseNumber(scanner.take(plural)?.[1]);
  return whole === undefined ? {} : { min_own_score: whole, max_own_score: whole };
};
