/** A profile's list as an MCP resource: all that is recorded, without the catalogue's part. */
import { userIdSchema } from '../domain/chat-turn.ts';
import type { ReadWatchlist } from '../watchlist/read.ts';
import { decoded, type Resources } from './resource.ts';

const prefix = 'user://watchlist/';

/** The profile whose list is meant, if it could be one. */
const ownerIn = (uri: string): string | undefined => (uri.startsWith(prefix) ? userIdSchema.safeParse(decoded(uri.slice(prefix.length))).data : undefined);

export const watchlistResource = ({ readWatchlist }: { readWatchlist: ReadWatchlist }): Resources => ({
  fixed: [],
  templates: [{ uri: `${prefix}{user_id}`, name: 'watchlist', title: "A profile's watchlist", description: 'Everything on the list of a profile, newest change first, e.g. user://watchlist/local', mimeType: 'application/json' }],
  read: async (uri) => {
    const user_id = ownerIn(uri);
    if (user_id === undefined) return undefined;
    const { results, total, counts } = await readWatchlist.get({ user_id, limit: Infinity });
    return { user_id, total, counts, results: results.map(({ anime: _anime, ...entry }) => entry) };
  },
  version: async (uri) => {
    const user_id = ownerIn(uri);
    if (user_id === undefined) return undefined;
    const { changes } = await readWatchlist.changes({ user_id, limit: 1 });
    return changes[0]?.change_id ?? 'never changed';
  },
});
