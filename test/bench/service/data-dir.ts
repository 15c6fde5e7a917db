/** A DATA_DIR of its own for one part: fresh database, the given snapshots. */
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { snapshotsFolder } from '../../../src/catalogue/snapshot.ts';
import type { Bench } from '../parts/part.ts';

/** @param catalogueDir DATA_DIR whose snapshots are served; null = the shipped catalogue */
export const freshDataDir = async (bench: Bench, catalogueDir: string | null): Promise<string> => {
  const dataDir = await bench.folder();
  if (catalogueDir !== null) await symlink(path.resolve(snapshotsFolder(catalogueDir)), snapshotsFolder(dataDir), 'dir');
  return dataDir;
};
