/** The fixed baselines of "titles like this one": how well known entries are, and rare tags in common plus that. Not to be improved. */
import type { Anime } from '../../../src/domain/anime.ts';

type LikenessBaseline = {
  /** Ids of the best known entries. @param apart ids that may not come, the seed's own among them */
  popular(apart: ReadonlySet<string>, limit: number): string[];
  /** z(cosine of tags weighed by rarity) + 0.6 z(prominence). */
  byTags(seed: string, apart: ReadonlySet<string>, limit: number): string[];
};

const prominenceShare = 0.6;

export const createLikenessBaseline = (entries: readonly Anime[]): LikenessBaseline => {
  const rowOf = new Map(entries.map(({ anime_id }, row) => [anime_id, row]));
  const words = entries.map(({ genres, tags }) => [...new Set([...genres, ...tags])]);
  const having = new Map<string, number[]>();
  words.forEach((own, row) => { for (const word of own) having.set(word, [...(having.get(word) ?? []), row]); });
  const rarity = (word: string): number => Math.log(entries.length / (having.get(word)?.length ?? 1));
  const lengths = words.map((own) => Math.hypot(...own.map(rarity)) || 1);
  const prominence = standard(entries.map((anime) => anime.prominence));

  const cosines = (seed: number): number[] => {
    const dots = entries.map(() => 0);
    for (const word of words[seed] ?? []) for (const row of having.get(word) ?? []) dots[row] = (dots[row] ?? 0) + rarity(word) ** 2;
    return dots.map((dot, row) => dot / ((lengths[row] ?? 1) * (lengths[seed] ?? 1)));
  };
  const best = (scores: readonly number[], apart: ReadonlySet<string>, limit: number): string[] => {
    const kept: { readonly anime_id: string; readonly score: number }[] = [];
    entries.forEach(({ anime_id, adult }, row) => {
      const score = scores[row] ?? 0;
      if (adult || apart.has(anime_id) || (kept.length === limit && score <= (kept.at(-1)?.score ?? 0))) return;
      const place = kept.findIndex((one) => one.score < score);
      kept.splice(place === -1 ? kept.length : place, 0, { anime_id, score });
      kept.length = Math.min(kept.length, limit);
    });
    return kept.map(({ anime_id }) => anime_id);
  };

  return {
    popular: (apart, limit) => best(prominence, apart, limit),
    byTags: (seed, apart, limit) => {
      const alike = standard(cosines(rowOf.get(seed) ?? 0));
      return best(alike.map((likeness, row) => likeness + prominenceShare * (prominence[row] ?? 0)), apart, limit);
    },
  };
};

/** Mean 0, deviation 1. */
const standard = (values: readonly number[]): number[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return values.map((value) => (value - mean) / deviation);
};
