/** Several rankings to one: weighted reciprocal rank fusion. Which rankings there are is the caller's matter. */

/** `rows` best first. */
export type Ranking = { readonly name: string; readonly weight: number; readonly rows: ArrayLike<number> };
export type FusedHit = { readonly row: number; readonly score: number };

/** The larger, the less the first places count for. */
const smoothing = 60;

/** Best first; ties by row, so that paging is stable. A row's score is the sum of weight / (60 + rank) over the rankings that have it. */
export const fuse = (rankings: readonly Ranking[]): FusedHit[] => {
  const hits = new Map<number, { row: number; score: number }>();
  for (const { weight, rows } of rankings) {
    for (let rank = 0; rank < rows.length; rank++) {
      const row = rows[rank] ?? 0;
      const share = weight / (smoothing + rank + 1);
      const known = hits.get(row);
      if (known === undefined) hits.set(row, { row, score: share });
      else known.score += share;
    }
  }
  return [...hits.values()].sort((a, b) => b.score - a.score || a.row - b.row);
};

/** The score of a row that leads every ranking: what a fused score is a share of. */
export const bestPossible = (rankings: readonly Ranking[]): number => rankings.reduce((sum, { weight }) => sum + weight / (smoothing + 1), 0);
