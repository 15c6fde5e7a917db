/** Resources that a client wants to hear of. They are looked at, not told of: a list is also written by other doors and other processes on the same database. */
export type Subscriptions = {
  /** False: there is no such resource. */
  add(uri: string): Promise<boolean>;
  delete(uri: string): void;
  /** Tells of what has changed since the last look. */
  look(): Promise<void>;
  close(): void;
};

type Parts = {
  /** Differs when the content does; undefined when there is no such resource. */
  readonly versionOf: (uri: string) => Promise<string | undefined>;
  readonly tell: (uri: string) => Promise<void>;
  readonly everyMs?: number;
};

export const createSubscriptions = ({ versionOf, tell, everyMs = 1000 }: Parts): Subscriptions => {
  const seen = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    for (const uri of [...seen.keys()]) {
      const version = await versionOf(uri);
      if (version === undefined || !seen.has(uri) || seen.get(uri) === version) continue;
      seen.set(uri, version);
      await tell(uri);
    }
  };
  const close = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    add: async (uri) => {
      const version = await versionOf(uri);
      if (version === undefined) return false;
      seen.set(uri, version);
      // A database that is busy for a moment is asked again at the next look.
      timer ??= setInterval(() => void look().catch(() => undefined), everyMs).unref();
      return true;
    },
    delete: (uri) => {
      seen.delete(uri);
      if (seen.size === 0) close();
    },
    look,
    close,
  };
};
