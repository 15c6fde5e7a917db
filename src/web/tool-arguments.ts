/** Query strings as tool arguments, guided by the tool's own JSON Schema. Numbers and truth values stay text: the tool server reads them. */
import { AppError } from '../errors.ts';
import type { Mcp } from '../mcp/server.ts';

export type ToolDescriptor = ReturnType<Mcp['list']>[number];
export type ToolSchema = NonNullable<ToolDescriptor['inputSchema']['properties']>[string];
export type Arguments = Record<string, unknown>;
type QueryValue = string | readonly string[] | undefined;

/** The header Idempotency-Key says it. */
const notInQuery = ['idempotency_key', 'filters'];

/** Parameters of a query string, in the schema's order; `inFilters` ones are members of the argument `filters`. */
export const queryParameters = ({ properties = {} }: ToolSchema): { name: string; schema: ToolSchema; inFilters: boolean }[] => [
  ...Object.entries(properties).filter(([name]) => !notInQuery.includes(name)).map(([name, schema]) => ({ name, schema, inFilters: false })),
  // what the tool itself calls so comes first: `status` of a list is not that of an anime
  ...Object.entries(properties['filters']?.properties ?? {}).filter(([name]) => properties[name] === undefined).map(([name, schema]) => ({ name, schema, inFilters: true })),
];

/**
 * `?q=cozy&genres=drama,music&year_from=2010&limit=5` -> `{query, limit, filters: {genres: [..], year_from}}`
 * @throws AppError invalid_input for an unknown parameter
 */
export const argumentsFromQuery = (query: Readonly<Record<string, QueryValue>>, schema: ToolSchema): Arguments => {
  const known = new Map(queryParameters(schema).map((parameter) => [parameter.name, parameter]));
  const filters: Arguments = {};
  const args: Arguments = {};
  for (const [given, value] of Object.entries(query)) {
    const parameter = known.get(given === 'q' ? 'query' : given);
    if (parameter === undefined) {
      throw new AppError('invalid_input', `Unknown parameter ${JSON.stringify(given.slice(0, 40))}.`, { hint: `This address takes: ${[...known.keys()].join(', ')}.` });
    }
    (parameter.inFilters ? filters : args)[parameter.name] = isList(parameter.schema) ? [value].flat().flatMap((text) => (text ?? '').split(',').map((word) => word.trim()).filter(Boolean)) : value;
  }
  return Object.keys(filters).length > 0 ? { ...args, filters } : args;
};

/** Where a single text is an answer too (`similar_to=Hello, World`), commas belong to it. */
export const isList = (schema: ToolSchema): boolean => schema.type === 'array';
