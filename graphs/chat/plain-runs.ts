/**
 * What LangChain does around every runnable for tracing and for context, done plainly while nobody traces: together a third of what a turn costs.
 * - It builds a LangSmith run tree (an id of random bytes, time stamps, a look at the environment) only to hang the runnable's config on it: here on a plain object.
 * - It keeps that in an AsyncLocalStorage, for which node then calls back at every promise of the process. Our nodes get their config as an argument; the one that asks
 *   for it, `interrupt`, does so before its first await. A model's loop runs graphs inside of nodes, which find each other that way: with one, the storage stays.
 */
import { AsyncLocalStorageProviderSingleton as provider } from '@langchain/core/singletons';
import { CallbackManager } from '@langchain/core/callbacks/manager';

/** Where LangChain's provider keeps them in the store, by its own names (`@langchain/core` singletons). */
const childConfig = Symbol.for('lc:child_config');
const contextVariables = Symbol.for('lc:context_variables');

type Store = { readonly [contextVariables]?: unknown } | undefined;

/** For the process: the last graph that was made decides. Callbacks (streamed model messages, a tracer handed over) take LangChain's own way. */
export const runPlainly = ({ nested }: { nested: boolean }): void => {
  // With tracing on by the environment there is a manager for a run without any callbacks of its own.
  const traced = CallbackManager.configure() !== undefined;
  provider.runWithConfig = traced ? original.runWithConfig : plainly;
  provider.getInstance = traced || nested ? original.getInstance : () => momentary;
};

const original = { runWithConfig: provider.runWithConfig.bind(provider), getInstance: provider.getInstance.bind(provider) };

const plainly: typeof provider.runWithConfig = (config, callback, avoidCreatingRootRunTree) => {
  const callbacks: unknown = (config as { callbacks?: unknown } | undefined)?.callbacks; // declared as any
  if (callbacks !== undefined) return original.runWithConfig(config, callback, avoidCreatingRootRunTree);
  const storage = provider.getInstance();
  const variables = (storage.getStore() as Store)?.[contextVariables]; // of whoever ran before us
  if (avoidCreatingRootRunTree === true) return storage.run(variables === undefined ? undefined : { [contextVariables]: variables }, callback);
  return storage.run({ extra: { [childConfig]: config as unknown }, ...(variables !== undefined && { [contextVariables]: variables }) }, callback);
};

/** Holds until the callback returns, which is at its first await. */
let store: unknown;
const momentary: ReturnType<typeof provider.getInstance> = {
  getStore: () => store,
  run: <Result>(value: unknown, callback: () => Result): Result => {
    const before = store;
    store = value;
    try {
      return callback();
    } finally {
      store = before;
    }
  },
  enterWith: () => undefined,
};
