/** The catalogue that ships: `entries/*.jsonl` of our own writing, in the shape of the data set plus our fields. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Anime } from '../domain/anime.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import { readAnimeOfflineDatabase, type SourceEntry } from './anime-offline-database.ts';
import { englishWordsOf } from './english-words.ts';
import { normalise } from './normalise.ts';

export type OwnEntries = {
  /** In order of files and lines; `related` not resolved yet. */
  readonly entries: readonly Anime[];
  readonly englishWords: ReadonlySet<string>;
  /** Over names and contents of all files. */
  readonly sha256: string;
  readonly problems: readonly string[];
};

/** @param folder `data/catalogue`; a file that cannot be read as a whole is left out and named in `problems` */
export const readOwnEntries = async (folder: string, vocabulary: Vocabulary): Promise<OwnEntries> => {
  const directory = path.join(folder, 'entries');
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.jsonl')).sort();
  const hash = createHash('sha256');
  const sources: { readonly where: string; readonly entry: SourceEntry }[] = [];
  const problems: string[] = [];
  for (const name of names) {
    hash.update(`${name}\n`).update(await readFile(path.join(directory, name)));
    try {
      for await (const item of readAnimeOfflineDatabase(path.join(directory, name))) {
        if (item.kind === 'entry') sources.push({ where: `${name}:${item.line}`, entry: item.entry });
        if (item.kind === 'refused') problems.push(`${name}:${item.line} is refused: ${item.reason}`);
      }
    } catch (problem) {
      problems.push(`${name} is not complete: ${problem instanceof Error ? problem.message : 'unknown'}`);
    }
  }
  const englishWords = englishWordsOf(sources.map(({ entry }) => entry.synopsis));
  const entries: Anime[] = [];
  const seen = new Map<string, string>();
  for (const { where, entry } of sources) {
    const result = normalise(entry, { vocabulary, englishWords });
    if ('refused' in result) problems.push(`${where} is refused: ${result.refused}`);
    else if (seen.has(result.anime.anime_id)) problems.push(`${where} is refused: ${result.anime.anime_id} is at ${seen.get(result.anime.anime_id) ?? ''} already`);
    else {
      seen.set(result.anime.anime_id, where);
      entries.push(result.anime);
    }
  }
  return { entries, englishWords, sha256: hash.digest('hex'), problems };
};
