/** Vectors of queries that some process has already paid for. */
import { createHash } from 'node:crypto';
import type { SharedMemory } from '../shared-memory.ts';

const keptSeconds = 30 * 24 * 60 * 60;

export type SharedQueries = {
  /** The remembered vector, or that of `embed`, which is remembered unless it fails. */
  get(text: string, embed: () => Promise<number[]>): Promise<number[]>;
};

/** @param key of the provider and the model: vectors of different models never mix */
export const createSharedQueries = ({ memory, key }: { memory: SharedMemory; key: string }): SharedQueries => ({
  get: async (text, embed) => {
    const place = `query:${createHash('sha256').update(`${key}\n${text}`).digest('base64url')}`;
    const known = await memory.get(place);
    const remembered = known === null ? null : decode(known);
    if (remembered !== null) return remembered;
    const vector = await embed();
    // Not waited for: the answer does not depend on it.
    void memory.set(place, encode(vector), keptSeconds);
    return vector;
  },
});

/** With its length, so that what was cut or written by others is seen to be no vector. */
const encode = (vector: readonly number[]): string => `${vector.length}:${Buffer.from(Float32Array.from(vector).buffer).toString('base64')}`;
const decode = (text: string): number[] | null => {
  const [, length = '', base64 = ''] = /^([1-9]\d*):(.+)$/s.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (length === '' || bytes.length !== 4 * Number(length)) return null;
  // copied: a Buffer from the pool need not begin at a multiple of four
  const vector = [...new Float32Array(Uint8Array.from(bytes).buffer)];
  return vector.every(Number.isFinite) ? vector : null;
};
