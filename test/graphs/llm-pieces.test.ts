import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise } from '../../graphs/chat/brains/llm/neutralise.ts';
import { cutPieces, withoutThinking } from '../../graphs/chat/brains/llm/pieces.ts';

const stream = async function* (chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) yield chunk;
};
const collect = async (pieces: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
};
const cut = (...chunks: string[]) => collect(cutPieces(stream(chunks)));

describe('cutPieces', () => {
  it('cuts paragraphs into sentences', async () => {
    expect(await cut('It is calm. It is sad! Is it long? No')).toEqual(['It is calm.', ' It is sad!', ' Is it long?', ' No']);
  });

  it('keeps list items, headings and table rows whole', async () => {
    expect(await cut('Two picks:\n1. One. It is calm.\n2. Two. It is not.\n\n- a. b.\n| a. b | c |\n## A. B\nDone.')).toEqual([
      'Two picks:\n', '1. One. It is calm.\n', '2. Two. It is not.\n', '\n', '- a. b.\n', '| a. b | c |\n', '## A. B\n', 'Done.',
    ]);
  });

  it('does not cut inside a title, a bracket or an abbreviation', async () => {
    expect(await cut('Try **Hey. You! There** first. Dr. Tenma vs. Johan (see vol. 1. It is short) is the core. Good.')).toEqual([
      'Try **Hey. You! There** first.', ' Dr. Tenma vs. Johan (see vol. 1. It is short) is the core.', ' Good.',
    ]);
  });

  it('cuts Japanese sentences', async () => {
    expect(await cut('静かです。短いです。')).toEqual(['静かです。', '短いです。']);
  });

  it('lets a sentence go as soon as the next begins', async () => {
    const seen: string[] = [];
    const chunks = async function* (): AsyncGenerator<string> {
      yield 'It is';
      yield ' calm. ';
      seen.push('asked for more');
      yield 'It is sad.';
    };
    for await (const piece of cutPieces(chunks())) seen.push(piece);

    expect(seen).toEqual(['It is calm.', 'asked for more', ' It is sad.']);
  });

  it('loses and adds nothing, however the text arrives', async () => {
    const text = fc.array(fc.oneof(fc.constantFrom('. ', '\n', '1. ', '- ', '**', '(', ')', '! ', '…', '。', '“', '”', 'Dr. '), fc.string()), { maxLength: 30 });
    await fc.assert(fc.asyncProperty(text, async (chunks) => void expect((await cut(...chunks)).join('')).toBe(chunks.join(''))), { numRuns: 300 });
  });
});

describe('withoutThinking', () => {
  const read = async (...chunks: string[]) => (await collect(withoutThinking(stream(chunks)))).join('');

  it('drops what a reasoning model thinks aloud before it answers', async () => {
    expect(await read('<thi', 'nk>They want', ' Monster.</th', 'ink>\n\nTry it', ' today.')).toBe('Try it today.');
    expect(await read('<think>never ending')).toBe('');
  });

  it('leaves everything else alone', async () => {
    expect(await read('<', '3 this one')).toBe('<3 this one');
    expect(await read('I <think> so')).toBe('I <think> so');
    expect(await read('<th')).toBe('<th');
  });
});

describe('neutralise', () => {
  const links = new Set(['https://myanimelist.net/anime/457', 'https://example.test/watch?v=1']);

  it.each([
    ['[More](https://evil.test/x)', 'More'],
    ['![cover](https://evil.test/x.png?leak=list)', 'cover'],
    ['[![cover](https://evil.test/a)](https://evil.test/b)', 'cover'],
    ['[a](javascript:alert(1))', 'a)'],
    ['[a]( <https://evil.test> "title" )', 'a'],
    ['[a](//evil.test) and [b](/api/v1/threads)', 'a and b'],
    ['See https://evil.test/x, or www.evil.test.', 'See , or .'],
    ['<script>alert(1)</script> <img src=x onerror=alert(1)>', 'alert(1) '],
    ['<<b>script>alert(1)', '&lt;script>alert(1)'],
    ['<img src=x onerror="a', '&lt;img src=x onerror="a'],
    ['half a link [a](', 'half a link [a] ('],
    ['b](https://evil.test)', 'b] ()'],
    ['[ref]: //evil.test', '[ref] : //evil.test'],
    ['<https://evil.test>', ''],
  ])('makes %s harmless', (piece, expected) => {
    expect(neutralise(piece, links)).toBe(expected);
  });

  it('keeps links of the tool results, and ordinary text', () => {
    const text = 'Watch it [here](https://example.test/watch?v=1), see https://myanimelist.net/anime/457. 3 < 5, <3, **bold** [note], data: fine.';

    expect(neutralise(text, links)).toBe(text);
    expect(neutralise('<https://myanimelist.net/anime/457>', links)).toBe('https://myanimelist.net/anime/457');
  });

  it('leaves no tag, image or foreign target in anything', () => {
    const part = fc.constantFrom('<', '>', '[', ']', '(', ')', '!', 'https://evil.test/', 'javascript:', 'img src=x', 'script', '/', ' ', '\u0000', '0', '\n', 'www.evil.test');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const safe = neutralise(parts.join(''), links);

        expect(safe).not.toMatch(/<[a-z/!?]/i);
        expect(safe).not.toMatch(/\]\(/);
        expect(safe).not.toMatch(/https?:\/\/evil/);
      }),
      { numRuns: 2000 },
    );
  });
});
