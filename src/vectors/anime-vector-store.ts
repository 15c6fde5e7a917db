/** The catalogue's vectors as a LangChain VectorStore, for chains and retrievers that expect one. */
import { Document } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';
import { AppError } from '../errors.ts';
import type { StoredDocument } from './faiss-messages.ts';
import type { VectorIndex } from './vector-index.ts';

/** Only these rows (ascending). */
export type RowFilter = { readonly rows: Uint32Array };

type Parts = {
  readonly index: VectorIndex;
  /** `documents[i]` belongs to row i of the index. */
  readonly documents: readonly StoredDocument[];
};

/** Read-only. Scores are inner products (cosine), larger = closer. A class because LangChain's retrievers ask for its instances. */
export class AnimeVectorStore extends VectorStore {
  declare FilterType: RowFilter;
  readonly #index: VectorIndex;
  readonly #documents: readonly StoredDocument[];

  constructor(embeddings: EmbeddingsInterface, { index, documents }: Parts) {
    super(embeddings, {});
    this.#index = index;
    this.#documents = documents;
  }

  override _vectorstoreType(): string {
    return 'animetrackr';
  }

  /** @throws AppError invalid_input for a wrong dimension, a component that is not finite, or k < 1 */
  override async similaritySearchVectorWithScore(query: number[], k: number, filter?: RowFilter): Promise<[Document, number][]> {
    const hits = await this.#index.search(Float32Array.from(query), k, filter && { rows: filter.rows });
    return hits.map(({ row, score }) => [this.#document(row), score]);
  }

  override async addVectors(): Promise<never> {
    throw readOnly();
  }

  override async addDocuments(): Promise<never> {
    throw readOnly();
  }

  override async delete(): Promise<never> {
    throw readOnly();
  }

  #document(row: number): Document {
    const stored = this.#documents[row];
    if (stored === undefined) throw new AppError('internal', `Row ${row} of the index has no document.`);
    return new Document({ pageContent: stored.pageContent, metadata: { ...stored.metadata } });
  }
}

const readOnly = (): AppError =>
  new AppError('forbidden', 'This vector store is one generation of the catalogue and cannot be changed.', {
    hint: 'Build a new snapshot with `npm run sync`.',
  });
