/** Requests that are being worked on, so that their work ends when their client leaves, or when the service must stop. */
import type { ServerResponse } from 'node:http';

export type OpenRequests = {
  /** Aborted when the client goes away before the answer is complete, or by `abortAll`. */
  signalFor(response: ServerResponse): AbortSignal;
  abortAll(reason: unknown): void;
};

export const createOpenRequests = (): OpenRequests => {
  const controllers = new Set<AbortController>();
  return {
    signalFor: (response) => {
      const controller = new AbortController();
      controllers.add(controller);
      response.on('close', () => {
        controllers.delete(controller);
        if (!response.writableFinished) controller.abort();
      });
      return controller.signal;
    },
    abortAll: (reason) => {
      for (const controller of controllers) controller.abort(reason);
    },
  };
};
