/** Who and what the evaluation keeps for itself. Whatever is trained or tuned asks these functions first, and leaves those out. */
import type { Split } from './part.ts';

/** FNV-1a, 32 bits, over UTF-16 code units (ids are digits, so over bytes). */
export const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
};

/** Users of the rating sets that no model may be trained on: a fifth. Of these, `splitOf` says which half may be looked at. */
export const isHeldOutUser = (user_id: string): boolean => fnv1a(user_id) % 10 < 2;

/** Half of a seed title (by its bare MyAnimeList number) or of a held-out user. */
export const splitOf = (id: string): Split => (fnv1a(id) % 2 === 0 ? 'tune' : 'held');
