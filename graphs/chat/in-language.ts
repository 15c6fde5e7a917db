/** Titles as the user wants them called, for whoever words the answer; what the answer hands out keeps its own. Pure. */
import type { Result } from '../../src/domain/chat-turn.ts';
import { nameIn, titleLanguages, type TitleLanguage } from '../../src/domain/preferences.ts';
import type { ToolResult } from './state.ts';

/** As the tools say it; undefined = the usual. */
export const languageOf = (results: readonly ToolResult[]): TitleLanguage | undefined => {
  const said = results.flatMap((result) => (result.ok ? [result.structured['title_language']] : [])).find((language) => language !== undefined);
  return titleLanguages.find((language) => language === said);
};

/** Wording shows `title_english` before `title`: with one name left, that is the one. */
export const inLanguage = (results: readonly ToolResult[], language: TitleLanguage): ToolResult[] =>
  results.map((result) => (result.ok ? { ...result, structured: renamed(result.structured, language) as Record<string, unknown> } : result)); // an object stays an object

type Named = Parameters<typeof nameIn>[1];
const isEntry = (value: object): value is Named => 'title' in value && 'title_english' in value && 'title_native' in value;

const renamed = (value: unknown, language: TitleLanguage): unknown => {
  if (Array.isArray(value)) return value.map((item) => renamed(item, language));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeof item === 'object' ? renamed(item, language) : item]));
  if (isEntry(value)) return { ...inner, title: nameIn(language, value), title_english: null };
  // A row of the list is called like its anime.
  return 'title' in value && 'anime' in value && typeof value.anime === 'object' && value.anime !== null && isEntry(value.anime) ? { ...inner, title: nameIn(language, value.anime) } : inner;
};

/** The results with the titles that the tools gave them. */
export const asGiven = (worded: readonly Result[], results: readonly ToolResult[]): Result[] => {
  const given = new Map<string, Pick<Result, 'title' | 'title_english'>>();
  for (const result of results) if (result.ok) collect(result.structured, given);
  return worded.map((one) => ({ ...one, ...given.get(one.anime_id) }));
};

const collect = (value: unknown, given: Map<string, Pick<Result, 'title' | 'title_english'>>): void => {
  if (typeof value !== 'object' || value === null) return;
  // Entries of our own tools have these as text, by their output schemas.
  if (isEntry(value) && 'anime_id' in value) given.set(String(value.anime_id), { title: value.title, title_english: value.title_english });
  for (const item of Object.values(value)) collect(item, given);
};
