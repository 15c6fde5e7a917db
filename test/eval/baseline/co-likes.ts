/** The fixed baselines of recommendations, from other users' likes: what most people like, and item-item cosine (shrunk, each title's hundred nearest). Not to be improved. */

type CoLikes = {
  /** Ids, best first. @param apart what may not come */
  popular(apart: ReadonlySet<string>, limit: number): string[];
  likeThese(liked: readonly string[], apart: ReadonlySet<string>, limit: number): string[];
};

const shrink = 5;
const neighbours = 100;

/** @param users the ids each of them likes */
export const createCoLikes = (users: readonly (readonly string[])[]): CoLikes => {
  const counts = new Map<string, number>();
  const together = new Map<string, Map<string, number>>();
  for (const liked of users) {
    for (const id of liked) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
      const others = together.get(id) ?? new Map<string, number>();
      for (const other of liked) if (other !== id) others.set(other, (others.get(other) ?? 0) + 1);
      together.set(id, others);
    }
  }
  const best = (scores: Iterable<readonly [string, number]>, limit: number): [string, number][] => [...scores].map(([id, score]): [string, number] => [id, score]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit);
  /** From a liked title to those that have it among their nearest. */
  const nearTo = new Map<string, [string, number][]>();
  for (const [id, others] of together) {
    const own = counts.get(id) ?? 0;
    for (const [other, likeness] of best(Array.from(others, ([one, both]) => [one, both / (Math.sqrt(own * (counts.get(one) ?? 0)) + shrink)] as const), neighbours)) {
      nearTo.set(other, [...(nearTo.get(other) ?? []), [id, likeness]]);
    }
  }
  const ids = (scores: Iterable<readonly [string, number]>, apart: ReadonlySet<string>, limit: number): string[] => best([...scores].filter(([id]) => !apart.has(id)), limit).map(([id]) => id);

  return {
    popular: (apart, limit) => ids(counts, apart, limit),
    likeThese: (liked, apart, limit) => {
      const scores = new Map<string, number>();
      for (const id of liked) for (const [other, likeness] of nearTo.get(id) ?? []) scores.set(other, (scores.get(other) ?? 0) + likeness);
      return ids(scores, apart, limit);
    },
  };
};
