/** What a user has asked for once and for all, what was suggested to them, and what they said of it. */
import type { Migration } from './migration.ts';

export const preferences: Migration = {
  name: '0003-preferences',
  up: async (db) => {
    const schema = db.schema;
    await schema
      .createTable('preferences')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('preferences', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .execute();

    // One row per title, however often it is suggested: what a user sees again adds nothing.
    await schema
      .createTable('recommendations_shown')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('anime_id', 'text', (column) => column.notNull())
      .addColumn('score', 'double precision')
      .addColumn('reason', 'text')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('context', 'text', (column) => column.notNull())
      .addColumn('times', 'integer', (column) => column.notNull())
      .addColumn('first_shown_at', 'text', (column) => column.notNull())
      .addColumn('shown_at', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('recommendations_shown_key', ['user_id', 'anime_id'])
      .execute();
    await schema.createIndex('recommendations_shown_by_age').on('recommendations_shown').columns(['user_id', 'expires_at']).execute();

    await schema
      .createTable('feedback')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('anime_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('feedback_key', ['user_id', 'anime_id'])
      .execute();
  },
};
