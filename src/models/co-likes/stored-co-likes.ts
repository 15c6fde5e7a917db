/**
 * The model as two files. `<stem>.json`: where it comes from and how well it does. `<stem>.bin`, little-endian: "ATCL", uint32 version (1), items, width;
 * per item uint32 MyAnimeList id, float32 share, float32 scale; items x width uint16 sources; items x width int8. Weight = int8 x scale of its item.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { CoLikes } from './co-likes.ts';

const magic = 'ATCL';
const version = 1;
const headerBytes = 16;

const aboutSchema = z.object({
  trained_on: z.string(),
  licence: z.string(),
  /** Mean nDCG@10 on people whom it was not trained on, a fifth of their likes hidden. */
  held_out: z.object({ users: z.int(), ndcg_at_10: z.number(), popularity: z.number() }),
});
const manifestSchema = aboutSchema.extend({ items: z.int(), width: z.int(), sha256: z.string() });
export type AboutCoLikes = z.infer<typeof aboutSchema>;

/** @param stem path without ending */
export const storeCoLikes = async (stem: string, model: CoLikes, about: AboutCoLikes): Promise<void> => {
  const bytes = toBytes(model);
  await writeFile(`${stem}.bin`, bytes);
  await writeFile(`${stem}.json`, `${JSON.stringify({ ...about, items: model.ids.length, width: model.width, sha256: sha256(bytes) }, null, 2)}\n`);
};

/** @throws AppError internal when the files are not whole; the file system's error when they are not there */
export const loadCoLikes = async (stem: string): Promise<CoLikes> => {
  const manifest = manifestSchema.safeParse(JSON.parse(await readFile(`${stem}.json`, 'utf8')));
  const bytes = await readFile(`${stem}.bin`);
  if (!manifest.success || manifest.data.sha256 !== sha256(bytes)) throw damaged();
  return fromBytes(bytes);
};

export const toBytes = ({ ids, shares, width, sources, weights }: CoLikes): Uint8Array => {
  const bytes = new Uint8Array(headerBytes + ids.length * (12 + 3 * width));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  for (const [at, number] of [version, ids.length, width].entries()) view.setUint32(4 + 4 * at, number, true);
  const sourcesAt = headerBytes + 12 * ids.length;
  const weightsAt = sourcesAt + 2 * sources.length;
  ids.forEach((id, item) => {
    const own = weights.subarray(item * width, (item + 1) * width);
    const scale = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
    view.setUint32(headerBytes + 12 * item, id, true);
    view.setFloat32(headerBytes + 12 * item + 4, shares[item] ?? 0, true);
    view.setFloat32(headerBytes + 12 * item + 8, scale, true);
    own.forEach((weight, at) => {
      view.setUint16(sourcesAt + 2 * (item * width + at), sources[item * width + at] ?? 0, true);
      view.setInt8(weightsAt + item * width + at, scale === 0 ? 0 : Math.round(weight / scale));
    });
  });
  return bytes;
};

/** @throws AppError internal for anything but a whole file of this format */
export const fromBytes = (bytes: Uint8Array): CoLikes => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < headerBytes || new TextDecoder().decode(bytes.subarray(0, 4)) !== magic) throw damaged();
  const [found, items, width] = [view.getUint32(4, true), view.getUint32(8, true), view.getUint32(12, true)];
  if (found !== version || bytes.byteLength !== headerBytes + items * (12 + 3 * width)) throw damaged();
  const sourcesAt = headerBytes + 12 * items;
  const weightsAt = sourcesAt + 2 * items * width;
  const sources = Uint16Array.from({ length: items * width }, (_, at) => view.getUint16(sourcesAt + 2 * at, true));
  if (sources.some((source) => source >= items)) throw damaged();
  return {
    ids: Uint32Array.from({ length: items }, (_, item) => view.getUint32(headerBytes + 12 * item, true)),
    shares: Float32Array.from({ length: items }, (_, item) => view.getFloat32(headerBytes + 12 * item + 4, true)),
    width,
    sources,
    weights: Float32Array.from({ length: items * width }, (_, at) => view.getInt8(weightsAt + at) * view.getFloat32(headerBytes + 12 * Math.floor(at / width) + 8, true)),
  };
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const damaged = (): AppError => new AppError('internal', 'The co-like model is damaged.', { hint: 'Run npm run train:co-likes.' });
