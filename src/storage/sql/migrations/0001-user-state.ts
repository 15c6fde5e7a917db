/** Threads, messages, list, change log, checkpoints, remembered replies. */
import type { Migration } from './migration.ts';

export const userState: Migration = {
  name: '0001-user-state',
  up: async (db, { rowNumber, bytes }) => {
    const schema = db.schema;
    await schema
      .createTable('threads')
      .addColumn('thread_id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('message_count', 'integer', (column) => column.notNull())
      .execute();
    // Without updated_at: every turn would write the index anew; a user's few hundred threads sort in no time.
    await schema.createIndex('threads_by_user').on('threads').column('user_id').execute();

    await schema
      .createTable('messages')
      .addColumn('n', rowNumber.type, (column) => rowNumber.build(column))
      .addColumn('thread_id', 'text', (column) => column.notNull().references('threads.thread_id').onDelete('cascade'))
      .addColumn('turn_id', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('reply', bytes)
      .execute();
    await schema.createIndex('messages_by_thread').on('messages').columns(['thread_id', 'n']).execute();

    await schema
      .createTable('list_entries')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('anime_id', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('score', 'double precision')
      .addColumn('progress', 'integer', (column) => column.notNull())
      .addColumn('started_at', 'text')
      .addColumn('finished_at', 'text')
      .addColumn('rewatches', 'integer', (column) => column.notNull())
      .addColumn('notes', 'text')
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('list_entries_key', ['user_id', 'anime_id'])
      .execute();

    await schema
      .createTable('list_changes')
      .addColumn('n', rowNumber.type, (column) => rowNumber.build(column))
      .addColumn('change_id', 'text', (column) => column.notNull().unique())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('anime_id', 'text', (column) => column.notNull())
      .addColumn('before', 'text')
      .addColumn('after', 'text')
      .addColumn('door', 'text', (column) => column.notNull())
      .addColumn('turn_id', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('list_changes_by_user').on('list_changes').columns(['user_id', 'n']).execute();

    // No foreign key to threads: LangGraph's saver also stands alone (Studio, its validation suite).
    await schema
      .createTable('checkpoints')
      .addColumn('thread_id', 'text', (column) => column.notNull())
      .addColumn('checkpoint_ns', 'text', (column) => column.notNull())
      .addColumn('checkpoint_id', 'text', (column) => column.notNull())
      .addColumn('parent_id', 'text')
      .addColumn('checkpoint', 'text', (column) => column.notNull())
      .addColumn('metadata', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('checkpoints_key', ['thread_id', 'checkpoint_ns', 'checkpoint_id'])
      .execute();
    await schema
      .createTable('checkpoint_writes')
      .addColumn('thread_id', 'text', (column) => column.notNull())
      .addColumn('checkpoint_ns', 'text', (column) => column.notNull())
      .addColumn('checkpoint_id', 'text', (column) => column.notNull())
      .addColumn('task_id', 'text', (column) => column.notNull())
      .addColumn('idx', 'integer', (column) => column.notNull())
      .addColumn('task_path', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('value', 'text')
      .addPrimaryKeyConstraint('checkpoint_writes_key', ['thread_id', 'checkpoint_ns', 'checkpoint_id', 'task_id', 'idx'])
      .execute();

    await schema
      .createTable('idempotency')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('request_hash', 'text', (column) => column.notNull())
      .addColumn('reply', bytes, (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('idempotency_key', ['user_id', 'key'])
      .execute();
    await schema.createIndex('idempotency_by_age').on('idempotency').column('created_at').execute();
  },
};
