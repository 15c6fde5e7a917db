/**
 * Without tracing, LangChain still builds a LangSmith run tree around every runnable (an id of random bytes, time stamps, a look at the
 * environment), only to hang the runnable's config on it: a fifth of what a turn costs. While nobody traces, the config is hung on a plain object.
 */
import { AsyncLocalStorageProviderSingleton as provider } from '@langchain/core/singletons';
import { CallbackManager } from '@langchain/core/callbacks/manager';

/** Where LangChain's provider keeps them in the store, by its own names (`@langchain/core` singletons). */
const childConfig = Symbol.for('lc:child_config');
const contextVariables = Symbol.for('lc:context_variables');

type Store = { readonly [contextVariables]?: unknown } | undefined;

/** Once per process. Callbacks (streamed model messages, a tracer handed over) take LangChain's own way. */
export const runWithoutRunTrees = (): void => {
  // With tracing on by the environment there is a manager for a run without any callbacks of its own.
  if (CallbackManager.configure() === undefined) provider.runWithConfig = plainly;
};

const original = provider.runWithConfig.bind(provider);
const plainly: typeof provider.runWithConfig = (config, callback, avoidCreatingRootRunTree) => {
  const callbacks: unknown = (config as { callbacks?: unknown } | undefined)?.callbacks; // declared as any
  if (callbacks !== undefined || avoidCreatingRootRunTree === true) return original(config, callback, avoidCreatingRootRunTree);
  const storage = provider.getInstance();
  const outer = storage.getStore() as Store; // whoever ran before us
  const variables = outer?.[contextVariables];
  return storage.run({ extra: { [childConfig]: config as unknown }, ...(variables !== undefined && { [contextVariables]: variables }) }, callback);
};
