/** Notices a new snapshot under a running server. */
import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { listSnapshots, snapshotsFolder } from './snapshot.ts';

export type SnapshotWatch = { close(): void };

/**
 * Calls `onNew` with the id of a snapshot newer than all seen. File events tell at once where the system has them; a look every
 * `pollMs` finds what they miss (network volumes, containers). Neither keeps the process alive.
 */
export const watchSnapshots = async (dataDir: string, onNew: (snapshot_id: string) => void, { pollMs = 5000 }: { pollMs?: number } = {}): Promise<SnapshotWatch> => {
  await mkdir(snapshotsFolder(dataDir), { recursive: true });
  let [newest] = await listSnapshots(dataDir);
  let closed = false;
  const look = async (): Promise<void> => {
    const [found] = await listSnapshots(dataDir);
    if (closed || found === undefined || (newest !== undefined && found <= newest)) return;
    newest = found;
    onNew(found);
  };
  const timer = setInterval(() => void look(), pollMs);
  timer.unref();
  const watcher = watchFolder(snapshotsFolder(dataDir), () => void look());
  return {
    close() {
      closed = true;
      clearInterval(timer);
      watcher?.close();
    },
  };
};

/** Undefined where the system refuses (no inotify handles left): the poll remains. */
const watchFolder = (folder: string, onChange: () => void): FSWatcher | undefined => {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
};
