/** What an answer suggested, for the record of how suggestions do. Pure. */
import type { ChatReply } from '../domain/chat-turn.ts';
import type { Suggested } from '../domain/preferences.ts';

const kinds: Readonly<Record<string, Suggested['kind']>> = { get_recommendations: 'recommendation', get_similar_anime: 'similar', get_seasonal_anime: 'seasonal' };

/** Only what was really shown; what was searched for, or is spoken of, is no suggestion. @param message the user's words */
export const suggestedIn = ({ tool_calls, results, interrupt }: ChatReply, message: string): Suggested[] => {
  const kind = tool_calls.flatMap(({ name, ok }) => (ok && Object.hasOwn(kinds, name) ? (kinds[name] ?? []) : [])).at(-1);
  if (kind === undefined || interrupt !== null) return [];
  return results.map(({ anime_id, similarity_score, reasons }) => ({ anime_id, score: similarity_score ?? null, reason: reasons?.[0] ?? null, kind, context: message }));
};
