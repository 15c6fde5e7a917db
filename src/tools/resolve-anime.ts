/** Which entry an `anime_id` or a title means. Pure. One rule for all tools. */
import { z } from 'zod';
import type { Anime } from '../domain/anime.ts';
import { parseAnimeRef } from '../domain/ids.ts';
import { pickTitle, type Candidate } from '../domain/pick-title.ts';
import { AppError } from '../errors.ts';
import type { Generation } from '../retrieval/generation.ts';

/** TitleIndex's scale: what is less like a title than this is not found; up to where `pickTitle` is sure it is a question. */
const worthAsking = 0.7;

export const animeIdArgument = z.string().trim().min(1).max(300).describe('Id such as mal:5114, or a URL of MyAnimeList, AniList, Kitsu, AniDB, ...');
export const titleArgument = z.string().trim().min(1).max(300).describe('Title in any language or spelling, abbreviations too (FMAB); season or year may be added');

/** What a tool answers of an entry that is only mentioned. */
export const miniEntrySchema = z.object({ anime_id: z.string(), title: z.string(), type: z.string(), year: z.int().nullable() });
export const toMiniEntry = ({ anime_id, title, type, year }: Anime): z.input<typeof miniEntrySchema> => ({ anime_id, title, type, year });

type Named = { readonly anime_id?: string | undefined; readonly title?: string | undefined };
type Shelf = Pick<Generation, 'catalogue' | 'titles'>;

/**
 * The id decides; a title helps out when the id is unknown.
 * @throws AppError invalid_input without either, not_found with the nearest titles, ambiguous with `data.candidates`
 */
export const resolveAnime = ({ anime_id, title }: Named, shelf: Shelf): Anime => {
  if (anime_id === undefined && title === undefined) {
    throw new AppError('invalid_input', 'No anime was named.', { hint: 'Give anime_id or the title.' });
  }
  if (anime_id !== undefined) {
    const found = shelf.catalogue.byId(anime_id);
    if (found) return found;
    // Models write titles where an id belongs; something that looks like an id is never guessed at.
    if (title === undefined && parseAnimeRef(anime_id) !== undefined) {
      throw new AppError('not_found', `No anime has the id ${JSON.stringify(anime_id.slice(0, 80))}.`, { hint: 'Look the title up with search_anime.' });
    }
  }
  return resolveTitle(title ?? anime_id ?? '', shelf);
};

/** @throws AppError not_found, ambiguous */
export const resolveTitle = (title: string, { catalogue, titles }: Shelf): Anime => {
  const byReference = isReference(title) ? catalogue.byId(title) : undefined;
  if (byReference) return byReference;
  const candidates = titles.resolve(title, { limit: 5 });
  const [best] = candidates;
  const shown = JSON.stringify(title.slice(0, 80));
  if (best === undefined || best.confidence < worthAsking) {
    throw new AppError('not_found', `No anime called ${shown} was found.`, { hint: nearest(candidates), data: { candidates: candidates.map(toCandidate) } });
  }
  const picked = pickTitle(candidates);
  if (picked.kind === 'one') return picked.anime;
  const meant = picked.kind === 'several' ? picked.candidates : candidates.filter(({ confidence }) => confidence >= worthAsking);
  throw new AppError('ambiguous', meant.length > 1 ? `${shown} could mean several anime.` : `${shown} is not quite the title of any anime.`, {
    hint: 'Call again with the anime_id of the one that is meant; ask the user if it is not clear.',
    data: { candidates: meant.map(toCandidate) },
  });
};

/** A bare number is a title here ("86"), not a MyAnimeList id. */
const isReference = (text: string): boolean => !/^\d+$/.test(text) && parseAnimeRef(text) !== undefined;

const toCandidate = ({ anime }: Candidate) => toMiniEntry(anime);

const nearest = (candidates: readonly Candidate[]): string =>
  candidates.length === 0 ? 'Check the spelling, or describe it to search_anime.' : `Did you mean ${candidates.slice(0, 3).map(({ anime }) => `${anime.title} (${anime.anime_id})`).join(', ')}?`;
