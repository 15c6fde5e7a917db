/** Short forms in which routes describe themselves. */
import type { z } from 'zod';
import type { Parameter } from '../route.ts';
import { component as schemaRef, schemaOf, type Schema } from './schema.ts';
import type { ComponentName } from './components.ts';

export const component = (name: ComponentName): Schema => schemaRef(name);

/** The query parameters that a schema parses. */
export const parameters = (query: z.ZodObject): Parameter[] =>
  Object.entries(query.shape).map(([name, type]) => {
    const { description, ...schema } = schemaOf(type as z.ZodType); // a shape's members are typed as core types
    return { name, in: 'query', required: !(type as z.ZodType).safeParse(undefined).success, ...(typeof description === 'string' && { description }), schema };
  });

export const header = {
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Any text of your own: the same request with the same key (within 24 h) writes once and gets the same answer; another request with it gets 409.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  },
} satisfies Record<string, Parameter>;

/** The content of an answer in JSON. */
export const json = (schema: Schema): Readonly<Record<string, Schema>> => ({ 'application/json': schema });
