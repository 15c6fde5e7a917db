/** Port: what processes remember together for a while. Losing it costs time, never truth: one that cannot be reached answers as an empty one. */
export type Cache = {
  readonly engine: 'memory' | 'redis';
  /** Null when absent, expired or out of reach. */
  get(key: string): Promise<string | null>;
  /** @param seconds how long it is kept, at most */
  set(key: string, value: string, seconds: number): Promise<void>;
  /** One round trip. @throws AppError unavailable */
  ping(): Promise<void>;
  close(): Promise<void>;
};
