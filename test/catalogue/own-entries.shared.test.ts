/** Our own entries against what others know of the same works: facts must agree, words must be ours. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAnimeOfflineDatabase } from '../../src/catalogue/anime-offline-database.ts';
import { loadVocabulary } from '../../src/catalogue/load-vocabulary.ts';
import { readOwnEntries, type OwnEntries } from '../../src/catalogue/own-entries.ts';

const project = path.resolve(import.meta.dirname, '../..');
const shared = path.resolve(project, '../shared/data');
/** Words in a row that nobody writes twice by chance. */
const copied = 8;

type Facts = { type: string; episodes: number; year: number | null };

describe('our own entries', () => {
  let own: OwnEntries;
  const known = new Map<string, Facts>();
  beforeAll(async () => {
    own = await readOwnEntries(path.join(project, 'data/catalogue'), await loadVocabulary(path.join(project, 'data/lexicon')));
    for await (const item of readAnimeOfflineDatabase(path.join(shared, 'aod-real.jsonl'))) {
      if (item.kind !== 'entry') continue;
      const { sources, type, episodes, animeSeason } = item.entry;
      for (const source of sources) {
        const id = /myanimelist\.net\/anime\/(\d+)/.exec(source)?.[1];
        if (id !== undefined) known.set(`mal:${id}`, { type, episodes: episodes ?? 0, year: animeSeason?.year ?? null });
      }
    }
  }, 60_000);

  it('are 1,200 works and more, each known by its id', () => {
    expect(own.problems).toEqual([]);
    expect(own.entries.length).toBeGreaterThanOrEqual(1_200);
    const unknown = own.entries.filter(({ anime_id }) => !known.has(anime_id)).map(({ title }) => title);
    expect(unknown.length / own.entries.length).toBeLessThanOrEqual(0.01);
  });

  it('agree on type, episodes and year for 99 % and more', () => {
    const differing: string[] = [];
    let facts = 0;
    for (const { anime_id, title, ...mine } of own.entries) {
      const theirs = known.get(anime_id);
      if (theirs === undefined) continue;
      const pairs = [
        ['type', mine.type, theirs.type === 'UNKNOWN' ? mine.type : theirs.type],
        ['episodes', mine.episodes, theirs.episodes === 0 ? mine.episodes : theirs.episodes],
        ['year', mine.year, theirs.year ?? mine.year],
      ] as const;
      for (const [name, ours, other] of pairs) {
        facts += 1;
        if (ours !== other) differing.push(`${title}: ${name} ${ours} / ${other}`);
      }
    }
    expect(facts).toBeGreaterThan(3_000);
    expect(differing.length / facts, differing.join('\n')).toBeLessThanOrEqual(0.01);
  });

  it(`share no ${copied} words in a row with a synopsis that others wrote`, async () => {
    const runs = new Map<string, string>();
    for (const { title, synopsis } of own.entries) for (const run of runsOf(synopsis ?? '')) runs.set(run, title);
    const found: string[] = [];
    const lines = createInterface({ input: createReadStream(path.join(shared, 'synopses.jsonl.gz')).pipe(createGunzip()) });
    for await (const line of lines) {
      const { synopsis } = JSON.parse(line) as { synopsis: string }; // the data's own README says so
      for (const run of runsOf(synopsis)) if (runs.has(run)) found.push(`${runs.get(run)}: ${run}`);
    }
    expect(found).toEqual([]);
  }, 60_000);
});

const runsOf = (text: string): string[] => {
  const words = text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
  return words.slice(0, Math.max(0, words.length - copied + 1)).map((_, at) => words.slice(at, at + copied).join(' '));
};
