/** Conditions that the user takes back: "length doesn't matter", "forget the year", "any studio is fine". */
import type { Condition } from '../../../state.ts';
import type { Scanner } from './scanner.ts';

const words: Readonly<Record<Condition, string>> = {
  years: 'years?|release (?:date|year)|decades?|age|era',
  length: 'lengths?|(?:episode )?counts?|number of episodes|episodes?|run ?times?|duration',
  studios: 'studios?|makers?',
  types: 'types?|formats?|movies? or series|series or movies?',
  score: 'scores?|ratings?',
  terms: 'genres?|tags?|themes?',
};
const lifting = Object.entries(words).map(([condition, names]) => {
  const name = `(?:the |that |about the ){0,3}(?:${names})`;
  return {
    condition: condition as Condition, // keys of the record above
    said: [
      `\\b(?:forget|scrap|ignore|drop|skip|never ?mind|(?:i )?(?:don'?t|do not) (?:care|mind)|regardless of|no matter|doesn'?t matter)(?: about)?(?: what)? ${name}\\b(?: thing| bit| part| limit| filter| condition)?`,
      `\\b${name}(?: thing| limit)? (?:doesn'?t|does not|don'?t|do not|didn'?t) (?:really )?matter\\b`,
      `\\b${name} (?:is|are) (?:not important|irrelevant|whatever)\\b`,
      `\\b(?:any|whatever) (?:${names})(?= (?:is|are|will|would|works?|goes)\\b|(?:\\s+(?:again|now|then|please))?\\s*[.!?]*$)`,
    ].map((source) => new RegExp(source)),
  };
});

export const readLifted = (scanner: Scanner): Condition[] =>
  lifting.filter(({ said }) => said.some((pattern) => scanner.take(pattern) !== undefined)).map(({ condition }) => condition);
