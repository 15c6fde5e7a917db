import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

/** How an engine spells a primary key that counts up by itself. */
export type RowNumber = { readonly type: 'integer' | 'bigserial'; build(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder };

/** A step forward. Once released its text never changes; a later step corrects it. */
export type Migration = {
  readonly name: string;
  // A migration speaks of the tables as they were at its time, so it cannot know the present schema.
  up(db: Kysely<unknown>, rowNumber: RowNumber): Promise<void>;
};
