/** Titles by what was typed: as it is written, else by letters that are nearly the same. */
const nearEnough = 0.5;

/** @param entries `{ title, anime }` of the list @param query as typed @returns those that have it in a name; none: those with a name like it, the likest first */
export const findTitles = (entries, query) => {
  const wanted = plain(query);
  if (wanted === '') return entries;
  const named = entries.map((entry) => ({ entry, names: [entry.title, entry.anime?.title, entry.anime?.title_english, entry.anime?.title_native].filter(Boolean).map(plain) }));
  const found = named.filter(({ names }) => names.some((name) => name.includes(wanted)));
  if (found.length > 0) return found.map(({ entry }) => entry);
  return named.map(({ entry, names }) => ({ entry, likeness: Math.max(...names.map((name) => likeness(wanted, name))) }))
    .filter((one) => one.likeness >= nearEnough).toSorted((a, b) => b.likeness - a.likeness).map(({ entry }) => entry);
};

/** Without accents, punctuation and spaces, which people leave out. */
const plain = (text) => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The share of the wanted pairs of letters that the name has. */
const likeness = (wanted, name) => {
  const pairs = pairsOf(wanted);
  const there = new Set(pairsOf(name));
  return pairs.length === 0 ? 0 : pairs.filter((pair) => there.has(pair)).length / pairs.length;
};
const pairsOf = (text) => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
