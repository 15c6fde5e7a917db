/** The conversation so far, as data for a prompt: short, whatever its length. Pure. */
import type { Slots } from '../../state.ts';
import type { TurnView } from '../brain.ts';
import { clip } from './clip.ts';

const messagesKept = 8;
const messageLength = 300;
const longestMessage = 4_000;
const titlesKept = 10;

export const threadData = ({ slots }: Pick<TurnView, 'slots'>): string =>
  JSON.stringify({
    last_request: slots.intent === null ? null : { intent: slots.intent, topic: slots.topic, ...saidIn(slots.entities) },
    last_shown: slots.shown.slice(0, titlesKept).map(({ title }, index) => `${index + 1}. ${title}`),
    it: slots.focus?.title ?? null,
    last_changed_on_list: slots.last_change?.title ?? null,
    liked: slots.facts.liked,
    rejected: slots.facts.rejected,
    wants: slots.facts.constraints,
  });

const saidIn = (entities: Slots['entities']): Record<string, unknown> => ({ ...entities, ...(entities?.titles && { titles: entities.titles.map(({ title, text }) => title ?? text) }) });

export const historyData = async (turn: Pick<TurnView, 'history'>): Promise<string> => {
  const history = await turn.history();
  return history.length === 0 ? '(none)' : history.slice(-messagesKept).map(({ role, content }) => `${role}: ${clip(content.replace(/\s+/g, ' '), messageLength)}`).join('\n');
};

export const messageData = ({ message }: Pick<TurnView, 'message'>): string => clip(message, longestMessage);
