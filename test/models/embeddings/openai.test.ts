import { OpenAIEmbeddings } from '@langchain/openai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiEmbeddings } from '../../../src/models/embeddings/openai.ts';
import { cosine, describeEmbeddingModel } from '../../contracts/embedding-model.ts';
import { fakeEmbeddings } from '../../support/fake-embeddings.ts';
import { sendJson, startFakeOpenAi, type FakeOpenAi } from '../../support/fake-openai.ts';

describeEmbeddingModel('openai', async () => {
  const server = await startFakeOpenAi(fakeEmbeddings());
  return { model: createOpenAiEmbeddings({ apiKey: 'key', baseUrl: server.baseUrl }), close: server.close };
});

describe('createOpenAiEmbeddings', () => {
  let server: FakeOpenAi;
  beforeEach(async () => {
    server = await startFakeOpenAi(fakeEmbeddings({ dimension: 48 }));
  });
  afterEach(() => server.close());
  const open = (options: { timeoutMs?: number; model?: string } = {}) => createOpenAiEmbeddings({ apiKey: 'the-key', baseUrl: server.baseUrl, ...options });
  const embedOne = (options = {}) => open(options).embeddings.embedQuery('hello');

  it('sends the key and the model, and asks for numbers', async () => {
    await open({ model: 'nomic-embed-text' }).embeddings.embedDocuments(['one', 'two']);

    expect(server.requests).toEqual([
      { path: '/v1/embeddings', authorization: 'Bearer the-key', body: { model: 'nomic-embed-text', input: ['one', 'two'], encoding_format: 'float' } },
    ]);
  });

  it('learns its dimension by one request, when first asked', async () => {
    const model = open();
    expect(server.requests).toHaveLength(0);

    expect(await Promise.all([model.dimension(), model.dimension()])).toEqual([48, 48]);
    expect(server.requests).toHaveLength(1);
  });

  it('asks for the dimension again after a probe that failed', async () => {
    const model = open();
    server.misbehave({ status: 401 });

    await expect(model.dimension()).rejects.toMatchObject({ code: 'upstream_failed' });
    expect(await model.dimension()).toBe(48);
  });

  it('asks once for a query that comes again', async () => {
    const { embeddings } = open();
    await embeddings.embedQuery('again');
    await Promise.all([embeddings.embedQuery('again'), embeddings.embedQuery('again')]);

    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [{ status: 401 }, { code: 'upstream_failed', hint: 'Check OPENAI_API_KEY.' }],
    [{ status: 404 }, { code: 'upstream_failed', hint: 'Check the name of the model and OPENAI_BASE_URL.' }],
    [{ status: 400 }, { code: 'upstream_failed' }],
    [{ status: 429, headers: { 'retry-after': '7' } }, { code: 'rate_limited', retryAfter: 7 }],
    [{ status: 429 }, { code: 'rate_limited', retryAfter: undefined }],
  ])('translates %j at once, without the words of the other side', async (misbehaviour, expected) => {
    server.misbehave(misbehaviour);
    const problem = await embedOne().catch((thrown: unknown) => thrown);

    expect(problem).toMatchObject(expected);
    expect(String(problem)).not.toContain('secret upstream text');
    expect(server.requests).toHaveLength(1);
  });

  it('tries once more when the server fails, then says so', async () => {
    server.misbehave({ status: 500 });
    expect(await embedOne()).toHaveLength(48);
    server.misbehave({ status: 503 }, { status: 503 });

    await expect(embedOne()).rejects.toMatchObject({ code: 'upstream_failed' });
    expect(server.requests).toHaveLength(4);
  }, 20_000);

  it('gives up on a server that does not answer', async () => {
    server.misbehave({ hang: true });

    await expect(embedOne({ timeoutMs: 100 })).rejects.toMatchObject({ code: 'upstream_timeout' });
    expect(server.requests).toHaveLength(1);
  });

  it('says when nobody listens', async () => {
    await server.close();
    const gone = embedOne();
    server = await startFakeOpenAi();

    await expect(gone).rejects.toMatchObject({ code: 'upstream_failed', hint: 'Check the network and OPENAI_BASE_URL.' });
  }, 20_000);

  it('refuses an answer with too few vectors, or with vectors of nothing', async () => {
    server.misbehave({ status: 200, body: { data: [] } }, { status: 200, body: { data: [{ embedding: [0, 0] }] } });

    await expect(embedOne()).rejects.toMatchObject({ code: 'upstream_failed' });
    await expect(embedOne()).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  it('waits in bulk work when the server asks for patience', async () => {
    server.misbehave({ status: 429, headers: { 'retry-after': '0' } }, { status: 429, headers: { 'retry-after': '0' } });

    expect(await open().embeddings.embedDocuments(['one', 'two'])).toHaveLength(2);
    expect(server.requests).toHaveLength(3);
  });

  it('does not wait in bulk work for longer than a minute', async () => {
    server.misbehave({ status: 429, headers: { 'retry-after': '3600' } });

    await expect(open().embeddings.embedDocuments(['one'])).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 3600 });
  });

  it('drops bulk work that is aborted while the server thinks', async () => {
    server.misbehave({ hang: true });
    const controller = new AbortController();
    const work = open().embeddings.embedDocuments(['one'], { signal: controller.signal });
    controller.abort();

    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('fake OpenAI server', () => {
  it('answers base64 when asked, with the same numbers', async () => {
    const server = await startFakeOpenAi(fakeEmbeddings(), { path: '/v1/models', answer: (_, response) => sendJson(response, { data: [] }) });
    const client = (encodingFormat: 'float' | 'base64') => new OpenAIEmbeddings({ apiKey: 'key', model: 'm', encodingFormat, configuration: { baseURL: server.baseUrl } });

    const [plain] = await client('float').embedDocuments(['giant robot']);
    const answered = await fetch(`${server.baseUrl}/embeddings`, { method: 'POST', body: JSON.stringify({ model: 'm', input: 'giant robot', encoding_format: 'base64' }) });
    const { data } = JSON.parse(await answered.text());
    const decoded = Array.from(new Float32Array(new Uint8Array(Buffer.from(data[0].embedding, 'base64')).buffer));

    expect(cosine(decoded, plain)).toBeCloseTo(1, 6);
    await server.close();
  });
});
