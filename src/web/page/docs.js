/* global fetch, location */
/** Shows /openapi.json: operations by tag, parameters as tables, schemas in a short notation. */

/** An element with classes and children; strings become text nodes. */
const make = (tag, classes, ...children) => {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
};

const firstTags = ['chat', 'threads', 'anime', 'list', 'taste', 'tools'];

const api = document.getElementById('api');

const main = async () => {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const openapi = await response.json();
  const operations = Object.entries(openapi.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })));
  const tags = [...new Set([...firstTags, ...operations.flatMap((operation) => operation.tags)])];
  api.replaceChildren(
    make('h1', '', `${openapi.info.title} API`),
    make('p', '', ...prose(`Version ${openapi.info.version}. ${openapi.info.description} `), link('/openapi.json', 'The same for programs'), ' · ', link('/', 'Chat')),
    ...tags.flatMap((tag) => [make('h2', '', tag), ...operations.filter((operation) => operation.tags.includes(tag)).map((operation) => operationView(operation, openapi))]),
  );
};

/** Text with `code` in backticks. */
const prose = (text) => text.split('`').map((part, index) => (index % 2 === 1 ? make('code', '', part) : part));

const link = (href, text) => Object.assign(make('a', '', text), { href });

const operationView = (operation, openapi) => {
  const { method, path, summary, description, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  return make(
    'details',
    '',
    make('summary', '', make('b', 'method', method.toUpperCase()), make('b', 'path', path), make('span', '', summary)),
    description ? make('p', '', ...prose(description)) : null,
    ...(parameters.length > 0 ? [make('h4', '', 'Parameters'), parameterTable(parameters, openapi)] : []),
    ...(body ? [make('h4', '', 'Body'), make('pre', '', notation(body, openapi))] : []),
    make('h4', '', 'Try it'),
    make('pre', '', curl(operation)),
    ...Object.entries(responses).flatMap(([status, { description: meaning, content = {} }]) => [
      make('h4', '', `${status} ${meaning}`),
      // The error shape is the same everywhere: once is enough.
      ...(Number(status) >= 400 ? [] : Object.entries(content).map(([type, { schema }]) => make('pre', '', `${type}\n${notation(schema, openapi)}`))),
    ]),
  );
};

const parameterTable = (parameters, openapi) =>
  make('table', '', make('tr', '', make('th', '', 'Name'), make('th', '', 'In'), make('th', '', 'Type'), make('th', '', 'Meaning')),
    ...parameters.map((parameter) =>
      make('tr', '', make('td', '', make('code', '', `${parameter.name}${parameter.required ? ' *' : ''}`)), make('td', '', parameter.in), make('td', '', notation(parameter.schema, openapi)), make('td', '', ...prose(parameter.description ?? '')))));

const curl = ({ method, path, requestBody }) => {
  const words = ['curl', ...(method === 'get' ? [] : ['-X', method.toUpperCase()]), `${location.origin}${path}`];
  return `${words.join(' ')}${requestBody ? " \\\n  -H 'Content-Type: application/json' -d '{}'" : ''}`;
};

/** `{ title: string, year: integer | null, tags: string[] }`; a component seen on the way down is only named. */
const notation = (schema, openapi, depth = 0, seen = []) => {
  if (schema === undefined || schema === true) return 'any';
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').pop();
    const target = schema.$ref.slice(2).split('/').reduce((at, step) => at?.[step], openapi);
    return seen.includes(schema.$ref) || depth > 4 ? name : notation(target, openapi, depth, [...seen, schema.$ref]);
  }
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return [...new Set(variants.map((variant) => notation(variant, openapi, depth, seen)))].join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.type === 'array') return `${notation(schema.items, openapi, depth, seen)}[]`;
  if (schema.properties !== undefined) {
    const indent = '  '.repeat(depth + 1);
    const fields = Object.entries(schema.properties).map(([name, inner]) => {
      const note = [inner.description, inner.default === undefined ? null : `default ${JSON.stringify(inner.default)}`].filter(Boolean).join('; ');
      return `${indent}${name}${schema.required?.includes(name) ? '' : '?'}: ${notation(inner, openapi, depth + 1, seen)}${note === '' ? '' : `  // ${note}`}`;
    });
    return `{\n${fields.join('\n')}\n${'  '.repeat(depth)}}`;
  }
  const bounds = [schema.minimum === undefined ? null : `>= ${schema.minimum}`, schema.maximum === undefined ? null : `<= ${schema.maximum}`].filter(Boolean).join(', ');
  return `${[schema.type ?? 'any'].flat().join(' | ')}${bounds === '' ? '' : ` (${bounds})`}`;
};

await main().catch((problem) => api.replaceChildren(make('p', '', `The description could not be loaded: ${problem.message}`)));
