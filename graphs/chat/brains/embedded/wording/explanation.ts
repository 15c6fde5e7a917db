/** Why a title was suggested: what was said when it was shown, what was asked for, and what the user's own list says for and against it. */
import type { AnswerView } from '../../brain.ts';
import { detailsOf, toResult } from './details.ts';
import { aboutIt } from './facts.ts';
import { list, safe, titleOf } from './phrases.ts';
import type { Draft } from './wording.ts';

type Explained = { readonly fit: number | null; readonly sentences: readonly string[]; readonly caveats: readonly string[] };

export const wordExplanation = (view: AnswerView): Draft => {
  const [anime] = detailsOf(view);
  if (anime === undefined) return { text: 'I could not find that title.', results: [], success: false };
  const shown = view.slots.shown.find(({ anime_id }) => anime_id === anime.anime_id);
  const asked = [...(view.slots.entities?.genres ?? []), ...(view.slots.entities?.tags ?? [])].filter((word) => [...anime.genres, ...anime.tags].includes(word));
  const because = [...(shown?.reasons ?? []).map(safe), ...(asked.length > 0 ? [`it has the ${list(asked.map((word) => word.toLowerCase()))} you asked for`] : [])];
  const name = titleOf(anime);
  const call = view.tool_results.find((result) => result.name === 'explain_recommendation');
  const own = call?.ok === true ? (call.structured as unknown as Explained) : undefined; // our own tool's result, checked by its output schema at the server
  // Without a list there is nothing of the user's own to tell, and the rest has been said.
  const personal = own === undefined || own.fit === null ? [] : own.sentences.map(safe);
  const first =
    because.length > 0 ? `${name} came up because: ${list(because)}. ${aboutIt(anime)}`
    : shown !== undefined ? `${name} is in what I showed because it fits everything you asked for. ${aboutIt(anime)}`
    : `${name}: ${aboutIt(anime)} I have not suggested it in this conversation${personal.length > 0 ? '.' : ', so there is no reason of mine to tell.'}`;
  const caveats = own === undefined || own.caveats.length === 0 ? '' : `Mind: ${own.caveats.map(safe).join(' ')}`;
  const paragraphs = [first, personal.join(' '), own?.fit === null && because.length > 0 ? 'Your list says nothing for or against it yet.' : '', caveats];
  return { text: paragraphs.filter(Boolean).join('\n\n'), results: [toResult(anime)], success: true };
};
