/** The titles an intent works on: resolved ones, or the plan that clears up the first doubtful one. */
import type { Anime } from '../../../src/domain/anime.ts';
import type { Plan, Question, Reading, Shown } from '../state.ts';
import type { PlanContext } from './intent.ts';

const maxOptions = 4;
/** Below this the nearest title is not worth asking about. */
const askFloor = 0.5;

export const describeChoice = (anime: Anime): string => {
  const facts = [anime.year, anime.type === 'UNKNOWN' ? null : anime.type, episodesText(anime)].filter(Boolean).join(', ');
  const english = anime.title_english !== null && anime.title_english !== anime.title ? ` / ${anime.title_english}` : '';
  return `${anime.title}${english}${facts === '' ? '' : ` (${facts})`}`;
};

const episodesText = ({ episodes }: Anime): string | null => (episodes === null ? null : `${episodes} episode${episodes === 1 ? '' : 's'}`);

export type WantedTitles = { readonly ids: readonly string[] } | { readonly plan: Plan };

/** Ids in the order of mention; `{plan}` when a title must be asked about or is not known at all. */
export const wantedTitles = (reading: Reading, context: PlanContext): WantedTitles => {
  const ids: string[] = [];
  for (const [mention, title] of reading.entities.titles.entries()) {
    if (title.anime_id !== null) {
      if (!ids.includes(title.anime_id)) ids.push(title.anime_id);
      continue;
    }
    if (reading.tied !== undefined && title.confidence === 0) return { plan: { kind: 'ask', question: whichOfThem(reading.tied, mention, context) } };
    // Among others that are known it is said, and they are not held up by it.
    if (title.confidence < askFloor && reading.entities.titles.some(({ anime_id }) => anime_id !== null) && reading.entities.titles.length > 1) continue;
    const question = title.confidence >= askFloor ? whichTitle(title.text, mention, context) : null;
    return { plan: question === null ? { kind: 'say', topic: `unknown_title:${title.text}` } : { kind: 'ask', question } };
  }
  return { ids };
};

const whichOfThem = (shown: readonly Shown[], mention: number, { byId }: PlanContext): Question => ({
  id: '',
  kind: 'choose_title',
  question: 'They are the same in that. Which one do you mean?',
  options: [
    ...shown.slice(0, maxOptions).flatMap(({ anime_id }) => byId(anime_id) ?? []).map((anime, index) => ({ id: String(index + 1), label: describeChoice(anime), anime_id: anime.anime_id })),
    { id: 'none', label: 'None of these' },
  ],
  mention,
});

export const whichTitle = (text: string, mention: number, context: PlanContext): Question | null => {
  const candidates = context.resolve(text).slice(0, maxOptions);
  if (candidates.length === 0) return null;
  return {
    id: '',
    kind: 'choose_title',
    question: candidates.length === 1 ? `Do you mean this one for “${text}”?` : `Which “${text}” do you mean?`,
    options: [
      ...candidates.map(({ anime }, index) => ({ id: String(index + 1), label: describeChoice(anime), anime_id: anime.anime_id })),
      { id: 'none', label: 'None of these' },
    ],
    mention,
  };
};
