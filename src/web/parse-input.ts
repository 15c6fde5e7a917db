/** Query strings, bodies and headers, strictly: what is unknown is refused with the names that would have been right. */
import type { Request } from 'express';
import { z } from 'zod';
import { localUser } from '../domain/caller.ts';
import { userIdSchema } from '../domain/chat-turn.ts';
import { AppError, describeZod } from '../errors.ts';

/** Body or query of a route. @throws AppError invalid_input */
export const parseInput = <Schema extends z.ZodObject>(schema: Schema, value: unknown, what: 'body' | 'query'): z.output<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const unknown = result.error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown === undefined) {
    const text = value === undefined ? 'The request has no body.' : `${describeZod(result.error)}.`;
    throw new AppError('invalid_input', text, { hint: what === 'body' ? `Send a JSON object with ${namesAt(schema, [])}.` : 'Correct the named parameter.' });
  }
  const where = unknown.path.join('.');
  const keys = unknown.keys.slice(0, 3).map((key) => JSON.stringify(key.slice(0, 40))).join(', ');
  throw new AppError('invalid_input', `Unknown ${what === 'body' ? 'field' : 'parameter'} ${keys}${where === '' ? '' : ` in ${where}`}.`, {
    hint: `${where === '' ? `The ${what}` : where} takes: ${namesAt(schema, unknown.path)}.`,
  });
};

/** The profile that is meant: named in the body or the query; nobody named is the local user. */
export const userQuery = { user_id: userIdSchema.default(localUser).describe('Profile of this machine.') };

/** Header `Idempotency-Key`. @throws AppError invalid_input */
export const idempotencyKey = (request: Request): string | undefined => {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new AppError('invalid_input', 'The header Idempotency-Key must be 1 to 200 printable characters without blanks.', { hint: 'A UUID is a good key.' });
};

/** Field names of the object at a path of the schema. */
const namesAt = (schema: z.ZodObject, path: readonly PropertyKey[]): string => {
  type Properties = { readonly properties?: Readonly<Record<string, Properties>> };
  const root = z.toJSONSchema(schema, { io: 'input' }) as Properties; // of a ZodObject it is an object schema without boolean sub-schemas
  const at = path.reduce<Properties>((inner, step) => inner.properties?.[String(step)] ?? {}, root);
  return Object.keys(at.properties ?? {}).join(', ');
};
