/** The port: which titles are liked by those who like others, learned from ratings. Items are numbered; `ids` says which titles they are. */

export type CoLikes = {
  /** MyAnimeList id of each item, the most liked first. */
  readonly ids: Uint32Array;
  /** Share of raters who like the item, 0-1. */
  readonly shares: Float32Array;
  /** Weights per item. */
  readonly width: number;
  /** items x width: the items that speak for an item. */
  readonly sources: Uint16Array;
  /** items x width: how much each of them says, about -1 to 1. An item's score is the sum over its sources of weight x interest. */
  readonly weights: Float32Array;
};
