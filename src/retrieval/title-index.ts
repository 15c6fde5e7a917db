/** Titles as people write them to entries: exact, without spaces, by qualifier, by a part, and misspelt. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import { foldTitle, placeInFranchise, selectByQualifier, splitQualifier, type TitleQualifier } from '../domain/title-match.ts';
import { editDistance, similarity } from './edit-distance.ts';
import { buildFranchises, type Franchises } from './franchise.ts';
import { misspelt } from './misspelt.ts';
import { nearKeySteps, type NearKeys } from './near-keys.ts';
import { ngramIndexSteps, type NgramIndex } from './ngram-index.ts';
import { deferred, finish, type Steps } from './steps.ts';
import type { TitleCandidate, TitleMentionSpan } from './title-candidate.ts';
import { leadingFiller, ordinaryWords, trailingFiller } from './title-cues.ts';
import { createMentionFinder, likelyNameSteps, type LikelyNames } from './title-mentions.ts';
import { titleNameSteps, type NameKind, type NameUse, type TitleNames } from './title-names.ts';

export type { TitleCandidate, TitleMentionSpan } from './title-candidate.ts';
export type TitleIndex = {
  /**
   * Best first, one candidate per entry. Default limit 5. From .8 on the title may be taken as meant; .7-.8 is worth a question.
   * `exactly`: only by names as they are; looking for misspelt and shortened ones takes a millisecond, this a hundredth.
   */
  resolve(text: string, options?: { limit?: number; exactly?: boolean }): TitleCandidate[];
  /** In order of appearance, never overlapping. */
  findMentions(sentence: string): TitleMentionSpan[];
  /** What misspelt titles need; made when first needed, better before. */
  readonly rest: Steps<void>;
};

/** Prominence by which one entry is out of question beside another of its franchise. */
const farBehind = 2;
/** Longer texts are not titles. */
const longestTitle = 200;
const sure = 0.8;
/** One slip in a name of four letters makes another word. */
const shortestSure = 5;
const worthAQuestion = 0.78;
const levels: Record<NameKind, number> = { main: 1, synonym: 0.97, part: 0.92, initials: 0.9 };
/** What a kind of name is worth beside prominence (1-5) when entries of different franchises share a name. */
const standing: Record<NameKind, number> = { main: 1.9, synonym: 1, part: 0.3, initials: 0 };

export const createTitleIndex = (catalogue: Catalogue): TitleIndex => finish(titleIndexSteps(catalogue, buildFranchises(catalogue)));

export function* titleIndexSteps(catalogue: Catalogue, franchises: Franchises): Steps<TitleIndex> {
  const names = yield* titleNameSteps(catalogue);
  const grams = deferred(ngramIndexSteps(names.keys));
  const nearKeys = deferred(nearKeySteps(names.keys));
  const likelyNames = deferred(likelyNameSteps(names));
  function* rest(): Steps<void> {
    yield* names.rest;
    yield* grams.rest;
    yield* nearKeys.rest;
    yield* likelyNames.rest;
  }
  return { ...titleIndexOf({ catalogue, franchises, names, grams: grams.value, nearKeys: nearKeys.value, likelyNames: likelyNames.value }), rest: rest() };
}

type Parts = { readonly catalogue: Catalogue; readonly franchises: Franchises; readonly names: TitleNames; grams(): NgramIndex; nearKeys(): NearKeys; likelyNames(): LikelyNames };

const titleIndexOf = ({ catalogue, franchises, names, grams, nearKeys, likelyNames }: Parts): Omit<TitleIndex, 'rest'> => {
  const { entries } = catalogue;
  const animeAt = (row: number): Anime => {
    const anime = entries[row];
    if (anime === undefined) throw new RangeError(`no entry in row ${row}`);
    return anime;
  };

  /** Entries that share a name, in the order in which they are likely meant. */
  const rankUses = (uses: readonly NameUse[]): { use: NameUse; confidence: number }[] => {
    const groups = new Map<number, NameUse[]>();
    for (const use of uses) groups.set(franchises.of(use.row), [...(groups.get(franchises.of(use.row)) ?? []), use]);
    const weight = (use: NameUse): number => animeAt(use.row).prominence + standing[use.kind] - (animeAt(use.row).adult ? 10 : 0);
    const ranked = [...groups.values()]
      .map((group) => ({ group: group.sort((a, b) => compareInFranchise(a, b, animeAt)), weight: Math.max(...group.map(weight)) }))
      .sort((a, b) => b.weight - a.weight || yearOf(a.group, animeAt) - yearOf(b.group, animeAt));
    const top = ranked[0]?.weight ?? 0;
    return ranked
      .flatMap(({ group, weight: own }) =>
        group.map((use, index) => ({ use, confidence: Math.max(0.3, levels[use.kind] - behindFirst(use, group[0], index) - Math.min(0.5, 0.1 * (top - own))) })),
      )
      .sort((a, b) => b.confidence - a.confidence);
  };
  /** How far a member of the franchise stands behind the one that the shared name means; near only when it might be meant as well. */
  const behindFirst = (use: NameUse, first: NameUse | undefined, index: number): number => {
    if (index === 0 || first === undefined) return 0;
    const [anime, leader] = [animeAt(use.row), animeAt(first.row)];
    const rivals = anime.adult === leader.adult && use.kind === first.kind && placeInFranchise(anime) <= placeInFranchise(leader);
    const gap = leader.prominence - anime.prominence;
    return rivals ? Math.min(0.2, Math.max(0.04, 0.04 + 0.06 * gap)) : 0.1 + 0.08 * placeInFranchise(anime);
  };

  /** @param written the name as written: only its punctuation tells K-On! from K-On!! */
  const exact = (folded: string, written = folded): TitleCandidate[] => {
    const id = names.idOf(folded.replaceAll(' ', ''));
    if (id === undefined) return [];
    const uses = rankUses(names.usesOf(id));
    const vague = allOrdinary(folded.split(' '));
    const marks = uses.map(({ use }) => (use.kind === 'main' ? editDistance(use.name.toLowerCase(), written.toLowerCase(), 6) : 7));
    const inFranchise = (row: number): number[] => [...uses.keys()].filter((index) => franchises.of(uses[index]?.use.row ?? row) === franchises.of(row));
    const judge = ({ use, confidence }: { use: NameUse; confidence: number }, mark: number): number => {
      if (use.kind === 'main') {
        const family = inFranchise(use.row);
        const fewest = Math.min(...family.map((index) => marks[index] ?? 7));
        if (mark > fewest || uses[family[0] ?? 0]?.use.kind !== 'main') return Math.min(confidence, 0.9);
        const only = family.filter((index) => marks[index] === fewest).length === 1;
        return only ? Math.max(...family.map((index) => uses[index]?.confidence ?? 0)) : confidence;
      }
      // An everyday word, or half a title, is a title only of what is well known.
      const fame = animeAt(use.row).prominence;
      return Math.max(0.3, confidence - (use.kind === 'part' ? 0.04 * (5 - fame) : vague && fame < 3.5 ? 0.2 : 0));
    };
    const judged = uses.map((item, index) => ({ use: item.use, confidence: judge(item, marks[index] ?? 7) }));
    return judged.sort((a, b) => b.confidence - a.confidence).map(({ use, confidence }) => ({
      anime: animeAt(use.row),
      confidence,
      matched: use.name,
      kind: use.kind === 'part' ? 'prefix' : foldTitle(use.name) === folded || use.kind === 'initials' ? 'exact' : 'spaceless',
    }));
  };

  /** The text is the beginning or a set of words of a longer name, each word perhaps misspelt. */
  const partial = (folded: string): TitleCandidate[] => {
    const key = folded.replaceAll(' ', '');
    const tokens = folded.split(' ');
    const plain = allOrdinary(tokens);
    const figures = folded.match(/\d+/g) ?? [];
    // Everyday words stand somewhere in too many names to mean one of them; at its beginning they may.
    const inside = plain ? [] : [() => true, (id: number) => names.fameOf(id) >= 2].flatMap((accept) => grams().shortlist(key, 40, 'inside', accept).map(({ id }) => id));
    const ids = new Set([...names.startingWith(key, 60), ...inside]);
    const found: { use: NameUse; fit: number }[] = [];
    for (const id of ids) {
      const longer = names.keys[id] ?? '';
      if (longer === key || longer.length < key.length) continue; // as long = the same words in another order
      const use = rankUses(names.usesOf(id))[0]?.use;
      if (use === undefined || animeAt(use.row).adult || use.kind === 'part') continue;
      const name = foldTitle(use.name);
      const cover = coverage(tokens, name, key);
      if (cover < 0.85 || figures.some((figure) => !name.split(/\D+/).includes(figure))) continue;
      const share = Math.min(1, key.length / longer.length);
      const leads = name.startsWith(`${folded} `) || name.startsWith(folded);
      found.push({ use, fit: (plain && !(leads && tokens.length > 1) ? 0.42 : 0.6) * cover - 0.5 * (1 - cover) + 0.2 * share + (tokens.length > 1 ? 0.05 : 0) - (leads ? 0 : 0.05) - (key.length < 4 && !wide.test(key) ? 0.2 : 0) });
    }
    const prominence = (item: { use: NameUse }): number => animeAt(item.use.row).prominence;
    found.sort((a, b) => prominence(b) - prominence(a) || b.fit - a.fit);
    const leader = found[0];
    if (leader === undefined) return [];
    const isOwn = ({ use }: { use: NameUse }): boolean => franchises.of(use.row) === franchises.of(leader.use.row);
    const rival = found.find((item) => !isOwn(item));
    // Nothing else of note goes by these words: they are as good as the title.
    const dominant = prominence(leader) >= 2 && (rival === undefined || prominence(rival) <= prominence(leader) - 1);
    const own = found.filter((item) => isOwn(item) && prominence(item) >= prominence(leader) - 1);
    const meant = own.sort((a, b) => placeInFranchise(animeAt(a.use.row)) - placeInFranchise(animeAt(b.use.row)) || b.fit - a.fit || prominence(b) - prominence(a))[0];
    return found.map((item): TitleCandidate => {
      const anime = animeAt(item.use.row);
      const bonus = !isOwn(item) ? 0 : (dominant ? 0.15 : 0) - (item === meant ? 0 : 0.1);
      const confidence = Math.min(item === meant ? 0.9 : 0.78, item.fit + bonus + 0.01 * anime.prominence - 0.08 * placeInFranchise(anime));
      return { anime, confidence: Math.max(0.05, confidence), matched: item.use.name, kind: 'prefix' };
    });
  };

  const fuzzy = (folded: string): TitleCandidate[] => {
    const plain = allOrdinary(folded.split(' '));
    return misspelt(folded, plain, { names, grams: grams(), nearKeys: nearKeys() }).flatMap(({ id, alike, shorter, longer }) =>
      rankUses(names.usesOf(id)).filter(({ use }) => !animeAt(use.row).adult && use.kind !== 'initials').slice(0, 3).map(({ use, confidence }): TitleCandidate => {
        const anime = animeAt(use.row);
        const { prominence } = anime;
        // What is well known is meant more often, and by its own name rather than by one of twenty others.
        const fame = ((use.kind === 'main' ? 0.2 : 0.1) * (prominence - 2.5)) / Math.max(longer, 6);
        // Everyday words say what they say: "something sad" is no misspelt title.
        const prior = !plain ? fame : prominence >= 3.5 ? -0.1 : -0.18;
        return { anime, confidence: Math.max(0.05, Math.min(shorter < shortestSure ? worthAQuestion : 0.96, alike * confidence + prior)), matched: use.name, kind: 'fuzzy' };
      }),
    );
  };

  const lookUp = (folded: string): TitleCandidate[] => {
    const hits = exact(folded);
    if (hits.length > 0) return hits;
    const near = best(fuzzy(folded));
    return best([...near, ...((near[0]?.confidence ?? 0) > 0.92 ? [] : partial(folded))]);
  };

  /** The members of the franchise of `base` that the qualifier means. */
  const qualified = (base: string, qualifier: TitleQualifier, find: (folded: string) => TitleCandidate[] = lookUp): TitleCandidate[] => {
    const [first, ...others] = find(base.replace(leadingFiller, '')).filter(({ confidence }) => confidence >= 0.7);
    if (first === undefined) return [];
    const row = catalogue.rowOf(first.anime.anime_id);
    const family = (row === undefined ? [] : franchises.members(row)).map(animeAt);
    const equals = others.filter(({ confidence }) => confidence >= first.confidence - 0.06).map(({ anime }) => anime);
    const members = [...new Set([first.anime, ...family, ...equals])].filter((anime) => !anime.adult);
    const answer = selectByQualifier(qualifier, members, first.anime);
    if (answer.length === 0) return [{ ...first, confidence: first.confidence * 0.7 }];
    return answer.map((anime, index) => ({ ...first, anime, confidence: first.confidence * (index === 0 ? 0.97 : 0.8 - 0.01 * Math.min(index, 20)) }));
  };

  /** "Fate" is a short film's name and half of that of a franchise everybody knows: the unknown one is not simply meant. */
  const besideNamesake = (hits: readonly TitleCandidate[], form: string): readonly TitleCandidate[] => {
    const fame = Math.max(...hits.map(({ anime }) => anime.prominence));
    if (fame >= wellKnown || form.includes(' ')) return hits;
    const known = partial(form).filter(({ anime }) => anime.prominence >= fame + farBetterKnown && foldTitle(`${anime.title} ${anime.title_english ?? ''}`).split(' ').includes(form));
    if (known.length === 0) return hits;
    const asked = known.sort((a, b) => placeInFranchise(a.anime) - placeInFranchise(b.anime) || b.anime.prominence - a.anime.prominence || (a.anime.year ?? 9999) - (b.anime.year ?? 9999));
    return [...asked.map((candidate, at) => ({ ...candidate, confidence: Math.max(0.3, sure + 0.02 - 0.01 * at) })), ...hits.map((hit) => ({ ...hit, confidence: Math.min(hit.confidence, sure) - 0.02 }))];
  };

  const resolve = (text: string, { limit = 5, exactly = false }: { limit?: number; exactly?: boolean } = {}): TitleCandidate[] => {
    const folded = foldTitle(text.slice(0, longestTitle));
    if (folded === '') return [];
    const bare = folded.replace(leadingFiller, '').replace(trailingFiller, '');
    for (const form of new Set([folded, bare])) {
      const hits = exact(form, form === folded ? text.trim() : form);
      const whole = hits[0]?.kind !== 'prefix';
      if (hits.length > 0) return best(whole ? besideNamesake(hits, form) : exactly ? hits : [...hits, ...partial(form)]).slice(0, limit);
    }
    const byQualifier = splitQualifier(folded).flatMap(({ base, qualifier }) => qualified(base, qualifier, exactly ? exact : lookUp));
    // "specials" with a typo elsewhere: the whole text may be nearer to one entry than its base is to the franchise.
    const enough = byQualifier.some(({ confidence, kind }) => confidence >= sure && (kind === 'exact' || kind === 'spaceless'));
    return best(enough || exactly ? byQualifier : [...byQualifier, ...[...new Set([folded, bare])].flatMap(fuzzy), ...partial(bare)]).slice(0, limit);
  };

  const franchiseOf = (anime: Anime): number => franchises.of(catalogue.rowOf(anime.anime_id) ?? 0);
  const findMentions = createMentionFinder({ names, likelyNames, exact, qualified, sameFranchise: (a, b) => franchiseOf(a) === franchiseOf(b) });
  return { resolve, findMentions };
};

/** One candidate per entry, the most confident; best first. */
const best = (candidates: readonly TitleCandidate[]): TitleCandidate[] => {
  const byAnime = new Map<Anime, TitleCandidate>();
  for (const candidate of candidates) {
    const known = byAnime.get(candidate.anime);
    if (known === undefined || candidate.confidence > known.confidence) byAnime.set(candidate.anime, candidate);
  }
  return [...byAnime.values()].sort((a, b) => b.confidence - a.confidence || b.anime.prominence - a.anime.prominence);
};

/** A main title beats a synonym unless far less known; among synonyms the franchise's first entry is meant. */
/** A small film whose English title is what the series is called: the bare name means the series. */
const isNamedAfter = (extra: NameUse, series: NameUse, animeAt: (row: number) => Anime): boolean => {
  const [one, other] = [animeAt(extra.row), animeAt(series.row)];
  return series.kind === 'synonym' && placeInFranchise(other) === 0 && placeInFranchise(one) > 0 && other.prominence - one.prominence >= farBetterKnown;
};
const farBetterKnown = 1.5;
/** Below this a title is not what people first think of. */
const wellKnown = 3;

const compareInFranchise = (a: NameUse, b: NameUse, animeAt: (row: number) => Anime): number => {
  const [one, two] = [animeAt(a.row), animeAt(b.row)];
  if (one.adult !== two.adult) return one.adult ? 1 : -1;
  if (isNamedAfter(a, b, animeAt) || isNamedAfter(b, a, animeAt)) return isNamedAfter(a, b, animeAt) ? 1 : -1;
  const byProminence = two.prominence - one.prominence;
  const byMain = Number(b.kind === 'main') - Number(a.kind === 'main');
  // The series' name in its own script is some recap's main title: everybody means the series.
  if (byMain !== 0) return Math.abs(byProminence) >= farBehind && Math.sign(byProminence) !== Math.sign(byMain) ? byProminence : byMain;
  const byPlace = placeInFranchise(one) - placeInFranchise(two) || (one.year ?? 9999) - (two.year ?? 9999);
  return a.kind === 'main' ? byProminence || byPlace : byPlace || byProminence;
};

const wide = /[\u2e80-\ud7ff]/;
const allOrdinary = (tokens: readonly string[]): boolean => tokens.every((token) => ordinaryWords.has(token) || (token.length < 3 && !wide.test(token)));
const yearOf = (group: readonly NameUse[], animeAt: (row: number) => Anime): number => Math.min(...group.map(({ row }) => animeAt(row).year ?? 9999));

/** How much of the words is found in the name, 0-1; long words count more. */
const coverage = (tokens: readonly string[], name: string, key: string): number => {
  if (name.replaceAll(' ', '').includes(key) && (wide.test(key) || name.startsWith(tokens.join(' ')))) return 1;
  const own = name.split(' ');
  let [covered, whole] = [0, 0];
  for (const token of tokens) {
    let fit = 0;
    for (const word of own) {
      if (word === token) fit = 1;
      else if (token.length >= 4 && fit < 1) fit = Math.max(fit, similarity(token, word, 0.75));
    }
    covered += fit * token.length;
    whole += token.length;
  }
  return covered / whole;
};
