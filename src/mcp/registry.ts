/** The tools as MCP needs them: descriptors and strict parsers, made once and shared by every server and door. */
import { createHash } from 'node:crypto';
import { z, type ZodError } from 'zod';
import { userIdSchema } from '../domain/chat-turn.ts';
import { AppError, describeZod } from '../errors.ts';
import type { Tool, ToolAnnotations } from '../tools/tool.ts';
import { toJsonSchema, type JsonSchema, type ObjectSchema } from './json-schema.ts';
import { lenient } from './lenient.ts';

/** An item of `tools/list`. */
export type ToolDescriptor = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema: ObjectSchema;
  readonly annotations: ToolAnnotations;
};

export type ParsedCall = { readonly input: Record<string, unknown>; readonly user_id?: string; readonly idempotency?: { readonly key: string; readonly request_hash: string } };

export type RegisteredTool = {
  readonly tool: Tool;
  readonly descriptor: ToolDescriptor;
  /** @throws AppError invalid_input that names what is wrong and what is expected */
  parse(rawArguments: unknown): ParsedCall;
};

const identity = { user_id: userIdSchema.optional().describe('Profile whose list and taste are meant. Leave out for the default one.') };
const repeatSafety = {
  idempotency_key: z.string().min(1).max(200).optional().describe('Any text of your own: a repeated call with the same key (within 24 h) writes once and gets the same answer.'),
};

/** By name, in the order of the list. */
export const createRegistry = (tools: readonly Tool[]): ReadonlyMap<string, RegisteredTool> =>
  new Map(tools.map((tool) => [tool.name, register(tool)]));

const register = (tool: Tool): RegisteredTool => {
  const schema = tool.input.extend(tool.annotations.readOnlyHint ? identity : { ...identity, ...repeatSafety });
  const inputSchema = toJsonSchema(schema, 'input');
  const { name, title, description, annotations } = tool;
  return {
    tool,
    descriptor: { name, title, description, inputSchema, outputSchema: toJsonSchema(tool.output, 'output'), annotations },
    parse: (rawArguments) => {
      const result = schema.safeParse(lenient(rawArguments ?? {}, inputSchema));
      if (!result.success) throw refusal(name, result.error, inputSchema);
      // The two added arguments are parsed by `schema`, whose type cannot say so for an arbitrary tool.
      const { user_id, idempotency_key: key, ...input } = result.data as Record<string, unknown> & { user_id?: string; idempotency_key?: string };
      return {
        input,
        ...(user_id === undefined ? {} : { user_id }),
        ...(key === undefined ? {} : { idempotency: { key, request_hash: hash([name, input]) } }),
      };
    },
  };
};

/** zod puts parsed keys in schema order, so equal requests hash alike however they were spelled. */
const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url');

const refusal = (tool: string, error: ZodError, inputSchema: ObjectSchema): AppError => {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown === undefined) {
    return new AppError('invalid_input', `${describeZod(error)}.`, { hint: `Correct the named argument of ${tool} and call again.`, cause: error });
  }
  const where = unknown.path.join('.');
  const names = unknown.keys.slice(0, 3).map((key) => JSON.stringify(key.slice(0, 40))).join(', ');
  return new AppError('invalid_input', where === '' ? `Unknown argument ${names}.` : `Unknown name ${names} in ${where}.`, {
    hint: `${where === '' ? tool : where} takes: ${expectedNames(schemaAt(inputSchema, unknown.path))}.`,
    cause: error,
  });
};

const schemaAt = (schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema =>
  path.reduce<JsonSchema>((at, step) => (typeof step === 'number' ? at.items : at.properties?.[String(step)]) ?? {}, schema);

/** `query, filters{genres, types}, limit`. Without the added arguments: a model in a conversation does not know of them. */
const expectedNames = (schema: JsonSchema): string =>
  Object.entries(schema.properties ?? {})
    .filter(([name]) => !(name in identity || name in repeatSafety))
    .map(([name, property]) => {
      const inner = property.properties ?? property.items?.properties;
      return inner ? `${name}{${Object.keys(inner).join(', ')}}` : name;
    })
    .join(', ');
