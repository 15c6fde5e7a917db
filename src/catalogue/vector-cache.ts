/** Vectors of a sync that has not finished, so that an interrupted one does not compute them twice. Append-only; a torn end is cut off. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { Encoder } from './manifest.ts';

/** A record: the 16 hex digits of the text hash, then `dimension` float32, little-endian. */
const hashBytes = 16;

export type VectorCache = {
  /** By text hash. */
  readonly known: ReadonlyMap<string, Float32Array>;
  append(records: readonly { hash: string; vector: Float32Array }[]): Promise<void>;
  /** After the snapshot is in place: it holds the vectors from then on. */
  discard(): Promise<void>;
};

export const openVectorCache = async (dataDir: string, { provider, model, dimension }: Encoder): Promise<VectorCache> => {
  const folder = path.join(dataDir, 'cache');
  await mkdir(folder, { recursive: true });
  const space = createHash('sha256').update(`${provider}\n${model}\n${dimension}`).digest('hex').slice(0, 12);
  const file = path.join(folder, `vectors-${space}.bin`);
  const recordBytes = hashBytes + 4 * dimension;
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const whole = bytes.length - (bytes.length % recordBytes);
  if (whole < bytes.length) await truncate(file, whole);
  const known = new Map<string, Float32Array>();
  for (let at = 0; at < whole; at += recordBytes) {
    const vector = new Float32Array(new Uint8Array(bytes.subarray(at + hashBytes, at + recordBytes)).buffer);
    known.set(bytes.toString('latin1', at, at + hashBytes), vector);
  }
  return {
    known,
    async append(records) {
      const handle = await open(file, 'a');
      try {
        await handle.writeFile(Buffer.concat(records.flatMap(({ hash, vector }) => [Buffer.from(hash, 'latin1'), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)])));
      } finally {
        await handle.close();
      }
    },
    discard: () => rm(file, { force: true }),
  };
};
