/** What PostgreSQL says went wrong, as the one error a user can act on. */
import { refusedBy, type Refusal } from './refusal.ts';

const refusals: readonly Refusal[] = [
  { code: /^28/, message: 'PostgreSQL does not let this user in.', hint: 'Check the user and the password in DATABASE_URL.' },
  { code: /^3D000$/, message: 'PostgreSQL has no such database.', hint: 'Create it, or correct the name in DATABASE_URL.' },
  { code: /^(?:53100|58030)$/, message: "The database's disk is full, so nothing was saved.", hint: 'Free some space on the database server and send the request again.', retryAfter: 30 },
  { code: /^(?:25006|42501)$/, message: 'The database may not be written, so nothing was saved.', hint: 'Give the user of DATABASE_URL the right to create and write tables, on a server that is not a read-only replica.' },
  { code: /^(?:40001|40P01|55P03|57014)$/, message: 'The database is busy with other changes.', hint: 'Try again in a moment.', retryAfter: 1 },
  {
    code: /^(?:08|53|57P|ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EHOST)/,
    message: 'The database cannot be reached.',
    hint: 'Check that PostgreSQL runs at the address in DATABASE_URL, then try again.',
    retryAfter: 5,
  },
];

/** A failure of the server or the way to it as AppError unavailable; anything else (a mistake of ours) unchanged. */
export const toStorageError = (thrown: unknown): unknown => refusedBy(refusals, postgresCode(thrown), thrown);

/** SQLSTATE, or the system's name of a lost connection; empty for an error of another kind. */
export const postgresCode = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  // The driver's own errors about a lost or never made connection have no code.
  return /connection (?:terminated|timeout|error)|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|after calling end on the pool/i.test(thrown.message) ? '08000' : '';
};
