/** The models there are: one line per provider. */
import type { EmbeddingModel } from './embedding-model.ts';
import { createOpenAiEmbeddings } from './embeddings/openai.ts';
import { createUseLite } from './embeddings/use-lite.ts';

export type EmbeddingSettings = { readonly provider: 'local' } | { readonly provider: 'openai'; readonly apiKey: string; readonly baseUrl: string | null };

export const createEmbeddingModel = (settings: EmbeddingSettings): EmbeddingModel => {
  switch (settings.provider) {
    case 'local': return createUseLite();
    case 'openai': return createOpenAiEmbeddings(settings);
  }
};
