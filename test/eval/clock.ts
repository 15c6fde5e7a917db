/** Moves the clock of this process to a fixed day, where it goes on ticking: "this season" means the same at every run. */
export const moveClock = (to: Date): void => {
  const offset = to.getTime() - Date.now();
  const Real = Date;
  const now = (): number => Real.now() + offset;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given) as Date,
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
};
