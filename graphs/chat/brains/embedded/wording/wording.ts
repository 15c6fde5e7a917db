/** Answer in words, composed from tool results alone: what no tool said is not said here. */
import type { Result } from '../../../../../src/domain/chat-turn.ts';
import type { IntentName } from '../../../../../src/domain/entities.ts';
import type { ToolResult } from '../../../state.ts';
import type { AnswerView } from '../../brain.ts';
import { wordComparison } from './comparison.ts';
import { detailsOf, wordInformation, wordOwnEntry } from './details.ts';
import { wordExplanation } from './explanation.ts';
import { wordListing } from './listing.ts';
import { safe } from './phrases.ts';
import { say } from './say.ts';
import { wordChanges, wordWatchlist } from './own-list.ts';
import { wordAnalysis } from './taste.ts';
import { isUndo, wordUndone } from './undone.ts';
import { isWish, wordWish } from './wishes.ts';

/** `results` are what the text talks about, in its order. */
export type Draft = { readonly text: string; readonly results: readonly Result[]; readonly success: boolean };

const byIntent: Record<IntentName, (view: AnswerView) => Draft> = {
  recommendation: wordListing,
  search: wordListing,
  seasonal: wordListing,
  information: wordInformation,
  comparison: wordComparison,
  explanation: wordExplanation,
  status_update: wordChanges,
  watchlist: (view) => (isUndo(view) ? wordUndone(view) : detailsOf(view).length > 0 ? wordOwnEntry(view) : wordWatchlist(view)),
  analysis: wordAnalysis,
  general: () => ({ text: say('off_topic'), results: [], success: true }),
};

export const word = (view: AnswerView): Draft => {
  const draft = wordOne(view);
  const { also } = view.reading;
  const after = [view.left === null ? '' : say(view.left), also === undefined ? '' : `And the rest of what you asked? Say “${safe(also.text)}” and I do that next.`].filter(Boolean);
  return after.length === 0 ? draft : { ...draft, text: [draft.text, ...after].join('\n\n') };
};

const wordOne = (view: AnswerView): Draft => {
  if (view.say !== null) return { text: say(view.say), results: [], success: true };
  const failure = view.tool_results.find((result) => !result.ok);
  return failure === undefined || isUndo(view) ? (isWish(view) && !isUndo(view) ? wordWish : byIntent[view.intent.name])(view) : wordFailure(failure);
};

const wordFailure = (result: ToolResult): Draft => {
  if (result.ok) return { text: '', results: [], success: true };
  const { message, hint } = result.error;
  // A hint that names a tool is for programs.
  const forPeople = hint === undefined || /\w_\w/.test(hint) ? '' : safe(hint);
  return { text: [safe(message), forPeople].filter(Boolean).join(' '), results: [], success: false };
};
