/** "what would change?", "are you sure?": the same question again, with what it is about. Pure. */
import type { Question } from './state.ts';

export const explained = (question: Question): Question => ({ ...question, question: question.kind === 'confirm_change' ? changeTold(question) : `${lastSentence(question)} Say its number, its year or a word of its name, or “none”. Until then I do nothing.` });

const changeTold = ({ diff = [], question, word }: Question): string => {
  if (word !== undefined) return `Nothing is written yet. A “yes” is not enough for all ${diff.length} titles: type “${word}” if you mean it.`;
  const told = diff.map(({ title, before, after }) => `${String(title)}: ${sideOf(before)}, then ${sideOf(after)}`);
  // Several stand below the question anyway.
  const what = told.length === 1 ? ` What would change is ${told[0] ?? ''}.` : '';
  return `Nothing is written yet.${what} ${lastSentence({ question }) || question}`;
};

const sideOf = (side: unknown): string => {
  if (side === null || typeof side !== 'object') return 'not on your list';
  const { status, score, progress } = side as { status?: string; score?: number | null; progress?: number }; // made by `confirmation`
  return [(status ?? '').replaceAll('_', ' '), score === null || score === undefined ? '' : `score ${score}`, progress === undefined || progress === 0 ? '' : `episode ${progress}`].filter(Boolean).join(', ');
};

/** The question itself, however often it was explained. */
const lastSentence = ({ question }: Pick<Question, 'question'>): string => /[^.!?]*\?/.exec(question)?.[0].trim() ?? question;
