/** In place: mean 0 and deviation 1 over the values whose position is not left out. */
export const standardise = (values: Float32Array, isLeftOut: (at: number) => boolean = () => false): Float32Array => {
  let [sum, squares, count] = [0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    if (isLeftOut(at)) continue;
    const value = values[at] ?? 0;
    sum += value;
    squares += value * value;
    count += 1;
  }
  const mean = sum / Math.max(1, count);
  const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) || 1;
  for (let at = 0; at < values.length; at++) values[at] = ((values[at] ?? 0) - mean) / deviation;
  return values;
};
