/** Every worker by name. */
// A method's argument crosses the process boundary: its type is what the caller sends.
 
export type WorkerMethods = Record<string, (argument: any) => Promise<unknown>>;
 
type Start = (options: any) => Promise<WorkerMethods>;

export type WorkerName = 'bare-graph' | 'flat-search' | 'sdk-echo' | 'sdk-stateless' | 'express-hello' | 'express-upsert' | 'raw-stream' | 'direct-tools' | 'use-case-search' | 'serving';

export const workers: Readonly<Record<WorkerName, () => Promise<Start>>> = {
  // yardsticks
  'bare-graph': async () => (await import('./bare-graph.ts')).startBareGraph,
  'flat-search': async () => (await import('./flat-search.ts')).startFlatSearch,
  'sdk-echo': async () => (await import('./sdk-echo.ts')).startSdkEcho,
  'sdk-stateless': async () => (await import('./sdk-stateless.ts')).startSdkStateless,
  'express-hello': async () => (await import('./express-hello.ts')).startExpressHello,
  'express-upsert': async () => (await import('./express-upsert.ts')).startExpressUpsert,
  'raw-stream': async () => (await import('./raw-stream.ts')).startRawStream,
  // pieces of the product
  'direct-tools': async () => (await import('./direct-tools.ts')).startDirectTools,
  'use-case-search': async () => (await import('./use-case-search.ts')).startUseCaseSearch,
  serving: async () => (await import('./serving.ts')).startServing,
};
