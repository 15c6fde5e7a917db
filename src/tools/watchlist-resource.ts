/** A profile's list as an MCP resource: all that is recorded, without the catalogue's part. */
import { userIdSchema } from '../domain/chat-turn.ts';
import type { ReadWatchlist } from '../watchlist/read.ts';
import { decoded, type Resources } from './resource.ts';

const prefix = 'user://watchlist/';

export const watchlistResource = ({ readWatchlist }: { readWatchlist: ReadWatchlist }): Resources => ({
  fixed: [],
  templates: [{ uri: `${prefix}{user_id}`, name: 'watchlist', title: "A profile's watchlist", description: 'Everything on the list of a profile, newest change first, e.g. user://watchlist/local', mimeType: 'application/json' }],
  read: async (uri) => {
    if (!uri.startsWith(prefix)) return undefined;
    const user_id = userIdSchema.safeParse(decoded(uri.slice(prefix.length)));
    if (!user_id.success) return undefined;
    const { results, total, counts } = await readWatchlist.get({ user_id: user_id.data, limit: Infinity });
    return { user_id: user_id.data, total, counts, results: results.map(({ anime: _anime, ...entry }) => entry) };
  },
});
