/** Two requests in one message: "finished Monster, 10. what next?", "add Frieren and recommend something similar". Pure. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import type { IntentName } from '../../../../src/domain/entities.ts';
import { isPlace } from './grammar/read-pick.ts';

/** Where a second request may begin: after a sentence, or at a joining word that a new order or question follows. */
const joints = /[.!?;]+\s+|\s*,?\s+(?:and then|and also|then|and|also|but)\s+(?=(?:also |then |please |can you |could you )?(?:recommend|suggest|show|find|tell|give me|what|which|who|how|add|put|mark|remove|rate|save|compare|undo|anything|something)\b)|\s*,\s+(?=(?:please )?(?:recommend|suggest|show|find|tell me|give me|got|what|which|compare|any(?:thing)?|something)\b)/g;

/** Each place is two clauses to be understood, and who writes more sentences than that makes no order of each. */
const mostJoints = 8;
/** A clause shorter than this says no request of its own. */
const fewestWords = 2;
/** Confidence from which a clause alone is believed to order a change, and from which another is believed to ask for something. */
const sure = 0.6;
const likely = 0.45;

const pointed = /\bthe (?:first|second|third|fourth|fifth|last|other)(?: one)?\s*$/;

export type Clause = { readonly masked: string; readonly intent: Intent };

/**
 * Null unless the message has two requests of which one changes the list: only then is half an answer a loss. The change comes first.
 * @param masked the message, titles as marks
 */
export const splitRequests = (masked: string, classify: (clause: string, before: string) => Intent): { readonly first: Clause; readonly second: Clause } | null => {
  // The last request is the other one: what stands before it belongs together ("saw it. 9 of 10. what next?").
  for (const joint of [...masked.matchAll(joints)].slice(-mostJoints).reverse()) {
    const parts = [masked.slice(0, joint.index), masked.slice(joint.index + joint[0].length)].map((part) => part.trim());
    // "the third. add it": what is pointed at is no request of its own.
    if (parts.some((part) => part.split(/\s+/).length < fewestWords || isPlace(part))) continue;
    // "I shall try the second one. Note it down": the change is of what was pointed at.
    if (pointed.test(parts[0] ?? '') && /\b(?:it|that)\b/.test(parts[1] ?? '')) continue;
    const clauses = parts.map((part, at) => ({ masked: part, intent: classify(part, parts.slice(0, at).join(' ')) }));
    const change = clauses.find(({ intent }) => intent.name === 'status_update');
    const other = clauses.find(({ intent }) => !notRequests.includes(intent.name));
    if (change !== undefined && other !== undefined && change.intent.confidence >= sure && other.intent.confidence >= likely) return { first: change, second: other };
  }
  return null;
};

/** Beside a change of the list these are small talk or more of the same. */
const notRequests: readonly IntentName[] = ['status_update', 'general', 'explanation'];
