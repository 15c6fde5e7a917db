import type { Result } from '../../../../../src/domain/chat-turn.ts';
import type { AnswerView } from '../../brain.ts';
import { list, nameOf, safe } from './phrases.ts';
import type { Draft } from './wording.ts';

type Compared = {
  readonly results: readonly Result[];
  readonly facts: readonly { readonly fact: string; readonly values: readonly (string | number | null)[] }[];
  readonly shared_tags: readonly string[];
  readonly unique_tags: readonly { readonly title: string; readonly tags: readonly string[] }[];
  readonly suits: readonly { readonly title: string; readonly sentence: string }[];
};

/** A table of facts, what they share, what is each one's own, and who each suits. */
export const wordComparison = (view: AnswerView): Draft => {
  const call = view.tool_results.find(({ name }) => name === 'compare_anime');
  if (call?.ok !== true) return { text: 'I could not compare them.', results: [], success: false };
  const compared = call.structured as unknown as Compared; // our own tool's result, checked by its output schema at the server
  const titles = compared.results.map((anime) => safe(nameOf(anime)));
  const table = [
    `| | ${titles.join(' | ')} |`,
    `|---|${titles.map(() => '---|').join('')}`,
    ...compared.facts.map(({ fact, values }) => `| ${safe(fact)} | ${values.map((value) => (value === null ? 'unknown' : safe(String(value)))).join(' | ')} |`),
  ].join('\n');
  const shared = compared.shared_tags.length === 0 ? '' : `In common: ${list(compared.shared_tags.slice(0, 6).map((tag) => safe(tag.toLowerCase())))}.`;
  const own = compared.unique_tags.filter(({ tags }) => tags.length > 0).map(({ title, tags }) => `- Only **${safe(title)}**: ${list(tags.slice(0, 5).map((tag) => safe(tag.toLowerCase())))}`);
  const suits = compared.suits.map(({ title, sentence }) => `- **${safe(title)}**: ${safe(sentence)}`);
  return { text: [table, shared, own.join('\n'), suits.join('\n')].filter(Boolean).join('\n\n'), results: compared.results, success: true };
};
