/** Long work that can be interrupted: a generator that yields every few milliseconds, for whoever runs it to let other work in between. */
import { nextTurn } from './turns.ts';

export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Calls `work` for 0 to count - 1; `size` calls are one step. */
export function* each(count: number, work: (at: number) => void, size = 64): Steps<void> {
  for (let at = 0; at < count; at++) {
    if (at % size === size - 1) yield;
    work(at);
  }
}

/** All of it at once, for whoever has nothing else to do. */
export const finish = <Result>(steps: Steps<Result>): Result => {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};

/** Milliseconds after which other work gets its turn. */
const portion = 4;

export const finishInTurns = async <Result>(steps: Steps<Result>): Promise<Result> => {
  for (;;) {
    await nextTurn();
    const until = performance.now() + portion;
    while (performance.now() < until) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }
};

export type Deferred<Result> = {
  /** Does what is left of the work first. */
  value(): Result;
  /** The work, for whoever has time for it; nothing when it is done. */
  readonly rest: Steps<void>;
};

/** Work whose result only some questions need. */
export const deferred = <Result>(steps: Steps<Result>): Deferred<Result> => {
  let made: { readonly result: Result } | undefined;
  function* run(): Steps<void> {
    while (made === undefined) {
      const { done, value } = steps.next();
      if (done === true) made = { result: value };
      yield;
    }
  }
  return { value: () => (made ??= { result: finish(steps) }).result, rest: run() };
};
