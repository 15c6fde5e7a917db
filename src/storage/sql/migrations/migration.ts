import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

/** Where engines spell a column differently. */
export type ColumnKinds = {
  /** A primary key that counts up by itself. */
  readonly rowNumber: { readonly type: 'integer' | 'bigserial'; build(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder };
  readonly bytes: 'blob' | 'bytea';
};

/** A step forward. Once released its text never changes; a later step corrects it. */
export type Migration = {
  readonly name: string;
  // A migration speaks of the tables as they were at its time, so it cannot know the present schema.
  up(db: Kysely<unknown>, kinds: ColumnKinds): Promise<void>;
};
