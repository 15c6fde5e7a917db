import { describe, expect, it } from 'vitest';
import { createWrap, wrapped } from '../../src/terminal/wrap.ts';

const pieces = (width: number, ...texts: string[]): string => {
  const wrap = createWrap(() => width);
  return texts.map((text) => wrap.add(text)).join('') + wrap.end();
};

describe('text for a screen', () => {
  it('is broken at words, however it comes', () => {
    const text = 'The quick brown fox jumps over\n\n1. the lazy dog';

    expect(pieces(12, text)).toBe('The quick\nbrown fox\njumps over\n\n1. the lazy\ndog');
    expect(pieces(12, ...text)).toBe(pieces(12, text));
  });

  it('counts wide letters as two, and paint as nothing', () => {
    expect(pieces(8, '映画 けい おん')).toBe('映画\nけい\nおん');
    expect(pieces(9, '映画 けい')).toBe('映画 けい');
    expect(pieces(5, '\u001B[1mab\u001B[22m cd')).toBe('\u001B[1mab\u001B[22m cd');
  });

  it('gives a word that is too long a row of its own', () => {
    expect(wrapped('a https://example.org/long b', 10)).toEqual(['a', 'https://example.org/long', 'b']);
    expect(wrapped('  ', 10)).toEqual([]);
  });
});
