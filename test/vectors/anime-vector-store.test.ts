import { Embeddings } from '@langchain/core/embeddings';
import { describe, expect, it } from 'vitest';
import { AnimeVectorStore } from '../../src/vectors/anime-vector-store.ts';
import { createFlatIndex } from '../../src/vectors/flat-index.ts';

/** Counts letters a, b and c: enough to tell texts apart. */
class LetterEmbeddings extends Embeddings {
  constructor() {
    super({});
  }
  override async embedQuery(text: string): Promise<number[]> {
    const counts = ['a', 'b', 'c'].map((letter) => text.split(letter).length - 1);
    return counts.map((count) => count / (Math.hypot(...counts) || 1));
  }
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

const openStore = async (texts: string[]): Promise<AnimeVectorStore> => {
  const embeddings = new LetterEmbeddings();
  const values = Float32Array.from((await embeddings.embedDocuments(texts)).flat());
  const documents = texts.map((pageContent, row) => ({ pageContent, metadata: { anime_id: `mal:${row}`, row } }));
  return new AnimeVectorStore(embeddings, { index: createFlatIndex({ rows: texts.length, dimension: 3, values }), documents });
};

describe('AnimeVectorStore', () => {
  it('finds documents by text, closest first', async () => {
    const store = await openStore(['aaa', 'bbb', 'aab', 'ccc']);

    const found = await store.similaritySearchWithScore('a', 2);

    expect(found.map(([document]) => document.pageContent)).toEqual(['aaa', 'aab']);
    expect(found[0]?.[0].metadata).toEqual({ anime_id: 'mal:0', row: 0 });
    expect(found[0]?.[1]).toBeCloseTo(1, 6);
  });

  it('keeps to the rows of its filter', async () => {
    const store = await openStore(['aaa', 'bbb', 'aab', 'ccc']);

    const found = await store.similaritySearch('a', 3, { rows: Uint32Array.of(1, 2) });

    expect(found.map(({ pageContent }) => pageContent)).toEqual(['aab', 'bbb']);
  });

  it('works as a retriever', async () => {
    const store = await openStore(['aaa', 'bbb', 'aab', 'ccc']);

    expect((await store.asRetriever(1).invoke('bb')).map(({ pageContent }) => pageContent)).toEqual(['bbb']);
    expect((await store.asRetriever({ k: 2, filter: { rows: Uint32Array.of(0, 3) } }).invoke('ac')).map(({ pageContent }) => pageContent)).toEqual(['aaa', 'ccc']);
  });

  it.each([
    ['addDocuments', (store: AnimeVectorStore) => store.addDocuments()],
    ['addVectors', (store: AnimeVectorStore) => store.addVectors()],
    ['delete', (store: AnimeVectorStore) => store.delete()],
  ])('refuses %s: a generation cannot be changed', async (_, change) => {
    await expect(change(await openStore(['a']))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
