/** FNV-1a, 32 bits, over UTF-16 code units (ids are digits). */
export const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
};

/** Users of the rating sets that no model is trained on: a fifth, kept for the evaluation. */
export const isHeldOut = (user_id: string): boolean => fnv1a(user_id) % 10 < 2;
