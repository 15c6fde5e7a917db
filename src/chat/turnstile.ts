/**
 * Lets turns begin one by one, each in a turn of the event loop of its own: a turn is mostly computing, and whoever comes meanwhile is to be heard, and told
 * that their turn has begun, before the next one is computed. In a crowd, those who are still coming go before the computing.
 */
type Turnstile = (signal: AbortSignal) => Promise<void>;

/** Turns of the event loop in which nobody came: in each of them Node accepts one connection, and a request is read some of them later. */
const quietRounds = 4;
/** So long the computing waits for a crowd at the door. */
const mostYieldedMs = 200;

/** Resolves when it is one's turn, or when one has left. */
export const createTurnstile = (): Turnstile => {
  const waiting = new Set<() => void>();
  let open = false;
  let quiet = 0;
  let openedAt = 0;

  const letIn = (): void => {
    const [first] = waiting;
    open = first !== undefined;
    if (first === undefined) return;
    const now = performance.now();
    quiet += 1;
    if (quiet > quietRounds || now - openedAt > mostYieldedMs) {
      first();
      openedAt = now;
    }
    setImmediate(letIn);
  };

  return (signal) =>
    new Promise((resolve) => {
      const enter = (): void => {
        waiting.delete(enter);
        signal.removeEventListener('abort', enter);
        resolve();
      };
      signal.addEventListener('abort', enter, { once: true });
      if (open) quiet = 0; // what is scheduled already comes before the news of this one's leaving
      waiting.add(enter);
      if (open) return;
      open = true;
      openedAt = performance.now();
      setImmediate(letIn);
    });
};
