/** What the model is asked to fill in: our own entities, with titles as the bare text. */
import { z } from 'zod';
import { entitiesSchema, intentNames, noEntities } from '../../../../src/domain/entities.ts';

export const understandingSchema = z.object({
  intent: z.enum(intentNames),
  confidence: z.number(),
  follows_up: z.boolean(),
  topic: z.string(),
  entities: entitiesSchema.extend({ titles: z.array(z.string()), exclude_titles: z.array(z.string()) }),
});
export type Understanding = z.output<typeof understandingSchema>;

/** Providers' strict modes want every key required (so: nullable, never optional) and know few keywords; numeric bounds are checked by us. */
const { $schema: _dialect, ...jsonSchema } = z.toJSONSchema(understandingSchema, {
  override: ({ jsonSchema }) => {
    delete jsonSchema.minimum;
    delete jsonSchema.maximum;
  },
});
// A copy: zod's own object carries a hidden validator, which LangChain would find, validate with, and loosen the schema by.
export const understandingJsonSchema: Record<string, unknown> = jsonSchema;

/** Null for what does not fit. Servers without a strict mode leave out keys that say nothing: those are filled in. */
export const parseUnderstanding = (answer: unknown): Understanding | null => {
  const object = z.looseObject({ entities: z.looseObject({}) }).safeParse(answer);
  if (!object.success) return null;
  const parsed = understandingSchema.safeParse({ confidence: 0.8, follows_up: false, topic: '', ...object.data, entities: { ...noEntities(), ...object.data.entities } });
  return parsed.success ? parsed.data : null;
};
