/** The models there are: one line per provider. */
import type { Log } from '../log.ts';
import type { ChatModel } from './chat-model.ts';
import { forgetful, type SharedMemory } from './shared-memory.ts';
import type { EmbeddingModel } from './embedding-model.ts';
import { createOpenAiEmbeddings } from './embeddings/openai.ts';
import { createUseLite } from './embeddings/use-lite.ts';

export type EmbeddingSettings = { readonly provider: 'local' } | { readonly provider: 'openai'; readonly apiKey: string; readonly baseUrl: string | null };

export const createEmbeddingModel = (settings: EmbeddingSettings, memory: SharedMemory = forgetful): EmbeddingModel => {
  switch (settings.provider) {
    case 'local': return createUseLite();
    case 'openai': return createOpenAiEmbeddings({ ...settings, memory });
  }
};

/** Loaded when there is a model to talk to: most installations have none. */
export const createChatModel = async (settings: { readonly name: string; readonly apiKey: string; readonly baseUrl: string | null; readonly log: Log; readonly memory: SharedMemory }): Promise<ChatModel> => {
  const { createOpenAIChatModel } = await import('./chat/openai.ts');
  return createOpenAIChatModel(settings);
};
