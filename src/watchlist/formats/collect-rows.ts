/** The rows of a file as they are found, and no more than a list can have: what stands in memory already cannot be refused cheaply. */
import { AppError } from '../../errors.ts';
import type { ListRow, RefusedRow } from './list-format.ts';
import { isRefused } from './read-row.ts';

/** More rows than anybody's list has. */
export const mostRows = 50_000;

export const tooManyRows = (): AppError => new AppError('payload_too_large', `The file has more than ${mostRows} rows.`, { hint: 'Split it and import the parts one after the other.' });

/** @throws AppError payload_too_large from `add`, refused rows counted too */
export const collectRows = () => {
  const rows: ListRow[] = [];
  const refused: RefusedRow[] = [];
  return {
    rows,
    refused,
    add: (row: ListRow | RefusedRow): void => {
      if (rows.length + refused.length >= mostRows) throw tooManyRows();
      if (isRefused(row)) refused.push(row);
      else rows.push(row);
    },
  };
};
