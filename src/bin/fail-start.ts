import { toAppError } from '../errors.ts';

/** One clear sentence on stderr and exit code 1; the stack only for what is our own fault. */
export const failStart = (thrown: unknown): never => {
  const error = toAppError(thrown);
  process.stderr.write(`${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`);
  if (error.code === 'internal' && error.cause instanceof Error) process.stderr.write(`${error.cause.stack ?? ''}\n`);
  process.exit(1);
};
