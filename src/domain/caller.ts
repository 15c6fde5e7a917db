/** Who calls a tool, through which door, and inside which turn. */
export const doors = ['chat', 'mcp', 'http', 'cli'] as const;
export type Door = (typeof doors)[number];

/** Handle of an open turn: writes made with it are staged and commit with the turn's messages, or not at all. */
export type TurnUnit = { readonly turn_id: string; readonly thread_id: string };

export type Caller = {
  readonly user_id: string;
  readonly door: Door;
  readonly unit?: TurnUnit;
  readonly signal?: AbortSignal;
  /** How far a long call has come, for a client that asked to be told. */
  readonly progress?: (done: number, total: number) => void;
};

/** In whose name a turn's tools are called. */
export type ToolScope = {
  readonly caller: Caller;
  /** Writes so far, for idempotency keys that come out the same when a turn is run again. */
  readonly count: { writes: number };
  /** A remote server is about to be asked to write, which no unit of work here can take back; whoever throws prevents it. */
  readonly onWrite?: (() => void) | undefined;
};

export const localUser = 'local';
