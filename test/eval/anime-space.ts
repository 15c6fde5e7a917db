/** Search by the learned anime space alone (no words, no lexicon), as soon as the product has such a space. */
import type { World } from './world.ts';

/** Ids of the best entries for a text. */
type SpaceSearch = (query: string, limit: number) => Promise<string[]>;

/** Null = the product has no space yet. */
export const spaceAlone = (world: World): SpaceSearch | null => ('searchSpace' in world && typeof world.searchSpace === 'function' ? (world.searchSpace as SpaceSearch) : null); // a field that `World` gets together with the space
