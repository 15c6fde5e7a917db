import { describe, expect, it } from 'vitest';
import { createCircuitBreaker } from '../../../src/models/chat/circuit-breaker.ts';

const open = ({ threshold = 3, pauseMs = 1000 } = {}) => {
  const clock = { now: 0 };
  const breaker = createCircuitBreaker({ threshold, pauseMs, now: () => clock.now });
  const fail = () => breaker.run(() => Promise.reject(new Error('down')), () => true).catch((error: unknown) => (error as Error).message);
  const succeed = () => breaker.run(() => Promise.resolve('fine'), () => true).catch((error: unknown) => (error as Error).message);
  return { breaker, clock, fail, succeed };
};

describe('the circuit breaker', () => {
  it('opens after that many failures in a row, and then calls nothing', async () => {
    const { breaker, fail, succeed } = open();
    await fail();
    await fail();
    await succeed();
    expect(breaker.status()).toEqual({ state: 'closed', consecutive_failures: 0, retry_in_ms: 0 });
    for (let count = 0; count < 3; count += 1) await fail();
    let called = false;

    const refused = breaker.run(() => Promise.resolve((called = true)), () => true);

    await expect(refused).rejects.toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(called).toBe(false);
    expect(breaker.status()).toEqual({ state: 'open', consecutive_failures: 3, retry_in_ms: 1000 });
  });

  it('lets one call through after the pause, and closes when it works', async () => {
    const { breaker, clock, fail, succeed } = open();
    for (let count = 0; count < 3; count += 1) await fail();
    clock.now = 1000;
    expect(breaker.status().state).toBe('half_open');
    let finish = (): void => {};
    const probe = breaker.run(() => new Promise<void>((resolve) => (finish = resolve)), () => true);

    expect(await succeed()).toBe('The chat model is not answering at the moment.');
    finish();
    await probe;

    expect(breaker.status().state).toBe('closed');
    expect(await succeed()).toBe('fine');
  });

  it('opens again at once when the call after the pause fails', async () => {
    const { breaker, clock, fail } = open();
    for (let count = 0; count < 3; count += 1) await fail();
    clock.now = 1500;

    await fail();

    expect(breaker.status()).toMatchObject({ state: 'open', retry_in_ms: 1000 });
  });

  it('is not closed by a call that began before it opened', async () => {
    const { breaker, fail } = open();
    let finish = (): void => {};
    const early = breaker.run(() => new Promise<void>((resolve) => (finish = resolve)), () => true);
    for (let count = 0; count < 3; count += 1) await fail();

    finish();
    await early;

    expect(breaker.status().state).toBe('open');
  });

  it('does not count what speaks for nothing, and probes again after such an end', async () => {
    const { breaker, clock, fail, succeed } = open();
    for (let count = 0; count < 5; count += 1) await breaker.run(() => Promise.reject(new Error('gone')), () => false).catch(() => undefined);
    expect(breaker.status().consecutive_failures).toBe(0);
    for (let count = 0; count < 3; count += 1) await fail();
    clock.now = 1000;

    await breaker.run(() => Promise.reject(new Error('gone')), () => false).catch(() => undefined);

    expect(breaker.status().state).toBe('half_open');
    expect(await succeed()).toBe('fine');
  });
});
