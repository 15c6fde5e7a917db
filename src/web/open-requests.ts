/** Requests that are being worked on, so that their work ends when their client leaves, or when the service must stop. */
import type { ServerResponse } from 'node:http';

export type OpenRequests = {
  /** Aborted when the client goes away before the answer is complete, or by `abortAll`. */
  signalFor(response: ServerResponse): AbortSignal;
  /** For work that may outlive its client: aborted by whoever began it, or by `abortAll`. */
  begin(): { readonly controller: AbortController; end(): void };
  abortAll(reason: unknown): void;
};

export const createOpenRequests = (): OpenRequests => {
  const controllers = new Set<AbortController>();
  const begin: OpenRequests['begin'] = () => {
    const controller = new AbortController();
    controllers.add(controller);
    return { controller, end: () => void controllers.delete(controller) };
  };
  return {
    begin,
    signalFor: (response) => {
      const { controller, end } = begin();
      response.on('close', () => {
        end();
        if (!response.writableFinished) controller.abort();
      });
      return controller.signal;
    },
    abortAll: (reason) => {
      for (const controller of controllers) controller.abort(reason);
    },
  };
};
