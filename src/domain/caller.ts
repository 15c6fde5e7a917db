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

export const localUser = 'local';
