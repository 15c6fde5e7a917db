/** Sentence encoder behind any OpenAI-compatible `/embeddings`. */
import { setTimeout as wait } from 'node:timers/promises';
import { Embeddings } from '@langchain/core/embeddings';
import { AppError } from '../../errors.ts';
import type { EmbeddingModel, EmbedOptions, SentenceEmbeddings } from '../embedding-model.ts';
import { fromVendorError } from '../vendor-error.ts';
import { createRateLimit, type RateLimit } from '../rate-limit.ts';
import { forgetful, type SharedMemory } from '../shared-memory.ts';
import { createQueryCache } from './query-cache.ts';
import { createSharedQueries, type SharedQueries } from './shared-queries.ts';

const what = 'The embedding model';
const textsPerRequest = 128;
const rememberedQueries = 512;
/** Bulk work waits when told to; a question of a user does not. */
const patience = { attempts: 6, longestSeconds: 60 };

export type OpenAiEmbeddingsOptions = {
  readonly apiKey: string;
  /** null = OpenAI itself. */
  readonly baseUrl: string | null;
  readonly model?: string;
  readonly timeoutMs?: number;
  /** Keeps the vectors of queries, and when the provider wants to be left alone, for all processes. */
  readonly memory?: SharedMemory;
};

/** Raw vectors of the texts, in order. */
type Request = (texts: readonly string[]) => Promise<number[][]>;

export const createOpenAiEmbeddings = ({ apiKey, baseUrl, model = 'text-embedding-3-small', timeoutMs = 20_000, memory = forgetful }: OpenAiEmbeddingsOptions): EmbeddingModel => {
  const embeddings = new RemoteEmbeddings({
    request: createRequest({ apiKey, baseUrl, model, timeoutMs }),
    shared: createSharedQueries({ memory, key: `${baseUrl ?? 'openai'}:${model}` }),
    limit: createRateLimit({ memory, key: `embeddings:${baseUrl ?? 'openai'}:${model}`, what }),
  });
  let dimension: Promise<number> | undefined;
  return {
    provider: 'openai',
    model,
    dimension() {
      dimension ??= embeddings
        .embedQuery('anime')
        .then((vector) => vector.length)
        .catch((problem: unknown) => {
          dimension = undefined; // a failed probe must not be remembered
          throw problem;
        });
      return dimension;
    },
    embeddings,
    warm: async () => {},
  };
};

/** A class because LangChain asks for one. */
class RemoteEmbeddings extends Embeddings implements SentenceEmbeddings {
  readonly #request: Request;
  readonly #shared: SharedQueries;
  readonly #limit: RateLimit;
  readonly #queries = createQueryCache(rememberedQueries);

  constructor({ request, shared, limit }: { request: Request; shared: SharedQueries; limit: RateLimit }) {
    super({});
    this.#request = request;
    this.#shared = shared;
    this.#limit = limit;
  }

  override embedQuery(text: string): Promise<number[]> {
    return this.#queries.get(text, () =>
      this.#shared.get(text, async () => {
        const [vector = []] = await this.#limit.run(() => this.#request([text]));
        return vector;
      }),
    );
  }

  override async embedDocuments(texts: string[], { signal, onProgress }: EmbedOptions = {}): Promise<number[][]> {
    const vectors: number[][] = [];
    while (vectors.length < texts.length) {
      const batch = texts.slice(vectors.length, vectors.length + textsPerRequest);
      vectors.push(...(await patiently(() => this.#request(batch), signal)));
      onProgress?.(vectors.length, texts.length);
    }
    return vectors;
  }
}

const createRequest = ({ apiKey, baseUrl, model, timeoutMs }: Required<Omit<OpenAiEmbeddingsOptions, 'memory'>>): Request => {
  const load = async () => {
    // imported when first used: a program without a key should not pay for it
    const { OpenAIEmbeddings } = await import('@langchain/openai');
    return new OpenAIEmbeddings({
      apiKey,
      model,
      timeout: timeoutMs,
      batchSize: textsPerRequest,
      // Asked for base64, the client decodes even what a compatible server sends as numbers, into nonsense.
      encodingFormat: 'float',
      maxRetries: 1,
      onFailedAttempt: giveUpUnlessServerFault,
      ...(baseUrl !== null && { configuration: { baseURL: baseUrl } }),
    });
  };
  let client: ReturnType<typeof load> | undefined;
  return async (texts) => {
    try {
      client ??= load();
      // the API refuses an empty text
      const vectors = await (await client).embedDocuments(texts.map((text) => text || ' '));
      if (vectors.length !== texts.length) throw new Error(`${vectors.length} vectors for ${texts.length} texts`);
      return vectors.map(toUnitLength);
    } catch (problem) {
      throw fromVendorError(problem, what);
    }
  };
};

/** LangChain would wait up to a minute on 429, or for a second timeout, in the middle of somebody's question. */
const giveUpUnlessServerFault = (problem: unknown): void => {
  if (problem instanceof Error && problem.name === 'TimeoutError') throw problem;
  const status = typeof problem === 'object' && problem !== null && 'status' in problem ? problem.status : undefined;
  if (typeof status === 'number' && status < 500) throw problem;
};

const toUnitLength = (vector: readonly number[]): number[] => {
  const length = Math.hypot(...vector);
  if (!(length > 0 && length < Infinity)) throw new Error('a vector without a direction');
  return vector.map((component) => component / length);
};

const patiently = async (request: () => Promise<number[][]>, signal: AbortSignal | undefined): Promise<number[][]> => {
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted === true) throw cancelled(signal);
    try {
      return await orAborted(request(), signal);
    } catch (problem) {
      const seconds = problem instanceof AppError && problem.code === 'rate_limited' ? (problem.retryAfter ?? 2 ** attempt) : Infinity;
      if (attempt === patience.attempts || seconds > patience.longestSeconds) throw problem;
      await orAborted(wait(seconds * 1000, undefined, { ref: true }), signal);
    }
  }
};

const cancelled = (signal: AbortSignal): AppError => new AppError('cancelled', 'Embedding was cancelled.', { cause: signal.reason });

const orAborted = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(cancelled(signal));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
};
