/** A ZIP archive, as bundles of programs are: every file deflated, no folders, no dates, so that the same files make the same bytes. */
import { crc32, deflateRawSync } from 'node:zlib';

type File = { readonly name: string; readonly content: Buffer };

const version = 20;
const utf8 = 0x0800;
const deflated = 8;
/** 1980-01-01, the format's own zero. */
const date = 0x21;

export const zip = (files: readonly File[]): Buffer => {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, content } of files) {
    const [path, packed] = [Buffer.from(name), deflateRawSync(content)];
    // What both headers say of a file.
    const about = Buffer.alloc(26);
    about.writeUInt16LE(version, 0);
    about.writeUInt16LE(utf8, 2);
    about.writeUInt16LE(deflated, 4);
    about.writeUInt16LE(date, 8);
    about.writeUInt32LE(crc32(content), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(content.length, 18);
    about.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = [signature(0x04034b50), about, path, packed];
    parts.push(...local);
    directory.push(signature(0x02014b50), short(version), about, place, path);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, signature(0x06054b50), end]);
};

const signature = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const short = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
