/** What a snapshot folder says about itself. Written last: a folder without it is no snapshot. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Raised when a record or file changes its meaning; older snapshots are then passed over. */
export const snapshotFormat = 1;
export const manifestFile = 'manifest.json';

const fileSchema = z.object({ bytes: z.int().min(0), sha256: z.string() });
export const infoSchema = z.object({
  snapshot_id: z.string(),
  origin: z.enum(['shipped', 'synced']),
  entries: z.int().min(0),
  created_at: z.string(),
  source: z.object({ name: z.string(), location: z.string(), tag: z.string().nullable(), sha256: z.string(), last_update: z.string().nullable() }),
  licence: z.array(z.object({ name: z.string(), url: z.string(), covers: z.string() })),
  encoder: z.object({ provider: z.string(), model: z.string(), dimension: z.int().min(1) }),
});
export const manifestSchema = z.object({
  format: z.literal(snapshotFormat),
  info: infoSchema,
  /** Whose learned space `space.f32` and the FAISS folder are in; absent before there was one: then the folder holds `vectors.f32`. */
  space: z.object({ version: z.string(), dimension: z.int().min(1) }).optional(),
  counts: z.object({ entries: z.int(), own: z.int(), adult: z.int(), with_synopsis: z.int(), refused: z.int() }),
  /** What bangumi-data gave: entries with something of it, entries that only it knows, works left out; absent before. */
  supplement: z.object({ version: z.string(), laid: z.int(), added: z.int(), left: z.int() }).optional(),
  /** By path inside the folder. */
  files: z.record(z.string(), fileSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type Encoder = Manifest['info']['encoder'];

export const sameEncoder = (a: Encoder, b: Encoder): boolean => a.provider === b.provider && a.model === b.model && a.dimension === b.dimension;

export const sha256OfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer); // no encoding, so buffers
  return hash.digest('hex');
};

export const describeFile = async (file: string): Promise<z.infer<typeof fileSchema>> => ({ bytes: (await stat(file)).size, sha256: await sha256OfFile(file) });

/** Null when all files are as the manifest says; else the first that is not. */
export const firstDamage = async (folder: string, files: Manifest['files']): Promise<string | null> => {
  for (const [name, expected] of Object.entries(files)) {
    const found = await describeFile(path.join(folder, name)).catch(() => undefined);
    if (found === undefined) return `${name} is missing`;
    if (found.bytes !== expected.bytes) return `${name} has ${found.bytes} bytes instead of ${expected.bytes}`;
    if (found.sha256 !== expected.sha256) return `${name} does not match its checksum`;
  }
  return null;
};
