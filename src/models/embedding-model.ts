/** Port: a sentence encoder. One contract suite runs on every provider. */
import type { Embeddings } from '@langchain/core/embeddings';

export type EmbedOptions = {
  readonly signal?: AbortSignal;
  /** Called after each batch with the number of texts embedded so far. */
  readonly onProgress?: (done: number, total: number) => void;
};

/**
 * LangChain's Embeddings, whose vectors have length 1, in the order of the texts.
 * @throws AppError cancelled when the signal is aborted; unavailable, upstream_failed, upstream_timeout or rate_limited when the encoder cannot answer
 */
export interface SentenceEmbeddings extends Embeddings {
  embedDocuments(texts: string[], options?: EmbedOptions): Promise<number[][]>;
}

export type EmbeddingModel = {
  /** Provider and model together name a vector space: a snapshot records them, and vectors of two spaces are never mixed. */
  readonly provider: string;
  readonly model: string;
  /** Components per vector. A provider that cannot know embeds one word to find out, once. */
  dimension(): Promise<number>;
  readonly embeddings: SentenceEmbeddings;
  /** Loads what the first call would otherwise wait for. Never needed. */
  warm(): Promise<void>;
};
