/** How well known an entry is, from the data set alone: it counts no people, but what many know many have described. */

export type ProminenceEvidence = {
  readonly providers: number;
  /** Before any cap. */
  readonly synonyms: number;
  readonly relations: number;
  readonly tags: number;
  /** The crowd's, 0-10; null = too few people scored it anywhere. */
  readonly score: number | null;
  readonly isSeries: boolean;
  readonly year: number | null;
};

/**
 * 1 (obscure) to 5 (everybody), continuous. A linear fit to the logarithm of people's list counts (Spearman 0.80 on 22,000 entries),
 * its upper part stretched since a fit pulls the famous towards the mean.
 */
export const prominenceOf = ({ providers, synonyms, relations, tags, score, isSeries, year }: ProminenceEvidence): number => {
  const linear =
    0.26 +
    0.02 * Math.min(providers, 10) +
    0.16 * Math.log2(1 + Math.min(synonyms, 100)) +
    0.02 * Math.log2(1 + Math.min(relations, 60)) +
    0.19 * Math.log2(1 + Math.min(tags, 40)) +
    (score === null ? 0 : 0.458 * score - 2.366) +
    (isSeries ? 0.27 : 0) +
    ((year ?? 1990) >= 2000 ? 0.34 : 0);
  const stretched = linear > 2 ? 2 + 1.3 * (linear - 2) : linear;
  return Math.round(100 * Math.min(5, Math.max(1, stretched))) / 100;
};
