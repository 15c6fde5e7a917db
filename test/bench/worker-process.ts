/** A process that a part keeps beside itself: a yardstick, or a piece of the product that must not share the heap with what is measured. */
import { workers, type WorkerMethods } from './workers/all.ts';
import type { FromWorker, ToWorker } from './workers/worker.ts';

let methods: WorkerMethods = {};

const work = async (message: ToWorker): Promise<unknown> => {
  if (message.kind === 'call') return methods[message.method]?.(message.argument);
  const start = await workers[message.name]?.();
  if (start === undefined) throw new Error(`There is no worker ${message.name}.`);
  methods = await start(message.options);
  return undefined;
};

const answer = (message: FromWorker): void => void process.send?.(message);

process.on('message', (message: ToWorker) => {
  work(message).then(
    (value) => answer({ id: message.id, ok: true, value }),
    (problem: unknown) => answer({ id: message.id, ok: false, why: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem) }),
  );
});
process.once('disconnect', () => process.exit(0));
