/** The local sentence encoder: Universal Sentence Encoder Lite on ONNX Runtime, in this process, without network. 512 dimensions, English. */
import { Embeddings } from '@langchain/core/embeddings';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../../errors.ts';
import type { EmbeddingModel, EmbedOptions, SentenceEmbeddings } from '../embedding-model.ts';
import { createQueryCache } from './query-cache.ts';
import { maxTokens, useLiteDimension, useLiteToOnnx } from './use-lite-to-onnx.ts';
import { createTokenizer, type Tokenize } from './use-lite-tokenizer.ts';
import { readVocabulary, readWeights } from './use-lite-weights.ts';

/** A batch runs in one turn of the event loop: larger ones are no faster per text, and keep other work waiting. */
const batchSize = 8;
const rememberedQueries = 512;

export type UseLiteOptions = {
  /** More than one pays only while the other cores are idle. */
  readonly threads?: number;
};

/** Vector of token ids per text, in order; lists are of 1 to `maxTokens` ids. */
type Encode = (batch: readonly (readonly number[])[]) => Promise<number[][]>;

export const createUseLite = ({ threads = 1 }: UseLiteOptions = {}): EmbeddingModel => {
  let loading: Promise<{ readonly tokenize: Tokenize; readonly encode: Encode }> | undefined;
  const load = () => {
    loading ??= loadEncoder(threads).catch((problem: unknown) => {
      loading = undefined; // the next call tries again
      throw problem;
    });
    return loading;
  };
  return {
    provider: 'local',
    model: 'universal-sentence-encoder-lite',
    dimension: async () => useLiteDimension,
    embeddings: new UseLiteEmbeddings(load),
    async warm() {
      const { encode } = await load();
      await encode([[0]]);
    },
  };
};

/** A class because LangChain asks for one. */
class UseLiteEmbeddings extends Embeddings implements SentenceEmbeddings {
  readonly #load: () => Promise<{ readonly tokenize: Tokenize; readonly encode: Encode }>;
  readonly #queries = createQueryCache(rememberedQueries);

  constructor(load: () => Promise<{ readonly tokenize: Tokenize; readonly encode: Encode }>) {
    super({});
    this.#load = load;
  }

  override embedQuery(text: string): Promise<number[]> {
    return this.#queries.get(text, async () => {
      const [vector = []] = await this.embedDocuments([text]);
      return vector;
    });
  }

  override async embedDocuments(texts: string[], { signal, onProgress }: EmbedOptions = {}): Promise<number[][]> {
    const { tokenize, encode } = await this.#load();
    const documents = texts.map((text, at) => ({ at, ids: tokenize(text).slice(0, maxTokens) }));
    // texts of like length together: a batch is padded to its longest
    documents.sort((one, other) => one.ids.length - other.ids.length);
    const vectors = new Array<number[]>(texts.length);
    for (let done = 0; done < documents.length; ) {
      if (signal?.aborted === true) throw new AppError('cancelled', 'Embedding was cancelled.', { cause: signal.reason });
      const batch = documents.slice(done, done + batchSize);
      const encoded = await encode(batch.map(({ ids }) => ids));
      batch.forEach(({ at }, i) => {
        vectors[at] = encoded[i] ?? [];
      });
      done += batch.length;
      onProgress?.(done, documents.length);
    }
    return vectors;
  }
}

const loadEncoder = async (threads: number): Promise<{ tokenize: Tokenize; encode: Encode }> => {
  const [runtime, weights, vocabulary] = await Promise.all([loadRuntime(), readWeights(), readVocabulary()]);
  const session = await runtime.InferenceSession.create(useLiteToOnnx(weights), { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 });
  return { tokenize: createTokenizer(vocabulary), encode: (batch) => run(runtime, session, batch) };
};

/** @throws AppError unavailable where ONNX Runtime has no binary */
const loadRuntime = async () => {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new AppError('unavailable', 'The local sentence encoder does not run on this machine: ONNX Runtime has no binary for it.', {
      hint: 'Set EMBEDDINGS=openai and OPENAI_BASE_URL to use another encoder.',
      cause,
    });
  }
};

const run = async (runtime: typeof import('onnxruntime-node'), session: InferenceSession, batch: readonly (readonly number[])[]): Promise<number[][]> => {
  const longest = Math.max(...batch.map((ids) => ids.length));
  const ids = new BigInt64Array(batch.length * longest);
  const mask = new Float32Array(batch.length * longest);
  batch.forEach((tokens, row) => {
    ids.set(tokens.map(BigInt), row * longest);
    mask.fill(1, row * longest, row * longest + tokens.length);
  });
  const dims = [batch.length, longest];
  const outputs = await session.run({ ids: new runtime.Tensor('int64', ids, dims), mask: new runtime.Tensor('float32', mask, dims) });
  const values = floatsOf(outputs['vectors']);
  return batch.map((_, row) => Array.from(values.subarray(row * useLiteDimension, (row + 1) * useLiteDimension)));
};

const floatsOf = (tensor: Tensor | undefined): Float32Array => {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new AppError('internal', 'The sentence encoder answered without vectors.');
};
