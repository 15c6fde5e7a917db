/** JSON Schema of tool inputs and outputs, made once at boot from the zod schemas. */
import { z } from 'zod';

export type JsonSchema = {
  /** zod folds unions of plain types into a list. */
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly minLength?: number;
  readonly enum?: readonly unknown[];
  readonly additionalProperties?: unknown;
};
export type ObjectSchema = JsonSchema & { readonly type: 'object' };

/**
 * What a client sees of a schema. `$schema` is left out: without it MCP means 2020-12, and the SDK's client cannot compile
 * a schema that says so (its ajv knows draft-07 only). The bounds zod adds to every integer say nothing and cost tokens.
 */
export const toJsonSchema = (schema: z.ZodObject, io: 'input' | 'output'): ObjectSchema => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  // zod types its answer as any JSON Schema; of a ZodObject it is always an object schema without boolean sub-schemas.
  return json as ObjectSchema;
};
