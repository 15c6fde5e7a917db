/** Work in small portions, one per turn of the event loop: ten searches at once must not keep everything else waiting for their sum. */
import { setImmediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop of its own, first come first served over the whole process. What follows up to the next `await` is one portion;
 * keep it to a millisecond or two.
 */
export const nextTurn = (): Promise<void> => (last = last.then(() => setImmediate()));
