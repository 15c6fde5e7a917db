import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toJsonSchema } from '../../src/mcp/json-schema.ts';
import { lenient } from '../../src/mcp/lenient.ts';

const schema = toJsonSchema(
  z.strictObject({
    query: z.string().default(''),
    title: z.string().min(1).optional(),
    limit: z.int().default(20),
    minimum: z.number().optional(),
    exact: z.boolean().default(false),
    genres: z.array(z.string().min(1)).optional(),
    season: z.preprocess((value) => value, z.enum(['SPRING', 'FALL'])).optional(),
    filters: z.strictObject({ years: z.array(z.int()).optional(), year: z.int().optional() }).optional(),
    similar_to: z.union([z.string(), z.array(z.string())]).optional(),
    score: z.number().nullable().optional(),
  }),
  'input',
);

describe('lenient arguments', () => {
  it.each([
    ['numbers as text', { limit: '5', minimum: ' 7.5 ' }, { limit: 5, minimum: 7.5 }],
    ['truth as text', { exact: 'True' }, { exact: true }],
    ['numbers where text is expected', { query: 86 }, { query: '86' }],
    ['one value where a list is expected', { genres: 'Action', filters: { years: '2020' } }, { genres: ['Action'], filters: { years: [2020] } }],
    ['a list as JSON text', { genres: '["Action","Drama"]' }, { genres: ['Action', 'Drama'] }],
    ['an object as JSON text', { filters: '{"year":"1998"}' }, { filters: { year: 1998 } }],
    ['null and "" as not given', { title: null, limit: null, season: '', genres: '', filters: { year: null } }, { filters: {} }],
    ['an empty text where it has a meaning', { query: '' }, { query: '' }],
    ['null where it has a meaning', { score: null }, { score: null }],
    ['a title or a list of titles', { similar_to: '["Naruto","Bleach"]' }, { similar_to: ['Naruto', 'Bleach'] }],
    ['one title of a title or list', { similar_to: 'Naruto' }, { similar_to: 'Naruto' }],
    ['a title that begins with a bracket', { genres: '[Oshi no Ko]' }, { genres: ['[Oshi no Ko]'] }],
  ])('accepts %s', (_what, given, meant) => {
    expect(lenient(given, schema)).toEqual(meant);
  });

  it.each([
    ['a word for a number', { limit: 'five' }],
    ['a number that is not finite', { query: Number.NaN }],
    ['unknown names', { colour: '5', constructor: '5' }],
    ['an object for a list', { filters: [1] }],
  ])('leaves %s for the strict parse to refuse', (_what, given) => {
    expect(lenient(given, schema)).toEqual(given);
  });

  it('keeps a __proto__ key a plain key', () => {
    const result = lenient(JSON.parse('{"__proto__":{"limit":1}}'), schema);

    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.keys(result as object)).toEqual(['__proto__']);
  });

  it('never changes arguments that are already right', () => {
    const right = fc.record(
      { query: fc.string(), limit: fc.integer(), exact: fc.boolean(), genres: fc.array(fc.string({ minLength: 1 })), filters: fc.record({ year: fc.integer() }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(right, (given) => void expect(lenient(given, schema)).toEqual({ ...given })));
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (given) => void lenient(given, schema)));
  });
});
