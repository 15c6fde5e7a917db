/** What a request wants and refuses at once ("a short one over 50 episodes"): asked about once, before anything is looked for. Pure. */
import type { Intent } from '../../src/domain/chat-turn.ts';
import type { Entities } from '../../src/domain/entities.ts';
import { listingIntents } from './intents/listing.ts';
import type { Question, Reading } from './state.ts';

type Side = { readonly label: string; readonly keeps: Partial<Entities> };
type Contradiction = { readonly sides: readonly [Side, Side]; readonly neither: Partial<Entities> };

/** The question, with what each answer makes of the request; null where nothing contradicts. */
export const contradictionIn = (intent: Pick<Intent, 'name'>, { entities }: Reading): Question | null => {
  const found = listingIntents.includes(intent.name) ? (ofTerms(entities) ?? ofBounds(entities) ?? ofFilms(entities)) : null;
  if (found === null) return null;
  const [one, other] = found.sides;
  return {
    id: '',
    kind: 'choose_title',
    question: `“${one.label}” and “${other.label}” contradict each other. Which one counts?`,
    options: [{ id: '1', label: one.label }, { id: '2', label: other.label }, { id: 'none', label: 'Neither matters' }],
    settles: { 1: one.keeps, 2: other.keeps, none: found.neither },
  };
};

/** @param kept what is left of the conditions. The words of a mood that went go with it. */
export const withSettled = (reading: Reading, kept: Partial<Entities>): Reading => ({
  ...reading,
  entities: { ...reading.entities, ...kept },
  topic: (kept.moods ?? reading.entities.moods).length < reading.entities.moods.length ? '' : reading.topic,
});

const ofTerms = ({ genres, tags, moods, exclude_genres, exclude_tags }: Entities): Contradiction | null => {
  const name = [...genres, ...tags, ...moods].find((one) => exclude_genres.includes(one) || exclude_tags.includes(one));
  if (name === undefined) return null;
  const rest = (names: readonly string[]): string[] => names.filter((one) => one !== name);
  const unwanted = { exclude_genres: rest(exclude_genres), exclude_tags: rest(exclude_tags) };
  const wanted = { genres: rest(genres), tags: rest(tags), moods: rest(moods) };
  return { sides: [{ label: name.toLowerCase(), keeps: unwanted }, { label: `no ${name.toLowerCase()}`, keeps: wanted }], neither: { ...wanted, ...unwanted } };
};

const bounds = [
  ['min_episodes', 'max_episodes', 'episodes'],
  ['min_duration_minutes', 'max_duration_minutes', 'minutes'],
  ['year_from', 'year_to', ''],
] as const;

const ofBounds = (entities: Entities): Contradiction | null => {
  for (const [low, high, unit] of bounds) {
    const [least, most] = [entities[low], entities[high]];
    if (least === null || most === null || least <= most) continue;
    const [from, to] = unit === '' ? [`from ${least} on`, `up to ${most}`] : [`at least ${least} ${unit}`, `at most ${most} ${unit}`];
    return { sides: [{ label: from, keeps: { [high]: null } }, { label: to, keeps: { [low]: null } }], neither: { [low]: null, [high]: null } };
  }
  return null;
};

/** No film has 24 episodes. */
const ofFilms = ({ types, min_episodes }: Entities): Contradiction | null =>
  min_episodes === null || min_episodes < 2 || types.length !== 1 || types[0] !== 'MOVIE'
    ? null
    : { sides: [{ label: 'a movie', keeps: { min_episodes: null, max_episodes: null } }, { label: `${min_episodes} episodes`, keeps: { types: [] } }], neither: { types: [], min_episodes: null, max_episodes: null } };
