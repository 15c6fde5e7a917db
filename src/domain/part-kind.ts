/** What a part of a franchise is: `series` begins a story of its own, `season` goes on from one; `short` = episodes under a quarter of an hour; `extra` = parodies, picture dramas, trailers. */
export const partKinds = ['series', 'season', 'movie', 'ova', 'special', 'short', 'recap', 'extra'] as const;
export type PartKind = (typeof partKinds)[number];
