/** Which change a change takes back. */
import type { Migration } from './migration.ts';

export const undoes: Migration = {
  name: '0002-undoes',
  up: async (db) => {
    await db.schema.alterTable('list_changes').addColumn('undoes', 'text').execute();
  },
};
