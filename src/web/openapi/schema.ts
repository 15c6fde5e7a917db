/** JSON Schema as part of a larger document. */
import { z } from 'zod';

/** A JSON Schema, or a reference to one. */
export type Schema = Readonly<Record<string, unknown>>;

export const componentPath = (name: string): string => `#/components/schemas/${name}`;
export const component = (name: string): Schema => ({ $ref: componentPath(name) });

/** The schema of one query parameter. */
export const schemaOf = (type: z.ZodType): Schema => embeddable(z.toJSONSchema(type, { io: 'input' }), ''); // zod's type for it has no index signature

/**
 * The same without what only a document of its own needs; inner `$defs` are referred to from the place where the schema will stand.
 * The bounds that zod adds to every integer say nothing.
 * @param name of the component that the schema will be
 */
export const embeddable = (schema: Schema, name: string): Schema => {
  const { $schema: _schema, $id: _id, ...rest } = schema;
  return cleaned(rest, name) as Schema; // an object stays an object
};

const cleaned = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => cleaned(item, name));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    if ((key === 'minimum' && item === Number.MIN_SAFE_INTEGER) || (key === 'maximum' && item === Number.MAX_SAFE_INTEGER)) return [];
    if (key === '$ref' && typeof item === 'string' && item.startsWith('#/$defs/')) return [[key, `${componentPath(name)}${item.slice(1)}`]];
    return [[key, cleaned(item, name)]];
  });
  return Object.fromEntries(entries);
};
