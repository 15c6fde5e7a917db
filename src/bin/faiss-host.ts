/** The process that holds FAISS: the addon can abort its process and leaks a little with every search, so it gets one of its own. */
import type { FaissStore } from '@langchain/community/vectorstores/faiss';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { Index } from 'faiss-node';
import type { FromHost, ToHost } from '../vectors/faiss-messages.ts';

// Read by the addon's OpenMP and BLAS when it is first loaded: one thread answers small searches faster than two that fight.
process.env['OMP_NUM_THREADS'] ??= '1';
process.env['OPENBLAS_NUM_THREADS'] ??= '1';

/** FAISS multiplies matrices (11 times faster per query) from this many queries on; filling up pays from the second query on (measured). */
const queriesForBlas = 20;

const answer = (message: FromHost): void => {
  process.send?.(message);
};
const fail = (problem: unknown, permanent: boolean): void =>
  answer({ kind: 'failed', reason: problem instanceof Error ? (problem.message.split('\n')[0] ?? 'unknown') : String(problem), permanent });

const refuse = async (): Promise<never> => {
  throw new Error('the FAISS process is asked with vectors, never with text');
};
const noEmbeddings: EmbeddingsInterface = { embedQuery: refuse, embedDocuments: refuse };

const loadFaiss = async () => (await import('faiss-node')).default;
/** LangChain takes half a second to load, and only folders need it. */
const loadStore = async () => (await import('@langchain/community/vectorstores/faiss')).FaissStore;

const host = (faiss: Awaited<ReturnType<typeof loadFaiss>>) => {
  let index: Index | undefined;
  let store: FaissStore | undefined;
  const opened = (): Index => {
    if (index === undefined) throw new Error('no index has been opened');
    return index;
  };
  const ready = (): void => answer({ kind: 'ready', rows: opened().ntotal(), dimension: opened().getDimension(), memory: process.memoryUsage.rss() });
  const addRows = async ({ values, documents }: Extract<ToHost, { kind: 'rows' }>): Promise<void> => {
    if (documents === null) return opened().add(Array.from(values));
    store ??= new (await loadStore())(noEmbeddings, { index: opened() });
    const dimension = opened().getDimension();
    const vectors = documents.map((_, row) => Array.from(values.subarray(row * dimension, (row + 1) * dimension)));
    await store.addVectors(vectors, documents.map((document) => ({ ...document })), { ids: documents.map(({ metadata }) => metadata.anime_id) });
  };
  const save = async (folder: string): Promise<void> => {
    store ??= new (await loadStore())(noEmbeddings, { index: opened() });
    await store.save(folder);
    answer({ kind: 'saved' });
  };
  const search = ({ id, queries, count, k }: Extract<ToHost, { kind: 'search' }>): void => {
    const dimension = opened().getDimension();
    // the native side would abort the process
    if (!(k >= 1 && k <= opened().ntotal()) || queries.length !== count * dimension) throw new Error('a search that FAISS cannot answer');
    const filled = Array.from(queries);
    if (count > 1) while (filled.length < queriesForBlas * dimension) filled.push(0);
    const { labels } = opened().search(filled, k);
    answer({ kind: 'found', id, labels: Int32Array.from(labels.slice(0, count * k)), memory: process.memoryUsage.rss() });
  };

  return async (message: ToHost): Promise<void> => {
    switch (message.kind) {
      case 'open':
        store = await (await loadStore()).load(message.folder, noEmbeddings);
        index = store.index;
        return ready();
      case 'begin':
        index = new faiss.IndexFlatIP(message.dimension);
        return;
      case 'rows':
        return addRows(message);
      case 'serve':
        return ready();
      case 'save':
        return save(message.folder);
      case 'search':
        return search(message);
    }
  };
};

// Ctrl-C and a service stop reach the whole process group; the parent finishes its work first and then lets go.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));

let work = loadFaiss().then(host, (problem: unknown) => {
  fail(problem, true);
  return undefined;
});
process.on('message', (message: ToHost) => {
  // one after another: rows must be added in the order they were sent
  work = work.then(async (handle) => {
    await handle?.(message).catch((problem: unknown) => fail(problem, false));
    return handle;
  });
});
if (!process.connected) process.exit(0);
