/**
 * A model's word is not enough to write to the user's list: what it read may have been steered by a title or a note. Where the
 * message itself does not ask for a change, or does not name the title, the title is put in doubt, so that the plan asks first.
 */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import type { Entities, TitleMention } from '../../../../src/domain/entities.ts';
import { foldTitle } from '../../../../src/domain/title-match.ts';
import type { Titles } from '../../deps.ts';
import { resolveReferences } from '../../entities-in-context.ts';
import type { Reading } from '../../state.ts';
import type { Brain, TurnView } from '../brain.ts';

/** High enough to be asked about, too low to be acted on: it has no id. */
const doubtful = 0.9;

/** What the embedded brain makes of the message alone. */
export type OwnReading = { readonly intent: Intent; readonly asksForChange: boolean; readonly reading: Reading };

export const readAlone = async (turn: TurnView, fallback: Brain, signal?: AbortSignal): Promise<OwnReading> => {
  const { intent } = await fallback.classify(turn, signal);
  const reading = await fallback.extract(turn, { ...intent, name: 'status_update' }, signal);
  return { intent, reading, asksForChange: intent.name === 'status_update' };
};

const namesChange = ({ status, rating, progress, remove }: Entities): boolean => status !== null || rating !== null || progress !== null || remove;

export const doubtChange = (reading: Reading, turn: TurnView, own: OwnReading, titles: Titles): Reading => {
  const asked = own.asksForChange || namesChange(own.reading.entities);
  const said = ` ${foldTitle(turn.message)} `;
  const meant = new Set([
    ...titles.findMentions(turn.message).flatMap(({ candidates }) => candidates.map(({ anime }) => anime.anime_id)),
    ...own.reading.entities.titles.map(({ anime_id }) => anime_id),
    ...turn.slots.shown.map(({ anime_id }) => anime_id),
    turn.slots.focus?.anime_id,
    turn.slots.last_change?.anime_id,
  ]);
  const isNamed = ({ text, anime_id }: TitleMention): boolean => said.includes(` ${foldTitle(text)} `) || (anime_id !== null && meant.has(anime_id));
  const pointed = asked ? reading : withoutReferences(resolveReferences(reading, turn.slots));
  return { ...pointed, entities: { ...pointed.entities, titles: pointed.entities.titles.map((title) => (asked && isNamed(title) ? title : inDoubt(title))) } };
};

const withoutReferences = (reading: Reading): Reading => ({ ...reading, entities: { ...reading.entities, references: [] } });

const inDoubt = (mention: TitleMention): TitleMention => ({ text: mention.title ?? mention.text, anime_id: null, title: null, confidence: Math.max(mention.confidence, doubtful) });
