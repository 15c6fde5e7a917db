/**
 * Matrices on disk, little-endian.
 * `vectors.f32`: rows x dimension float32, nothing else.
 * `vectors.i8`: "ATV8", then uint32 version (1), rows, dimension; then `rows` float32 scales; then rows x dimension int8.
 * Component = int8 x scale of its row. A quarter of the size; cosine to the original about 0.9999.
 */
import { AppError } from '../errors.ts';
import type { VectorMatrix } from '../vectors/vector-index.ts';

const magic = 'ATV8';
const version = 1;
const headerBytes = 16;

export const floatsToBytes = ({ values }: VectorMatrix): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** @throws AppError internal when the size is not that of rows x dimension */
export const floatsFromBytes = (bytes: Uint8Array, { rows, dimension }: Pick<VectorMatrix, 'rows' | 'dimension'>): VectorMatrix => {
  if (bytes.byteLength !== 4 * rows * dimension) throw damaged();
  // A view when it can be one: the whole catalogue is some 80 MB. Small buffers come from a shared pool and may not be aligned.
  const values = bytes.byteOffset % 4 === 0 ? new Float32Array(bytes.buffer, bytes.byteOffset, rows * dimension) : new Float32Array(bytes.slice().buffer);
  return { rows, dimension, values };
};

export const quantise = ({ rows, dimension, values }: VectorMatrix): Uint8Array => {
  const file = new Uint8Array(headerBytes + rows * 4 + rows * dimension);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode(magic));
  for (const [at, number] of [version, rows, dimension].entries()) view.setUint32(4 + 4 * at, number, true);
  const components = new Int8Array(file.buffer, headerBytes + rows * 4);
  for (let row = 0; row < rows; row += 1) {
    const vector = values.subarray(row * dimension, (row + 1) * dimension);
    const scale = vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127;
    view.setFloat32(headerBytes + 4 * row, scale, true);
    if (scale > 0) components.set(vector.map((value) => Math.round(value / scale)), row * dimension);
  }
  return file;
};

/** Back to unit vectors (a row of zeros stays one). @throws AppError internal for anything but a whole file of this format */
export const dequantise = (file: Uint8Array): VectorMatrix => {
  if (file.byteLength < headerBytes || new TextDecoder().decode(file.subarray(0, 4)) !== magic) throw damaged();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [found, rows, dimension] = [view.getUint32(4, true), view.getUint32(8, true), view.getUint32(12, true)];
  if (found !== version || file.byteLength !== headerBytes + rows * 4 + rows * dimension) throw damaged();
  const components = new Int8Array(file.buffer, file.byteOffset + headerBytes + rows * 4, rows * dimension);
  const values = Float32Array.from(components);
  for (let row = 0; row < rows; row += 1) normaliseRow(values.subarray(row * dimension, (row + 1) * dimension));
  return { rows, dimension, values };
};

/** In place. The scale of a row cancels out here, so it is not even read. */
export const normaliseRow = (vector: Float32Array): void => {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square === 0) return;
  const length = Math.sqrt(square);
  for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) / length;
};

const damaged = (): AppError => new AppError('internal', 'A vector file is damaged.', { hint: 'Run `npm run sync` again.' });
