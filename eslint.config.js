/** Lint: typescript-eslint with types, and the house's own sentences that a machine can check. Import rules live in .dependency-cruiser.cjs. */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { reasonBeside } from './test/guards/reason-beside.js';

const own = ['src/**/*.ts', 'graphs/**/*.ts'];
const programs = ['src/bin/**', 'graphs/studio.ts'];

/** Syntax that is wrong everywhere, by what is said about it. */
const everywhere = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
  { selector: 'ClassDeclaration:not([superClass]), ClassExpression:not([superClass])', message: 'A function or an object literal; classes only for Error or where a library asks.' },
];
const processOnlyInPrograms = [
  { selector: "MemberExpression[object.name='process'][property.name=/^(env|exit|exitCode|argv|stdin|stdout)$/]", message: 'Only src/bin and graphs/studio.ts touch the process; take it as an argument.' },
  { selector: "ImportDeclaration[source.value='node:process']", message: 'Only src/bin and graphs/studio.ts touch the process.' },
];
const noCatch = [{ selector: 'TryStatement, CallExpression[callee.property.name=catch]', message: 'Errors are thrown once and translated twice, at the doors: no catching in tools, nodes and routes.' }];

const globals = (names) => Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']));

export default tseslint.config(
  { ignores: ['node_modules/', '.data/', '.langgraph_api/', 'coverage/', 'data/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { own: { rules: { 'reason-beside': reasonBeside } } },
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, properties: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      // our ports are object literals without `this`, written in method form
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // async without await is how a port with promises is met by an adapter that needs none
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: false }],
      'no-console': 'error',
      // texts from outside are cleaned of control characters
      'no-control-regex': 'off',
      eqeqeq: 'error',
      'max-lines': ['warn', { max: 300 }],
      'no-restricted-syntax': ['error', ...everywhere],
    },
  },
  {
    files: own,
    rules: {
      'own/reason-beside': 'error',
      // `any` and `!` are what own/reason-beside asks a reason for
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'no-restricted-syntax': ['error', ...everywhere, ...processOnlyInPrograms],
    },
  },
  {
    files: own,
    ignores: ['src/models/**', 'src/catalogue/download.ts', 'src/upstreams/request.ts'],
    rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: 'The network is reached in src/models, src/upstreams/request.ts and src/catalogue/download.ts only.' }] },
  },
  { files: programs, rules: { 'no-restricted-syntax': ['error', ...everywhere] } },
  { files: ['src/tools/**', 'graphs/chat/nodes/**', 'src/web/routes/**'], rules: { 'no-restricted-syntax': ['error', ...everywhere, ...processOnlyInPrograms, ...noCatch] } },
  {
    // Tests say what they mean with less ceremony.
    files: ['test/**/*.ts', '*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/return-await': 'off',
      'max-lines': 'off',
    },
  },
  { files: ['*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: globals('process module setTimeout clearTimeout URL Buffer') },
  },
  {
    files: ['src/web/page/**'],
    rules: { 'no-redeclare': ['error', { builtinGlobals: false }] }, // a page may also name what it uses of the browser in a comment
    languageOptions: {
      globals: globals('document window location history localStorage fetch crypto navigator TextDecoder AbortController ResizeObserver addEventListener requestAnimationFrame matchMedia setTimeout clearTimeout URL URLSearchParams'),
    },
  },
);
