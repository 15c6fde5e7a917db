/** A JSON document in steps: small values go to `JSON.parse` as they stand, large ones are taken apart, so that a list of years holds up nobody. */
import { AppError } from '../../errors.ts';
import type { Steps } from '../../retrieval/steps.ts';
import { mostRows, tooManyRows } from './collect-rows.ts';

/** Characters that are parsed at once. No entry of a list is longer. */
const portion = 128 * 1024;
/** Levels that are taken apart; the entries of a reply of AniList are on the seventh. */
const deepest = 12;
/** Objects and arrays are what takes memory; an entry has its dates, its titles and what a dump adds. */
const mostContainers = 30 * mostRows;

const [quote, backslash, comma, space, openArray, closeArray, openObject, closeObject] = [...'"\\, []{}'].map((sign) => sign.charCodeAt(0));
const notSpace = /[^ \t\r\n]/g;

/** @throws AppError invalid_input, payload_too_large */
export function* parseJsonSteps(text: string): Steps<unknown> {
  let at = 0;
  let containers = 0;

  const peek = (): string | undefined => {
    notSpace.lastIndex = at;
    at = notSpace.exec(text)?.index ?? text.length;
    return text[at];
  };
  const takes = (sign: string): boolean => {
    if (peek() !== sign) return false;
    at += 1;
    return true;
  };
  const expect = (sign: string): void => {
    if (!takes(sign)) throw at === text.length ? cut() : broken();
  };

  /** Where the value that begins here ends; -1 when a portion does not hold it. */
  const endOfValue = (): number => {
    const limit = Math.min(text.length, at + portion);
    let [depth, opened, inText] = [0, 0, false];
    for (let place = at; place < limit; place++) {
      const code = text.charCodeAt(place);
      if (inText) {
        if (code === backslash) place += 1;
        if (code !== quote) continue;
        inText = false;
      } else if (code === quote) {
        inText = true;
        continue;
      } else if (code === openArray || code === openObject) {
        depth += 1;
        opened += 1;
        continue;
      } else if (code === closeArray || code === closeObject) {
        depth -= 1;
        if (depth < 0) return place;
      } else {
        if (depth === 0 && (code === comma || code <= (space ?? 0))) return place;
        continue;
      }
      if (depth > 0) continue;
      containers += opened;
      if (containers > mostContainers) throw tooManyRows();
      return place + 1;
    }
    return depth === 0 && !inText && limit === text.length ? limit : -1;
  };
  const parsePiece = (end: number): unknown => {
    try {
      return JSON.parse(text.slice(at, end)) as unknown;
    } catch (cause) {
      throw broken(cause);
    } finally {
      at = end;
    }
  };

  function* value(depth: number): Steps<unknown> {
    const first = peek();
    if (first === undefined) throw cut();
    yield;
    const end = endOfValue();
    if (end >= 0) return parsePiece(end);
    if (depth < deepest && first === '[') return yield* elements(depth + 1);
    if (depth < deepest && first === '{') return yield* members(depth + 1);
    throw text.length - at <= portion ? cut() : new AppError('invalid_input', 'The file is nested too deeply for a list, or has an entry that is too long.', { hint: 'Check that it is the right file.' });
  }
  function* elements(depth: number): Steps<unknown[]> {
    const found: unknown[] = [];
    at += 1;
    if (takes(']')) return found;
    for (;;) {
      if (found.length === mostRows) throw tooManyRows();
      found.push(yield* value(depth));
      if (!takes(',')) break;
    }
    expect(']');
    return found;
  }
  function* members(depth: number): Steps<object> {
    const found: [string, unknown][] = [];
    at += 1;
    if (takes('}')) return {};
    for (;;) {
      if (found.length === mostRows) throw tooManyRows();
      if (peek() !== '"') throw at === text.length ? cut() : broken();
      const end = endOfValue();
      if (end < 0) throw cut();
      const name = String(parsePiece(end));
      expect(':');
      found.push([name, yield* value(depth)]);
      if (!takes(',')) break;
    }
    expect('}');
    return Object.fromEntries(found);
  }

  const whole = yield* value(0);
  if (peek() !== undefined) throw broken();
  return whole;
}

const hint = 'Download it again; nothing was changed.';
const cut = (): AppError => new AppError('invalid_input', 'The file ends in the middle: it is not whole.', { hint });
const broken = (cause?: unknown): AppError => new AppError('invalid_input', 'The file is not JSON.', { hint, cause });
