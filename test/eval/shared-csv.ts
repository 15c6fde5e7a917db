/** Tables of the development data: plain CSV without quotes in the columns that are read here. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Rows without the header, as cells. @throws when the file is not there */
export const readShared = async (folder: string | null, name: string): Promise<string[][]> => {
  if (folder === null) throw new Error('The development data is not there.');
  const text = await readFile(path.join(folder, name), 'utf8');
  return text.split('\n').slice(1).filter(Boolean).map((line) => line.trimEnd().split(','));
};
