/** The outcome of the work, or the signal's reason as soon as it is aborted: a remote encoder may think for many seconds more, and nobody listens. */
export const untilAborted = <Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> => {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error); // whoever aborts gives an Error, as does `abort()` itself
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
};
