/** What a part of the bench is: one promise about cost, measured in a process of its own. */
import type { Row } from '../measure/row.ts';

export type Bench = {
  /** A small run: the same rows, fewer rounds and operations. */
  readonly quick: boolean;
  readonly rounds: number;
  /** For the part that counts searches. */
  readonly searches: number;
  /** Process whose tree is ours; what others use is foreign load. */
  readonly root: number;
  /** Progress and warnings, on stderr. */
  say(line: string): void;
  /** A new folder, removed at the end. */
  folder(): Promise<string>;
  /** Last in, first out; also after a failure. */
  atEnd(close: () => Promise<unknown>): void;
};

export type Part = {
  readonly name: string;
  /** One sentence for `--help`. */
  readonly about: string;
  run(bench: Bench): Promise<Row[]>;
};
