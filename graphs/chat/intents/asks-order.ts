/** "In what order should I watch Fate", "where do I start with Gundam", "what comes after season 2 of Haikyuu": the question, and which title it is about. Pure. */
import type { Anime } from '../../../src/domain/anime.ts';
import type { Reading } from '../state.ts';
import type { PlanContext } from './intent.ts';

export const asksOrder =
  /\b(?:watch(?:ing)?|viewing|release|chronological)[- ]?order\b|\b(?:correct|right|best|proper) order\b|\b(?:in )?(?:what|which) order\b|\border (?:to watch|of (?:watching|the (?:series|seasons|movies|films)))\b|\bwhere (?:do|should|can|to|would) ?(?:i|one|we|you)? ?(?:(?:even|actually|best|first) )?(?:start|begin)\b|\b(?:which|what) (?:one|part|season|series)?\s?(?:do|should|can|to) ?(?:i|one|we|you)? ?(?:start|begin|watch first)(?: with)?\b(?! or\b)|\b(?:what|which (?:one|season|part))(?:'?s| is| comes) ?(?:next )?(?:after|first in|first of)\b|\b(?:what|which)\b.{0,30}\b(?:can|could|may|should) i skip\b/i;

/** From here on the words may be meant as a title: every member of the franchise gives the same order. */
const worthTrying = 0.7;
const aside = /\b(?:(?:please|pls|what(?:'?s| is)?|tell me|show me|give me|i (?:should|can|want to)|should i|do i|can i|could i|to|in|the|for|of|with|is|are|watch(?:ing)?|see|series|franchise|anime|all|everything|movies?|films?|seasons?|any|from)\s*)+\b/gi;

/** The title of the question, also one that stands in it as a bare word ("watch order for monogatari"); null when none does. */
export const titleOfOrder = ({ text, entities: { titles } }: Reading, { resolve, byId, slots }: PlanContext): Anime | null => {
  const [named] = titles;
  if (named?.anime_id) return byId(named.anime_id) ?? null;
  const words = text.replace(asksOrder, ' ').replace(/[?!.,"]/g, ' ').replace(aside, ' ').trim();
  const [best] = words === '' || /^(?:it|that|this|them|these|those)$/i.test(words) ? [] : resolve(words);
  if (best !== undefined && best.confidence >= worthTrying) return best.anime;
  const [before] = words === '' || named !== undefined ? [slots.focus ?? slots.shown[0]] : [];
  return before ? (byId(before.anime_id) ?? null) : null;
};
