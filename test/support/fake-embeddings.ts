/** `/v1/embeddings` of the fake OpenAI server: hashed words, so that texts with common words are close. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sendJson, type FakeRoute } from './fake-openai.ts';

const bodySchema = z.object({
  model: z.string(),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** Vectors are not of length 1: not every server's are. */
export const fakeEmbeddings = ({ dimension = 96 } = {}): FakeRoute => ({
  path: '/v1/embeddings',
  answer({ body }, response) {
    const parsed = bodySchema.safeParse(body);
    if (!parsed.success) return sendJson(response, { error: { message: z.prettifyError(parsed.error) } }, 400);
    const { model, input, encoding_format } = parsed.data;
    const data = [input].flat().map((text, index) => {
      const vector = wordVector(text, dimension);
      return { object: 'embedding', index, embedding: encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector) };
    });
    sendJson(response, { object: 'list', model, data, usage: { prompt_tokens: 1, total_tokens: 1 } });
  },
});

const wordVector = (text: string, dimension: number): Float32Array => {
  const vector = new Float32Array(dimension).fill(0.01);
  for (const word of text.toLowerCase().split(/\s+/)) {
    const hash = createHash('sha256').update(word).digest();
    for (const [at, sign] of [[0, 1], [4, -1], [8, 1]] as const) vector[hash.readUInt32LE(at) % dimension]! += 3 * sign; // `!`: at < dimension
  }
  return vector;
};
