/** Who and what the evaluation keeps for itself. Whatever is trained or tuned asks these functions first, and leaves those out. */
import { fnv1a } from '../../src/models/co-likes/held-out.ts';
import type { Split } from './part.ts';

/** Users of the rating sets: the fifth that training leaves out, by its own function. Of these, `splitOf` says which half may be looked at. */
export { fnv1a, isHeldOut as isHeldOutUser } from '../../src/models/co-likes/held-out.ts';

/** Half of a seed title (by its bare MyAnimeList number) or of a held-out user. */
export const splitOf = (id: string): Split => (fnv1a(id) % 2 === 0 ? 'tune' : 'held');
