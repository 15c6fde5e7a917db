/** When is a title clear? One rule for the tools and for the conversation. */
import type { Anime } from './anime.ts';

export type Candidate = { readonly anime: Anime; readonly confidence: number };
export type PickedTitle =
  | { readonly kind: 'one'; readonly anime: Anime; readonly confidence: number }
  /** Close candidates, best first: ask. */
  | { readonly kind: 'several'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'none' };

/** From here on a candidate is taken without asking, if nothing else comes near. */
const sure = 0.8;
/** How far the best must lead the next. */
const lead = 0.08;

/** @param candidates best first, confidence 0-1 */
export const pickTitle = (candidates: readonly Candidate[]): PickedTitle => {
  const [best, next] = candidates;
  if (best === undefined || best.confidence < sure) return { kind: 'none' };
  if (next === undefined || best.confidence - next.confidence >= lead) return { kind: 'one', anime: best.anime, confidence: best.confidence };
  return { kind: 'several', candidates: candidates.filter(({ confidence }) => best.confidence - confidence < lead) };
};
