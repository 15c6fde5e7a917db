/** Conditions that the user takes back: "length doesn't matter", "forget the romance part", "it doesn't have to be short". */
import type { Field } from '../../../deps.ts';
import type { Condition, Lifted } from '../../../state.ts';
import { readMinScore, readOrder } from './read-list-words.ts';
import { readLengths } from './read-lengths.ts';
import { readStudios } from './read-studios.ts';
import { readTerms } from './read-terms.ts';
import { readYears } from './read-years.ts';
import { createScanner, type Scanner } from './scanner.ts';

const names: Readonly<Record<Condition, string>> = {
  years: 'years?|release (?:date|year)|decades?|age|era',
  length: 'lengths?|(?:episode )?counts?|number of episodes|episodes?|run ?times?|duration',
  studios: 'studios?|makers?',
  types: 'types?|formats?|movies? or series|series or movies?',
  airing: 'status',
  score: 'scores?|ratings?',
  order: 'order|sorting|popularity',
  terms: 'genres?|tags?|themes?',
};
const conditions = Object.keys(names) as Condition[]; // keys of the record above
const named = conditions.map((condition) => ({ condition, whole: new RegExp(`^(?:about )?(?:what )?(?:${names[condition]})$`) }));

const noun = '(?:thing|bit|part|limit|cap|filter|condition|requirement|restriction|constraint|rule|criteri(?:on|a)|stuff|tag|genre)s?';
const object = '(?<what>[^\\s,.;:!?⟦⟧](?:[^,.;:!?⟦⟧]{0,38}?[^\\s,.;:!?⟦⟧])?)';
const end = '(?=\\s*(?:$|[,.;:!?]|\\b(?:and|but|just|instead|then|please|now|for now|actually|after all|again|anymore|any more)\\b))';
/** These leave out what was never asked for: "forget horror" of comedies. */
const away = 'forget|scrap|ignore|drop|lose|ditch|cancel|remove|skip|leave out';
/** These only say that it is no condition. */
const loose = "never ?mind|nvm|take (?:out|away|back)|relax|loosen|lift|(?:i )?(?:don'?t|do not) (?:really )?(?:care|mind)|regardless of|no matter|(?:doesn'?t|don'?t|does not|do not) matter|no need for";
const lead = '(?: about| it(?: being| having)?| being| having| what)* (?!(?:i|we|lets?|give|show|how|can|could|is|are|something|anything|only|just|some|me|us|your|more|in|a few)\\b)(?:(?:the|that|those|my|a|an|any) )*';
const said = [
  { weak: false, words: new RegExp(`\\b(?:${away})${lead}${object}(?: ${noun})*${end}`) },
  { weak: true, words: new RegExp(`\\b(?:${loose})${lead}${object}(?: ${noun})*${end}`) },
  { weak: true, words: new RegExp(`\\b(?:(?:doesn'?t|does not|don'?t|do not)(?: really| necessarily)? (?:have|need) to (?:be|have)|(?:needn'?t|need not) (?:be|have)|not necessarily) (?:(?:a|an|from|in|by|so|too|that|only|all|about|with|of|the) )*${object}(?: ${noun})*${end}`) },
  { weak: true, words: new RegExp(`(?<=^|[,.;:!?]|\\b(?:and|but|the|ok|actually)\\b)\\s*(?:(?:the|that|any) )*${object}(?: ${noun})* (?:(?:doesn'?t|does not|don'?t|do not|didn'?t) (?:really )?matter|(?:is|are)(?:n'?t| not)? (?:really )?(?:not )?(?:important|irrelevant|optional|whatever|needed|necessary|required|a must|negotiable)|can go)\\b`) },
  { weak: true, words: new RegExp(`\\b(?:any|whatever) (?<what>${Object.values(names).join('|')})(?= (?:is|are|will|would|works?|goes)\\b|(?:\\s+(?:again|now|then|please))?\\s*[.!?]*$)`) },
];
/** Every message is asked. */
const mayBe = /\b(?:forget|scrap|ignore|drop|lose|ditch|cancel|remove|skip|leave|never ?mind|nvm|take|relax|loosen|lift|care|mind|regardless|matter|need|needn'?t|have to|be|necessarily|can go|any|whatever|important|irrelevant|optional|necessary|required)\b/;
const most = 4;

export const readLifted = (scanner: Scanner, field: Pick<Field, 'vocabulary' | 'studios' | 'now'>): Lifted | null => {
  if (!mayBe.test(scanner.text())) return null;
  const { vocabulary } = field;
  const found = { conditions: new Set<Condition>(), terms: new Set<string>(), refused: new Set<string>(), words: [] as string[] };
  for (const { weak, words } of said) {
    // What is no condition is left to the other readers.
    for (let match = words.exec(scanner.text()), tries = 0; match !== null && tries < most; match = words.exec(scanner.text()), tries += 1) {
      const what = match.groups?.['what'] ?? '';
      const all = conditionsIn(what, field);
      // "Drop the movies" leaves them out, whoever asked for them: that is read elsewhere.
      const meant = weak ? all : { ...all, conditions: all.conditions.filter((condition) => condition !== 'types') };
      if (meant.conditions.length + meant.wanted.length + meant.unwanted.length === 0) break;
      for (const condition of meant.conditions) found.conditions.add(condition);
      for (const term of [...meant.wanted, ...meant.unwanted]) found.terms.add(term);
      if (!weak) for (const term of meant.wanted) if (vocabulary.genres.includes(term) || vocabulary.tags.includes(term)) found.refused.add(term);
      found.words.push(...what.split(' '));
      scanner.blank(match.index, match.index + match[0].length);
    }
  }
  if (found.words.length === 0) return null;
  return { conditions: [...found.conditions], terms: [...found.terms], refused: [...found.refused], words: found.words };
};

/** What the words would ask for, or name: "the 90s", "short", "romance", "no horror", "the length". */
const conditionsIn = (what: string, { vocabulary, studios, now }: Pick<Field, 'vocabulary' | 'studios' | 'now'>): { readonly conditions: readonly Condition[]; readonly wanted: readonly string[]; readonly unwanted: readonly string[] } => {
  const plain = named.flatMap(({ condition, whole }) => (whole.test(what) ? [condition] : []));
  if (plain.length > 0) return { conditions: plain, wanted: [], unwanted: [] };
  // "short" and "old" say so of an anime.
  const scanner = createScanner(/\banime\b/.test(what) ? what : `${what} anime`);
  const made = readStudios(scanner, studios(), vocabulary);
  const asked: Partial<Record<Condition, boolean>> = {
    studios: Object.values(made).some(({ length }) => length > 0),
    length: Object.values(readLengths(scanner)).some((bound) => bound !== null),
    score: readMinScore(scanner) !== null,
    years: Object.values(readYears(scanner, now())).some((bound) => typeof bound === 'number' || typeof bound === 'string' || (bound?.length ?? 0) > 0),
    order: readOrder(scanner) !== null,
  };
  const { genres, tags, moods, exclude_genres, exclude_tags, types, airing } = readTerms(scanner, vocabulary, true);
  return {
    conditions: conditions.filter((condition) => asked[condition] === true || (condition === 'types' && types.length > 0) || (condition === 'airing' && airing !== null)),
    wanted: [...genres, ...tags, ...moods],
    unwanted: [...exclude_genres, ...exclude_tags],
  };
};
