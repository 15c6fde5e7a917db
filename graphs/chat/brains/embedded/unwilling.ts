/** Messages that name a change of the list which the user did not make and does not order: nothing is ever written on them. Pure. */

import { ordinal } from './grammar/numbers.ts';
import { unwelcome } from './grammar/read-list-words.ts';

/** A refusal, a wish for advice, or something that did not happen. */
const refused = /\b(?:don'?t|do not|never|haven'?t|have not|hasn'?t|didn'?t|did not|won'?t|will not|not going to|should i|shall i|would i|can i|can'?t|cannot|no need|almost|nearly)\b(?! wanna| want to see)|^\s*(?:no|nope|nah|nvm|never ?mind)[\s,]+(?:just |please )?(?:keep|leave) (?:it|them|that)\b/;
const negated = /\bnot\s+(?:yet\s+)?(?:finish\w*|drop\w*|complet\w*|start\w*|watch\w*|add\w*|seen|done)\b/;
/** "I wish I had finished X", "what if I dropped it tomorrow": thought, not done. */
const imagined = /\b(?:i wish|what if|if i|if only|imagine|suppose|one day i(?:'?ll| will)|hope(?:fully)?|before i die|trying to|about to|(?:going to|gonna)(?! (?:watch|try|check out|give (?:it|that|⟦\d⟧) another)\b)|tomorrow|next (?:week|month|year))\b/;
/** To watch is a plan; to finish is none. */
const wanted = /\b(?:want(?:ed)? to|wanna|would like to|need to|have to)\s+(?:finish|complete|drop|start|rate)\b/;
const others = /\b(?:(?:my|his|her|their|our) (?:friends?|girlfriend|boyfriend|gf|bf|wife|husband|partner|sisters?|brothers?|bro|mom|mum|mother|dad|father|son|daughter|kids?|parents|roommate|cousins?|classmates?|boss|teacher)|critics|reviewers?|everyone|everybody|nobody|people|somebody|someone|most (?:people|fans)|the (?:critics|internet|community|fans)|he|she|they)\s+(?:\w+\s+){0,2}(?:finish\w*|watch\w*|drop\w*|gave|gives?|rat(?:e|es|ed)|scor(?:e|es|ed)|complet\w*|start\w*|lov(?:e|es|ed)|lik(?:e|es|ed)|hat(?:e|es|ed)|saw)\b/;
/** An order outweighs who did what: "my friend loved X, add it". */
const ordered = /\b(?:add|put|mark|save|stick|throw|write|queue|note)\s+(?:it|that|this|⟦)/;
/** "I can't take X any more, dropping it": done, whatever one cannot. */
const decided = /[,.;]\s*(?:so |and |but )?(?:i'?m |i am |i |i just )?(?:dropping|dropped|drop|quitting|done with|giving up on|putting|pausing|shelving)\b(?: (?:it|that|this|⟦)|[\s.!]*$)/;
/** "X finished me", "I was on episode 5 when ...": the words of a change in a story. */
const told = /⟦\d⟧\s+(?:\w+\s+)?(?:finished|killed|broke|destroyed|wrecked|ended|dropped)\s+me\b|\bi was (?:on|at) (?:ep|episode)\b/;

/** @param masked lower case, titles as `⟦0⟧` */
export const isUnwilling = (masked: string): boolean =>
  !unwelcome.test(masked) &&
  !decided.test(masked) &&
  !/^\s*(?:please\s+)?(?:can|could) you\b/.test(masked) &&
  (refused.test(masked) || negated.test(masked) || (imagined.test(masked) && !ordered.test(masked)) || wanted.test(masked) || told.test(masked) || (others.test(masked) && !ordered.test(masked)));

/** "don't add ⟦0⟧, add ⟦1⟧", "not the first, the second": what is left when the refused half is gone. */
export const withoutRefusedOrder = (masked: string): string => masked.replace(refusedOrder, '').replace(refusedPlace, '');
const place = `(?:(?:the )?(?:${ordinal})|number \\d|#\\d)(?: one)?`;
const refusedPlace = new RegExp(`\\bnot ${place}[\\s,;.]+(?:(?:but|just|rather)\\s+)*(?=(?:(?:add|put|save|take)\\s+)?${place}\\b)`);
const order = '(?:add|put|mark|drop|save|rate|remove|delete|start|finish)';
const refusedOrder = new RegExp(`\\b(?:don'?t|do not|not)\\s+${order}\\s+⟦\\d⟧[\\s,;.]*(?:(?:but|just|only|instead|rather|please)\\s+)*(?=${order}\\b)`);
