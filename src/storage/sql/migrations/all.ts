/** Every step of the schema, oldest first. A new one is a file beside this one and a line at the end. */
import { userState } from './0001-user-state.ts';
import { undoes } from './0002-undoes.ts';
import { preferences } from './0003-preferences.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [userState, undoes, preferences];
