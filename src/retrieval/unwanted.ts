/** What one person does not want to come up. Whoever ranks asks for each row that would be shown, so that what is left out can be counted. */
export type UnwantedReason = 'not_interested' | 'ecchi' | 'seen';
export type Unwanted = {
  /** Are adult entries let in? */
  readonly adult: boolean;
  reasonFor(row: number): UnwantedReason | null;
};

/** Of somebody who has set nothing. */
export const nothingUnwanted: Unwanted = { adult: false, reasonFor: () => null };

export type HiddenCounts = Record<string, number>;
export const countReasons = (reasons: Iterable<string>): HiddenCounts => {
  const counts: HiddenCounts = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};
