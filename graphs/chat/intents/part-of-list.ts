/** Understood conditions -> what `get_watchlist` takes to list the part of the user's list that satisfies them. Pure. */
import type { Entities } from '../../../src/domain/entities.ts';
import type { OwnScore } from '../state.ts';
import { filterArgument } from './filters-of.ts';

export const partArguments = (entities: Entities, own: OwnScore = {}): Record<string, unknown> => ({
  ...(entities.status !== null && { status: entities.status }),
  ...own,
  ...filterArgument({ ...entities, exclude_titles: [] }),
});
