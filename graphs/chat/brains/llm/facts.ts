/** The data of a turn that the answer is worded from. Pure. */
import type { Result } from '../../../../src/domain/chat-turn.ts';
import { listingTools } from '../../intents/listing.ts';
import type { Answer, AnswerView } from '../brain.ts';
import { compactJson } from './compact.ts';

const budget = 9_000;

/** A listing's items are the ones that are shown, in that order; other tools' results stand as they are. */
export const factsOf = (view: AnswerView, plain: Answer): string => {
  const found = view.tool_results.flatMap((result) => (result.ok && !listingTools.has(result.name) ? [{ tool: result.name, result: result.structured }] : []));
  const listed = view.tool_results.some(({ name }) => listingTools.has(name));
  const why = view.slots.shown.find(({ anime_id }) => anime_id === plain.results[0]?.anime_id)?.reasons;
  return compactJson(
    {
      asked_for: { intent: view.intent.name, ...(view.reading.topic !== '' && { topic: view.reading.topic }) },
      ...(listed && { items: plain.results.map((result, index) => ({ n: index + 1, ...item(result) })) }),
      ...(found.length > 0 && { found }),
      ...(view.intent.name === 'explanation' && why !== undefined && { suggested_because: why }),
    },
    budget,
    { withIds: false },
  );
};

const item = ({ title, title_english, type, year, episodes, duration_minutes, genres, tags, studios, score, synopsis, reasons }: Result) => ({
  title, title_english: title_english === title ? null : title_english, type, year, episodes, duration_minutes, genres, tags, studios, score, synopsis, reasons,
});
