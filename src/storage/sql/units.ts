/** The open turns of this process and what each has staged. Nothing here is durable: `commit` writes it, `abandon` drops it. */
import type { Door, TurnUnit } from '../../domain/caller.ts';
import type { StoredListEntry } from '../../domain/list-entry.ts';
import type { Wishes } from '../../domain/preferences.ts';
import { AppError } from '../../errors.ts';
import type { ChangeRecord, WishMutation } from '../storage.ts';
import { createStagedCheckpoints, type StagedCheckpoints } from './checkpoint-staging.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { NamedMutation } from './list-plan.ts';

export type StagedList = {
  readonly mutations: (NamedMutation & { readonly door: Door })[];
  /** What the turn sees, over the stored rows; null = removed. */
  readonly rows: Map<string, StoredListEntry | null>;
  /** In the order of staging. */
  readonly changes: ChangeRecord[];
  /** Resolves when what was staged last is staged. */
  last: Promise<unknown>;
};

export type StagedWishes = {
  /** In the order of staging. */
  readonly mutations: WishMutation[];
  /** What was stored when the turn first asked: every tool of a turn asks. */
  stored: Wishes | null;
};

export type OpenUnit = {
  readonly unit: TurnUnit;
  readonly user_id: string;
  readonly list: StagedList;
  readonly wishes: StagedWishes;
  readonly checkpoints: StagedCheckpoints;
  /** Messages of the thread when the turn began; null while there is no thread. */
  seen: number | null;
};

export type Units = {
  /** @throws AppError conflict when the thread has an open unit, not_found when that is another user's */
  open(unit: TurnUnit, user_id: string): OpenUnit;
  /** @throws AppError conflict when the unit has ended */
  get(unit: TurnUnit): OpenUnit;
  ofThread(thread_id: string): OpenUnit | undefined;
  close(unit: TurnUnit): void;
  /** Open ones. */
  count(): number;
};

export const createUnits = (checkpoints: CheckpointStore): Units => {
  const byThread = new Map<string, OpenUnit>();
  // The handle may have crossed a process boundary as JSON, so it is known by its ids, not by identity.
  const find = ({ thread_id, turn_id }: TurnUnit): OpenUnit | undefined => {
    const open = byThread.get(thread_id);
    return open?.unit.turn_id === turn_id ? open : undefined;
  };
  return {
    open: (unit, user_id) => {
      const other = byThread.get(unit.thread_id);
      if (other !== undefined) throw other.user_id === user_id ? turnRunning() : noSuchThread();
      const list: StagedList = { mutations: [], rows: new Map(), changes: [], last: Promise.resolve() };
      const opened: OpenUnit = { unit, user_id, list, wishes: { mutations: [], stored: null }, checkpoints: createStagedCheckpoints(checkpoints, unit.thread_id), seen: null };
      byThread.set(unit.thread_id, opened);
      return opened;
    },
    get: (unit) => {
      const open = find(unit);
      if (open !== undefined) return open;
      throw new AppError('conflict', 'This turn has already ended.', { hint: 'Send the message again.' });
    },
    ofThread: (thread_id) => byThread.get(thread_id),
    close: (unit) => {
      if (find(unit) !== undefined) byThread.delete(unit.thread_id);
    },
    count: () => byThread.size,
  };
};

/** @throws AppError conflict when the unit has ended, forbidden when it is another user's */
export const ownUnit = (units: Units, unit: TurnUnit, user_id: string): OpenUnit => {
  const open = units.get(unit);
  if (open.user_id === user_id) return open;
  throw new AppError('forbidden', 'A turn can only reach what belongs to its user.');
};

export const turnRunning = (): AppError =>
  new AppError('conflict', 'This conversation is still answering another message.', { hint: 'Wait for that answer, then try again.', retryAfter: 1 });

export const noSuchThread = (): AppError =>
  new AppError('not_found', 'There is no such conversation.', { hint: 'Leave out thread_id to begin a new one.' });
