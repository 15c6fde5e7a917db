/** Which conversation of ours a sent history is: clients of this door send back what was said, not an id. */
import type { Message, Said } from '../../domain/chat-turn.ts';
import type { ThreadStore } from '../../storage/storage.ts';

/** `answer`: this message was answered there already, and nothing was said since. `head`: the message that the new one answers. */
export type Conversation = { readonly thread_id: string; readonly head: string; readonly answer?: Message };

/** Texts may repeat ("You're welcome!"): so many conversations that end alike are looked at. */
const lookedAt = 20;

/** @returns null for a new conversation, one of another agent, or one whose past was edited */
export const findConversation = async (threads: ThreadStore, user_id: string, history: readonly Said[], message: string): Promise<Conversation | null> => {
  const last = history.at(-1);
  if (last?.role !== 'assistant') return null;
  for (const thread_id of await threads.endingWith(user_id, last, lookedAt)) {
    const known = await threads.recent(thread_id, history.length);
    const head = known.at(-1);
    if (head !== undefined && endAlike(known, history)) return { thread_id, head: head.id };
  }
  for (const thread_id of await threads.endingWith(user_id, { role: 'user', content: message }, lookedAt)) {
    const known = await threads.recent(thread_id, history.length + 2);
    const [asked, answer] = known.splice(-2);
    if (asked?.role === 'user' && answer?.role === 'assistant' && endAlike(known, history)) return { thread_id, head: asked.id, answer };
  }
  return null;
};

/**
 * Clients leave out the oldest messages when there are many, and some begin with a greeting of their own. As far back as both go they must be the same,
 * and at least a question with its answer must be.
 */
const endAlike = (known: readonly Said[], sent: readonly Said[]): boolean => {
  const both = Math.min(known.length, sent.length);
  const [ours, theirs] = [known.slice(-both), sent.slice(-both)];
  return both >= 2 && ours.every(({ role, content }, at) => role === theirs[at]?.role && content.trim() === theirs[at].content);
};
