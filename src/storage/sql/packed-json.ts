/** JSON objects as bytes, for columns that are kept by the thousand and rarely read. What is large is compressed; for the rest that takes longer than all of its inserts. */
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** In characters. Most replies have fewer. */
const large = 1_024;
/** No compressed object begins with it: its block header and the code for `{` make other bytes. */
const brace = 0x7b;

/** Small windows: setting up the usual ones would take most of the time. */
const options = { level: constants.Z_BEST_SPEED, windowBits: 12, memLevel: 4, chunkSize: 4_096 };

export const packJson = (value: object): Uint8Array => {
  const text = JSON.stringify(value);
  return text.length < large ? Buffer.from(text) : deflateRawSync(text, options);
};

/** The driver hands bytes out as an ArrayBuffer. */
export const unpackJson = (bytes: Uint8Array | ArrayBuffer): unknown => {
  const packed = Buffer.from(new Uint8Array(bytes));
  return JSON.parse((packed[0] === brace ? packed : inflateRawSync(packed)).toString());
};
