/**
 * Who may import whom. What is not listed is forbidden. AGENTS.md says why; test/guards/rules.test.ts shows that the rules bite.
 * A path ending in `/` is a whole room. `types` may be imported with `import type` only.
 */
const words = ['src/domain/', 'src/errors.ts'];
const ports = ['src/vectors/vector-index.ts', 'src/storage/storage.ts', 'src/storage/cache.ts', 'src/models/embedding-model.ts', 'src/models/chat-model.ts', 'src/models/anime-space/encode.ts', 'src/models/co-likes/co-likes.ts'];

const rooms = {
  'src/domain/': { may: ['src/errors.ts'] },
  'src/errors.ts': { may: [] },
  'src/log.ts': { may: [] },
  'src/config.ts': { may: ['src/errors.ts', 'src/log.ts'] },
  'src/prompts.ts': { may: ['src/errors.ts'] },
  'src/version.ts': { may: [] },

  // adapters of the outside world: their own vendor, never each other
  'src/models/': { may: [...words, 'src/log.ts'], types: ['src/prompts.ts'] },
  'src/vectors/': { may: [...words, 'src/log.ts'] },
  'src/storage/': { may: [...words, 'src/log.ts'] },
  'src/upstreams/': { may: [...words, 'src/log.ts'] },

  // use cases: down this chain only
  'src/catalogue/': { may: [...words, 'src/log.ts'], types: ports },
  'src/retrieval/': { may: [...words, 'src/log.ts', 'src/catalogue/'], types: ports },
  'src/preferences/': { may: [...words, 'src/log.ts', 'src/catalogue/', 'src/retrieval/'], types: ports },
  'src/recommend/': { may: [...words, 'src/log.ts', 'src/catalogue/', 'src/retrieval/', 'src/preferences/'], types: ports },
  'src/watchlist/': { may: [...words, 'src/log.ts', 'src/catalogue/', 'src/retrieval/', 'src/preferences/', 'src/recommend/'], types: ports },
  'src/accounts/': { may: [...words, 'src/log.ts', 'src/catalogue/', 'src/retrieval/', 'src/preferences/', 'src/recommend/', 'src/watchlist/'], types: ports },

  // the tools and the conversation
  'src/tools/': { may: words, types: ['src/catalogue/', 'src/retrieval/', 'src/preferences/', 'src/recommend/', 'src/watchlist/', 'src/accounts/'] },
  'src/mcp/': { may: [...words, 'src/log.ts'], types: ['src/tools/tool.ts', 'src/tools/resource.ts', 'src/tools/prompt.ts'] },
  'graphs/chat/': { may: words, types: ['src/log.ts', 'src/prompts.ts', 'src/models/chat-model.ts'] },
  'src/chat/': { may: [...words, 'graphs/chat/graph.ts'], types: ['src/log.ts', 'graphs/chat/state.ts', 'src/storage/storage.ts', 'src/mcp/toolbelt.ts'] },

  'src/terminal/': { may: words, types: ['src/mcp/tool-client.ts'] },

  // the service
  'src/ops/': { may: [...words, 'src/log.ts'], types: [...ports, 'src/catalogue/catalogue.ts', 'src/mcp/server.ts', 'src/chat/run-turn.ts'] },
  'src/web/': { may: [...words, 'src/log.ts', 'src/accounts/', 'src/mcp/http.ts', 'src/mcp/capabilities.ts', 'src/mcp/json-schema.ts', 'src/ops/'], types: ['src/catalogue/sync-process.ts', 'src/chat/', 'src/mcp/server.ts', 'src/mcp/tool-outcome.ts', 'src/storage/storage.ts'] },
  'src/compose.ts': { may: ['src/', 'graphs/chat/'], never: ['src/bin/'] },

  // the programs
  'graphs/studio.ts': { may: ['graphs/chat/', 'src/compose.ts', 'src/config.ts', 'src/log.ts', 'src/domain/', 'src/bin/project-root.ts'] },
  'src/bin/': { may: [...words, 'src/compose.ts', 'src/config.ts', 'src/log.ts'], types: ['src/vectors/faiss-messages.ts'] },
  'src/bin/sync.ts': { may: ['src/catalogue/', 'src/models/all.ts', 'src/models/anime-space/encode.ts', 'src/vectors/faiss-folder.ts'] },
  'src/bin/migrate.ts': { may: ['src/storage/'] },
  'src/bin/train.ts': { may: ['src/models/', 'src/catalogue/'] },
  'src/bin/train-intents.ts': { may: ['src/models/', 'src/catalogue/load-vocabulary.ts', 'graphs/chat/'] },
  'src/bin/train-co-likes.ts': { may: ['src/models/', 'src/recommend/'] },
  'src/bin/http.ts': { may: ['src/web/app.ts', 'src/web/server.ts'] },
  'src/bin/chat.ts': { may: ['src/terminal/', 'src/mcp/tool-client.ts', 'src/version.ts'] },
  'src/bin/move-list.ts': { may: ['src/watchlist/import-report.ts'] },
  'src/bin/mcp-stdio.ts': { may: ['src/mcp/stdio.ts'] },
};

/** Packages, and where each may be used. `types`: also there, with `import type` only. */
const vendors = {
  zod: { in: ['src/', 'graphs/'] },
  pino: { in: ['src/log.ts'] },
  '@langchain/langgraph': { in: ['graphs/', 'src/chat/run-turn.ts'] },
  '@langchain/langgraph-checkpoint': { in: ['src/storage/'], types: ['src/chat/'] },
  '@langchain/core': { in: ['src/models/', 'src/vectors/', 'graphs/'], types: ['src/mcp/toolbelt.ts', 'src/storage/', 'src/bin/faiss-host.ts'] },
  '@langchain/openai': { in: ['src/models/'] },
  langchain: { in: ['graphs/chat/brains/llm/'] },
  '@langchain/mcp-adapters': { in: ['src/mcp/'] },
  '@modelcontextprotocol/sdk': { in: ['src/mcp/'] },
  express: { in: ['src/web/', 'src/mcp/http.ts'] },
  helmet: { in: ['src/web/'] },
  htm: { in: ['src/web/routes/pages.ts'] },
  kysely: { in: ['src/storage/'] },
  'better-sqlite3': { in: ['src/storage/'] },
  pg: { in: ['src/storage/'] },
  ioredis: { in: ['src/storage/'] },
  'async-mutex': { in: ['src/storage/', 'src/chat/'] },
  'faiss-node': { in: ['src/bin/faiss-host.ts'] },
  '@langchain/community': { in: ['src/bin/faiss-host.ts'], types: ['src/vectors/'] },
  'onnxruntime-node': { in: ['src/models/embeddings/'] },
  opossum: { in: ['src/models/'] },
  saxes: { in: ['src/watchlist/formats/'] },
  fzstd: { in: ['src/catalogue/'] },
  'cli-progress': { in: ['src/catalogue/show-progress.ts'] },
  'string-width': { in: ['src/terminal/'] },
  'prom-client': { in: ['src/ops/'] },
};

const escape = (text) => text.replaceAll('.', '\\.');
const matchPath = (path) => `^${escape(path)}${path.endsWith('/') ? '' : '$'}`;
const matchAny = (paths) => (paths.length === 0 ? '^$' : paths.map(matchPath).join('|'));
const matchPackage = (name) => `(^|node_modules/)${name}(/|$)`;
const ownCode = '^(src|graphs|test|data|prompts)/|^package[.]json$';
const programs = Object.keys(rooms).filter((room) => room.startsWith('src/bin/') && room !== 'src/bin/');

/** Two rules per room: nothing but what is listed, and of what is listed as types no value. */
const roomRules = Object.entries(rooms).flatMap(([room, { may, types = [], never = [] }]) => {
  const name = room.replace(/\.ts$|\/$/, '').replaceAll('/', '-');
  const isProgram = programs.includes(room);
  const values = [room, ...may, ...(isProgram ? ['src/bin/', ...rooms['src/bin/'].may] : [])];
  const from = { path: matchPath(room), ...(room === 'src/bin/' && { pathNot: matchAny(programs) }) };
  const comment = `${room} may import ${[...may, ...types.map((path) => `types of ${path}`)].join(', ') || 'nothing of ours'}.`;
  return [
    { name: `room-${name}`, comment, severity: 'error', from, to: { path: '^(src|graphs|test)/', pathNot: matchAny([...values, ...types]) } },
    ...(never.length > 0 ? [{ name: `room-${name}`, comment, severity: 'error', from, to: { path: matchAny(never) } }] : []),
    ...(types.length > 0 ? [{ name: `room-${name}-types`, comment, severity: 'error', from, to: { path: matchAny(types), pathNot: matchAny(values), dependencyTypesNot: ['type-only'] } }] : []),
  ];
});

const vendorRules = Object.entries(vendors).flatMap(([name, { in: places, types = [] }]) => {
  const comment = `${name} belongs in ${places.join(', ')}${types.length > 0 ? `, its types also in ${types.join(', ')}` : ''}.`;
  const from = (allowed) => ({ path: '^(src|graphs)/', pathNot: matchAny(allowed) });
  return [
    { name: `vendor-${name}`, comment, severity: 'error', from: from([...places, ...types]), to: { path: matchPackage(name) } },
    ...(types.length > 0 ? [{ name: `vendor-${name}-types`, comment, severity: 'error', from: from(places), to: { path: matchPackage(name), dependencyTypesNot: ['type-only'] } }] : []),
  ];
});

module.exports = {
  forbidden: [
    ...roomRules,
    ...vendorRules,
    {
      name: 'room-unlisted',
      comment: 'A new room needs a line in `rooms` of .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^(src|graphs)/', pathNot: matchAny(Object.keys(rooms)) },
      to: { couldNotResolve: false },
    },
    {
      name: 'vendor-unlisted',
      comment: 'A package needs a line in `vendors` of .dependency-cruiser.cjs that says where it belongs.',
      severity: 'error',
      from: { path: '^(src|graphs)/', pathNot: '[.]mjs$' },
      to: { pathNot: [ownCode, ...Object.keys(vendors).map(matchPackage)], dependencyTypesNot: ['core'], couldNotResolve: false },
    },
    {
      name: 'domain-is-pure',
      comment: 'The words of the field know no file, process or network.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      comment: 'Cycles of values; two files may know each other by type.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-catch-all-names',
      comment: 'Name a file after what it does, not after the drawer it lies in.',
      severity: 'error',
      from: {},
      to: { path: '/(utils|helpers|common|services|misc|index)(/|[.]ts$)', pathNot: 'node_modules/' },
    },
    { name: 'resolvable', comment: 'The file or package does not exist.', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^[.]/preact[.]js$' } }, // the page's, served from the package
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'] },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
