/** The real product, put together by its own `compose` over one catalogue, with a throw-away DATA_DIR for everything it writes. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../bench/service/start-service.ts';
import { recombinedCatalogue } from '../bench/service/catalogues.ts';
import { servedCatalogue } from '../bench/service/use-cases.ts';
import { emptySlots } from '../../graphs/chat/state.ts';
import { snapshotsFolder } from '../../src/catalogue/snapshot.ts';
import { compose, type App } from '../../src/compose.ts';
import { loadConfig } from '../../src/config.ts';
import type { ToolOutcome } from '../../graphs/chat/deps.ts';
import { createLog } from '../../src/log.ts';
import { readGolden } from './golden.ts';
import type { Split } from './part.ts';

export type World = {
  /** A run for CI: fewer cases, seconds instead of minutes. */
  readonly small: boolean;
  readonly app: App;
  /** DATA_DIR whose snapshots are served; null = the shipped catalogue. */
  readonly dataDir: string | null;
  /** What the product serves, read once more for those who need all entries or vectors. */
  catalogue(): ReturnType<typeof servedCatalogue>;
  /** Folder of the development data; null where it is not. */
  readonly sharedData: string | null;
  /** A tool as the conversation calls it. @throws when it answers with an error */
  call(name: string, args: Record<string, unknown>, user?: string): Promise<Record<string, unknown>>;
  /** Another product of this process. @param snapshotsOf DATA_DIR whose snapshots it serves (never written to); null = shipped */
  open(snapshotsOf: string | null): Promise<App>;
  /** DATA_DIR of a catalogue of `rows` entries, made of those of the catalogue and of recombined ones. */
  recombined(rows: number): Promise<string>;
  golden<Case extends { readonly split: Split }>(name: string): Promise<Case[]>;
  folder(): Promise<string>;
  say(line: string): void;
  /** A case that went wrong, shown with `--verbose`; of the untouched half nothing is ever shown. */
  wrong(split: Split, line: string): void;
  close(): Promise<void>;
};

export type WorldOptions = { readonly small: boolean; readonly verbose: boolean; /** DATA_DIR with a snapshot; null = shipped. */ readonly dataDir: string | null; readonly sharedData: string };

export const createWorld = async ({ small, verbose, dataDir, sharedData }: WorldOptions): Promise<World> => {
  const ends: (() => Promise<unknown>)[] = [];
  const say = (line: string): void => void process.stderr.write(`[eval] ${line}\n`);
  const folder = async (): Promise<string> => {
    const made = await mkdtemp(path.join(tmpdir(), 'animetrackr-eval-'));
    ends.push(() => rm(made, { recursive: true, force: true }));
    return made;
  };
  const open = async (snapshotsOf: string | null): Promise<App> => {
    const own = await folder();
    if (snapshotsOf !== null) await symlink(path.resolve(snapshotsFolder(snapshotsOf)), snapshotsFolder(own), 'dir');
    // no setting of the machine decides what is measured
    const app = await compose(loadConfig({ DATA_DIR: own, LOG_LEVEL: 'error' }, projectRoot), createLog('error'));
    ends.push(() => app.close());
    await app.chatDeps.brain.classify({ message: 'warm up the sentence encoder please', history: async () => [], slots: emptySlots });
    return app;
  };
  const close = async (): Promise<void> => {
    for (const end of ends.reverse()) await end();
  };
  const app = await open(dataDir).catch(async (problem: unknown) => {
    await close();
    throw problem;
  });
  let catalogue: ReturnType<typeof servedCatalogue> | undefined;

  return {
    small,
    app,
    dataDir,
    open,
    say,
    folder,
    sharedData: existsSync(sharedData) ? sharedData : null,
    catalogue: () => (catalogue ??= folder().then((empty) => servedCatalogue(dataDir ?? empty))),
    call: async (name, args, user = 'eval') => {
      const outcome: ToolOutcome = await app.chatDeps.tools.call(name, args, { caller: { user_id: user, door: 'chat' }, count: { writes: 0 } });
      if (!outcome.ok) throw new Error(`${name} ${JSON.stringify(args)}: ${outcome.error.code} ${outcome.error.message}`);
      return outcome.structured;
    },
    recombined: (rows) => recombinedCatalogue({ folder, say, quick: small, rounds: 1, searches: 0, root: process.pid, atEnd: (close) => void ends.push(close) }, rows, dataDir),
    golden: (name) => readGolden(name, small),
    wrong: (split, line) => {
      if (verbose && split === 'tune') say(`  ${line}`);
    },
    close,
  };
};
