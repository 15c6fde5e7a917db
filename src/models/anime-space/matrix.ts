/** Dense matrices, row by row in one Float32Array. Almost all of the training is spent in `timesTransposed`. */

/**
 * `out` (m x n) = `a` (m x k) times the transpose of `b` (n x k); m even, n a multiple of 4.
 * Blocks of 2 x 4 make it several times faster than plain loops: six numbers that were read serve eight products.
 */
export const timesTransposed = (a: Float32Array, b: Float32Array, out: Float32Array, { m, n, k }: { m: number; n: number; k: number }): void => {
  // `!`: all positions lie inside the arrays; a check per number would cost as much as the product.
  for (let i = 0; i < m; i += 2) {
    const [a0, a1] = [i * k, (i + 1) * k];
    for (let j = 0; j < n; j += 4) {
      const [b0, b1, b2, b3] = [j * k, (j + 1) * k, (j + 2) * k, (j + 3) * k];
      let [s00, s01, s02, s03] = [0, 0, 0, 0];
      let [s10, s11, s12, s13] = [0, 0, 0, 0];
      for (let p = 0; p < k; p++) {
        const x0 = a[a0 + p]!;
        const x1 = a[a1 + p]!;
        const y0 = b[b0 + p]!;
        const y1 = b[b1 + p]!;
        const y2 = b[b2 + p]!;
        const y3 = b[b3 + p]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s03 += x0 * y3;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s13 += x1 * y3;
      }
      const [o0, o1] = [i * n + j, (i + 1) * n + j];
      out[o0] = s00;
      out[o0 + 1] = s01;
      out[o0 + 2] = s02;
      out[o0 + 3] = s03;
      out[o1] = s10;
      out[o1 + 1] = s11;
      out[o1 + 2] = s12;
      out[o1 + 3] = s13;
    }
  }
};

/** @param values rows x columns */
export const transpose = (values: Float32Array, rows: number, columns: number): Float32Array => {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) out[column * rows + row] = values[row * columns + column]!; // `!`: inside
  return out;
};
