/**
 * Forgives the slips of language models before the strict parse: numbers and booleans as text, one value where a list is expected,
 * JSON inside a string, null or "" for "not given". Driven by the tool's own JSON Schema, so no tool needs code for it.
 */
import type { JsonSchema } from './json-schema.ts';

const numeric = /^\s*[+-]?\d{1,15}(\.\d{1,10})?\s*$/;

/** The value as the schema would like to have it; what cannot be helped is returned as it came, for the strict parse to refuse. */
export const lenient = (value: unknown, schema: JsonSchema): unknown => {
  if (schema.anyOf) return lenientUnion(value, schema.anyOf);
  if (typeof schema.type === 'object') return lenientUnion(value, schema.type.map((type) => ({ ...schema, type })));
  switch (schema.type) {
    case 'object':
      return lenientObject(parsedText(value, '{'), schema);
    case 'array':
      return lenientArray(parsedText(value, '['), schema.items ?? {});
    case 'number':
    case 'integer':
      return typeof value === 'string' && numeric.test(value) ? Number(value) : value;
    case 'boolean':
      return typeof value === 'string' ? (truthWords.get(value.trim().toLowerCase()) ?? value) : value;
    case 'string':
      return typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
    default:
      return value;
  }
};

const truthWords = new Map([
  ['true', true],
  ['false', false],
]);

const lenientObject = (value: unknown, schema: JsonSchema): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries: [string, unknown][] = [];
  for (const [name, item] of Object.entries(value)) {
    // hasOwn: an argument called "constructor" must not find Object.prototype's.
    const property = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (property === undefined) entries.push([name, item]);
    else if (!meansAbsent(item, property)) entries.push([name, lenient(item, property)]);
  }
  return Object.fromEntries(entries);
};

const lenientArray = (value: unknown, items: JsonSchema): unknown =>
  (Array.isArray(value) ? value : [value]).map((item) => lenient(item, items));

/** A union keeps a value that already has one of its types; otherwise its first variant decides. */
const lenientUnion = (value: unknown, variants: readonly JsonSchema[]): unknown => {
  const plain = parsedText(value, '[');
  const kind = Array.isArray(plain) ? 'array' : plain === null ? 'null' : typeof plain;
  const fitting = variants.find(({ type }) => type === kind || (type === 'integer' && kind === 'number')) ?? variants[0];
  return fitting ? lenient(plain, fitting) : plain;
};

const meansAbsent = (value: unknown, schema: JsonSchema): boolean => {
  const types = schema.anyOf?.flatMap(typesOf) ?? typesOf(schema);
  if (value === null) return !types.includes('null');
  if (value !== '' || types.length === 0) return false;
  return !types.includes('string') || (schema.minLength ?? 0) > 0 || schema.enum !== undefined || schema.anyOf !== undefined;
};

const typesOf = ({ type }: JsonSchema): readonly string[] => (type === undefined ? [] : typeof type === 'string' ? [type] : type);

const parsedText = (value: unknown, opening: '{' | '['): unknown => {
  if (typeof value !== 'string' || !value.trimStart().startsWith(opening)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // a title may begin with a bracket
  }
};
