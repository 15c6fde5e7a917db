/** What SQLite, or the system that syncs its log, says went wrong, as the one error a user can act on. */
import { refusedBy, type Refusal } from './refusal.ts';

const refusals: readonly Refusal[] = [
  {
    code: /^SQLITE_(BUSY|LOCKED)/,
    message: 'The database is in use by another program.',
    hint: 'Try again in a moment; if it stays, stop the other program that uses the same data folder.',
    retryAfter: 1,
  },
  { code: /^SQLITE_FULL/, message: 'The disk is full, so nothing was saved.', hint: 'Free some space and send the request again.', retryAfter: 30 },
  { code: /^SQLITE_(READONLY|PERM|AUTH)/, message: 'The database is read-only, so nothing was saved.', hint: 'Make the data folder writable and send the request again.' },
  { code: /^SQLITE_(CORRUPT|NOTADB)/, message: 'The database is damaged.', hint: 'Stop the program and put a backup of the database in its place, or move it away to begin with an empty one.' },
  { code: /^E[A-Z]+$/, message: 'The disk did not confirm that this was saved.', hint: 'Check the disk, and look what is there before you send the request again.' },
  { code: /^SQLITE_(IOERR|CANTOPEN)/, message: 'The database cannot be read or written.', hint: 'Check the disk and the permissions of the data folder.' },
];

/** An SQLite failure as AppError unavailable; anything else (a mistake of ours) unchanged. */
export const toStorageError = (thrown: unknown): unknown => refusedBy(refusals, sqliteCode(thrown), thrown);

/** `SQLITE_FULL`, `SQLITE_IOERR_WRITE`, ...; empty for an error that is not SQLite's. */
export const sqliteCode = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
