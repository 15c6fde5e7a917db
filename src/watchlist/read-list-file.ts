/** The bytes of a list file as text: packed or not, in the encodings that exports and spreadsheets come in, and never more than a list can be. */
import { promisify, TextDecoder } from 'node:util';
import { constants, gunzip } from 'node:zlib';
import { AppError } from '../errors.ts';
import { finishInTurns, type Steps } from '../retrieval/steps.ts';

/** Of the file as it is sent. */
export const largestFile = 25 * 1024 * 1024;
/** Of what is packed in it: a small file can unpack to anything. */
const largestText = 64 * 1024 * 1024;

export type ListFile = { readonly text: string; readonly warnings: string[]; /** The packing breaks off. */ readonly truncated: boolean };

/**
 * @param content the text itself; or its bytes (packed by gzip or not) as a data URL with base64; or gzip as bare base64
 * @throws AppError payload_too_large, invalid_input
 */
export const readListFile = async (content: string): Promise<ListFile> => {
  const bytes = bytesOf(content);
  if ((bytes?.length ?? content.length) > largestFile) throw tooLarge();
  if (bytes === null) return { text: checked(content.replace(/^\uFEFF/, '')), warnings: [], truncated: false };
  const { unpacked, truncated } = await unpack(bytes);
  const { text, warnings } = await finishInTurns(decode(unpacked));
  return { text: checked(text), warnings, truncated };
};

const bytesOf = (content: string): Buffer | null => {
  const url = /^data:[\w.+/-]*(?:;[\w=-]+)*;base64,/.exec(content.slice(0, 200));
  if (url !== null) return Buffer.from(content.slice(url[0].length), 'base64');
  // the first bytes of any gzip file, as base64 writes them
  return /^\s*H4sI[\w+/\s-]*={0,2}\s*$/.test(content.slice(0, 400).replace(/=+\s*$/, '')) ? Buffer.from(content, 'base64') : null;
};

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const unpack = async (bytes: Buffer): Promise<{ unpacked: Buffer; truncated: boolean }> => {
  if (!isGzip(bytes)) return { unpacked: bytes, truncated: false };
  const limit = { maxOutputLength: largestText };
  try {
    return { unpacked: await promisify(gunzip)(bytes, limit), truncated: false };
  } catch (cause) {
    if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(cause);
    if (codeOf(cause) !== 'Z_BUF_ERROR') throw new AppError('invalid_input', 'The packed file is damaged.', { hint: 'Download it again, or unpack it and send what is inside.', cause });
    // It breaks off: what came before is good, and whoever reads it says that more was to come.
    return { unpacked: await promisify(gunzip)(bytes, { ...limit, finishFlush: constants.Z_SYNC_FLUSH }), truncated: true };
  }
};

const codeOf = (thrown: unknown): unknown => (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined);

function* decode(bytes: Buffer): Steps<{ text: string; warnings: string[] }> {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const wide = marked ?? (bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0 ? 'utf-16le' : bytes.length > 3 && bytes[0] === 0 && bytes[2] === 0 ? 'utf-16be' : null);
  const declared = /^<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1]?.toLowerCase();
  const other = wide ?? (declared !== undefined && !/^utf-?8$|^utf-16/.test(declared) ? declared : null);
  if (other !== null) return { text: (yield* decodeAs(other, bytes)).text, warnings: [] };
  const { text, broken, good } = yield* decodeAs('utf-8', bytes);
  if (broken === 0) return { text, warnings: [] };
  // A few bad bytes among many good ones are damage; nothing but bad ones is another encoding.
  if (good > broken) return { text, warnings: ['Some characters of the file are damaged.'] };
  return { text: (yield* decodeAs('windows-1252', bytes)).text, warnings: ['The file is not in UTF-8; it was read as Windows-1252, as older spreadsheets write.'] };
}

const portion = 128 * 1024;

/** `broken`: bytes that are no characters; `good`: characters beyond ASCII. @throws AppError invalid_input for an encoding nobody knows */
function* decodeAs(label: string, bytes: Buffer): Steps<{ text: string; broken: number; good: number }> {
  const decoder = decoderOf(label);
  let [text, broken, good] = ['', 0, 0];
  for (let at = 0; at < bytes.length; at += portion) {
    const piece = decoder.decode(bytes.subarray(at, at + portion), { stream: at + portion < bytes.length });
    for (let place = 0; place < piece.length; place++) {
      const code = piece.charCodeAt(place);
      if (code === 0xfffd) broken += 1;
      else if (code >= 0x80) good += 1;
    }
    text += piece;
    yield;
  }
  return { text, broken, good };
}

const decoderOf = (label: string): TextDecoder => {
  try {
    return new TextDecoder(label);
  } catch (cause) {
    throw new AppError('invalid_input', `The file declares the encoding ${JSON.stringify(label)}, which is not known.`, { hint: 'Save it as UTF-8 and send it again.', cause });
  }
};

/** @throws AppError invalid_input for what is no text, or nothing */
const checked = (text: string): string => {
  if (!/\S/.test(text)) throw new AppError('invalid_input', 'The file is empty.', { hint: 'Send the file that your list service exported.' });
  const start = text.slice(0, 4000);
  if (start.startsWith('PK\u0003\u0004')) throw new AppError('invalid_input', 'This is a ZIP archive.', { hint: 'Unpack it and send the list inside.' });
  if ((start.match(/[\u0000-\u0008\u000E-\u001F]/g) ?? []).length > start.length / 20) throw new AppError('invalid_input', 'This is not a text file.', { hint: 'Lists come as MyAnimeList XML, AniList JSON or CSV, plain or packed by gzip.' });
  return text;
};

const tooLarge = (cause?: unknown): AppError =>
  new AppError('payload_too_large', `The file is larger than a list can be (${largestFile / 1024 / 1024} MB, ${largestText / 1024 / 1024} MB unpacked).`, { hint: 'Check that it is the right file; a list of 20,000 entries has about 20 MB.', cause });
