/** Every name of every entry by its folded key, and who uses it. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import { foldTitle, titleKey } from '../domain/title-match.ts';
import { placeAfter, sortedPositions } from './sort-strings.ts';
import { deferred, each, type Steps } from './steps.ts';
import { ordinaryWords } from './title-cues.ts';

/** `main`: title, English or native title; `part`: before or after a colon; `initials`: derived, e.g. `mha`. */
export type NameKind = 'main' | 'synonym' | 'part' | 'initials';
export type NameUse = { readonly row: number; readonly kind: NameKind; readonly name: string };

export type TitleNames = {
  readonly keys: readonly string[];
  idOf(key: string): number | undefined;
  usesOf(id: number): NameUse[];
  /** Prominence of the best known entry that has the name; 0 for names of adult entries alone. */
  fameOf(id: number): number;
  /** Ids of keys that begin with `prefix` and are longer, shortest keys first. */
  startingWith(prefix: string, limit: number): number[];
  /** What need not be there at first. */
  readonly rest: Steps<void>;
};

const kinds: readonly NameKind[] = ['main', 'synonym', 'part', 'initials'];

export function* titleNameSteps({ entries }: Catalogue): Steps<TitleNames> {
  const ids = new Map<string, number>();
  const keys: string[] = [];
  const useKeys: number[] = [];
  const useRows: number[] = [];
  const useKinds: number[] = [];
  const useNames: string[] = [];
  const lastUse: number[] = [];
  const fame: number[] = [];
  const add = (row: number, kind: NameKind, name: string, key: string): void => {
    if (key === '') return;
    let id = ids.get(key);
    if (id === undefined) {
      id = keys.length;
      ids.set(key, id);
      keys.push(key);
    } else if (lastUse[id] === row) return; // the same entry again, in a weaker kind
    lastUse[id] = row;
    const anime = entries[row];
    fame[id] = Math.max(fame[id] ?? 0, anime === undefined || anime.adult ? 0 : anime.prominence);
    useKeys.push(id);
    useRows.push(row);
    useKinds.push(kinds.indexOf(kind));
    useNames.push(name);
  };

  const initials = new Map<string, { row: number; name: string; clash: boolean }>();
  yield* each(entries.length, (row) => {
    const anime = entries[row];
    if (anime === undefined) return;
    const main = [anime.title, anime.title_english, anime.title_native].filter((title) => title !== null);
    for (const name of main) add(row, 'main', name, titleKey(name));
    for (const name of anime.synonyms) add(row, 'synonym', name, titleKey(name));
    if (anime.adult) return;
    for (const name of main) {
      for (const part of partsOf(name, anime)) add(row, 'part', name, titleKey(part));
      const short = initialsOf(name, anime);
      if (short === '') continue;
      const other = initials.get(short);
      if (other === undefined) initials.set(short, { row, name, clash: false });
      else if (!sameLine(anime, entries[other.row])) other.clash = true;
    }
  });
  for (const [key, { row, name, clash }] of initials) if (!clash && !ids.has(key)) add(row, 'initials', name, key);

  const starts = new Uint32Array(keys.length + 1);
  for (const id of useKeys) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < keys.length; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const order = new Uint32Array(useKeys.length);
  const next = starts.slice();
  useKeys.forEach((id, use) => {
    order[next[id] ?? 0] = use;
    next[id] = (next[id] ?? 0) + 1;
  });
  const sorted = deferred(sortedPositions(keys));

  return {
    rest: sorted.rest,
    keys,
    idOf: (key) => ids.get(key),
    usesOf: (id) =>
      Array.from(order.subarray(starts[id], starts[id + 1]), (use) => ({
        row: useRows[use] ?? 0,
        kind: kinds[useKinds[use] ?? 0] ?? 'synonym',
        name: useNames[use] ?? '',
      })),
    fameOf: (id) => fame[id] ?? 0,
    startingWith: (prefix, limit) => {
      const order = sorted.value();
      const found: number[] = [];
      for (let at = placeAfter(keys, order, prefix); at < order.length && found.length < 2000; at++) {
        const id = order[at] ?? 0;
        if (!(keys[id] ?? '').startsWith(prefix)) break;
        found.push(id);
      }
      return found.sort((a, b) => (keys[a] ?? '').length - (keys[b] ?? '').length || a - b).slice(0, limit);
    },
  };
}

/** Before the colon: what a title is called for short. After it: only of well-known titles, since "The Movie" says nothing. */
const partsOf = (name: string, anime: Anime): string[] => {
  const found = /^(.{3,}?)(?:: |：| - )(.{4,})$/u.exec(name);
  if (!found?.[1] || !found[2] || anime.prominence < 2) return [];
  const after = foldTitle(found[2]);
  const telling = anime.prominence >= 3.5 && !after.split(' ').every((word) => ordinaryWords.has(word) || word.length < 3);
  return telling ? [found[1], after] : [found[1]];
};

const initialsOf = (name: string, anime: Anime): string => {
  if (anime.prominence < 3) return '';
  const tokens = foldTitle(name.split(/: | - /)[0] ?? name).split(' ');
  const letters = tokens.map((token) => token[0] ?? '').join('');
  return tokens.length >= 3 && tokens.length <= 6 && /^[a-z]+$/.test(letters) && !ordinaryWords.has(letters) ? letters : '';
};

/** Two entries of one title line ("... 2nd Season") do not make its initials ambiguous. */
const sameLine = (anime: Anime, other: Anime | undefined): boolean =>
  other !== undefined && (anime.related.includes(other.anime_id) || titleKey(anime.title).slice(0, 12) === titleKey(other.title).slice(0, 12));
