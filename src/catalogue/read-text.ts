/** A file as text, a piece at a time, unpacked when it is a zstd frame (told by its first bytes, not by its name). */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Decompress } from 'fzstd';
import { AppError } from '../errors.ts';

export type ReadLimits = { readonly maxFileBytes: number; readonly maxTextBytes: number };
/** Ten times today's release, packed and unpacked: what is larger is not this data set. */
export const readLimits: ReadLimits = { maxFileBytes: 1024 ** 3, maxTextBytes: 1024 ** 3 };

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd];

export const truncatedFile = (file: string, cause?: unknown): AppError =>
  new AppError('invalid_input', `The data set "${path.basename(file)}" is cut off or damaged, so nothing of it is used.`, {
    hint: 'Get the file again; what was served before stays in use.',
    cause,
  });

/**
 * @throws AppError not_found without such a file; invalid_input for an empty, oversized or cut file
 */
export async function* readText(file: string, limits: ReadLimits = readLimits): AsyncGenerator<string> {
  const size = await sizeOf(file);
  if (size === 0) throw new AppError('invalid_input', `The data set "${path.basename(file)}" is empty.`);
  if (size > limits.maxFileBytes) throw tooLarge(file);
  const decoder = new TextDecoder();
  let seen = 0;
  for await (const bytes of unpacked(file)) {
    seen += bytes.length;
    if (seen > limits.maxTextBytes) throw tooLarge(file);
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}

async function* unpacked(file: string): AsyncGenerator<Uint8Array> {
  let unpack: ((packed: Uint8Array, last: boolean) => Uint8Array[]) | undefined;
  let first = true;
  // Annotated since the stream types its chunks as `any`; without an encoding they are buffers.
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    if (first && zstdMagic.every((byte, index) => chunk[index] === byte)) unpack = createUnpacker(file);
    first = false;
    if (unpack === undefined) yield chunk;
    else yield* unpack(chunk, false);
  }
  if (unpack !== undefined) yield* unpack(new Uint8Array(0), true);
}

/** fzstd reports a frame that ends too early only when it is told that no more is to come. */
const createUnpacker = (file: string) => {
  let pieces: Uint8Array[] = [];
  const stream = new Decompress((piece) => pieces.push(piece));
  return (packed: Uint8Array, last: boolean): Uint8Array[] => {
    pieces = [];
    try {
      stream.push(packed, last);
    } catch (problem) {
      throw truncatedFile(file, problem);
    }
    return pieces;
  };
};

const sizeOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size;
  } catch (problem) {
    throw new AppError('not_found', `There is no data set file "${path.basename(file)}".`, { hint: 'Check the path after --file or in DATA_URL.', cause: problem });
  }
};

const tooLarge = (file: string): AppError =>
  new AppError('payload_too_large', `"${path.basename(file)}" is too large to be anime-offline-database.`, { hint: 'Use a release file of the data set.' });
