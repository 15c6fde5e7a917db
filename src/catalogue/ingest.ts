/** The data set with bangumi-data laid under and our own entries laid over it, normalised: everything a snapshot holds except vectors. */
import { AppError } from '../errors.ts';
import type { Anime } from '../domain/anime.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import { readAnimeOfflineDatabase, type Refusal, type SourceMetadata } from './anime-offline-database.ts';
import type { Work } from './bangumi-data.ts';
import { createEntryCollector, type Supplemented } from './collect-entries.ts';
import { normalise } from './normalise.ts';
import type { OwnEntries } from './own-entries.ts';
import { isWorthAnEntry } from './supplement.ts';

const progressStep = 500;

export type Ingested = {
  readonly entries: readonly Anime[];
  readonly refusals: readonly Refusal[];
  readonly metadata: SourceMetadata;
  readonly supplemented: Supplemented | null;
};
export type IngestInput = {
  readonly file: string;
  readonly vocabulary: Vocabulary;
  readonly own: OwnEntries;
  readonly works?: readonly Work[];
  readonly onProgress?: (accepted: number) => void;
  readonly signal?: AbortSignal;
};

/** @throws AppError when the file as a whole cannot be used; AbortError with the signal */
export const ingest = async ({ file, vocabulary, own, works, onProgress, signal }: IngestInput): Promise<Ingested> => {
  const collector = createEntryCollector();
  const refusals: Refusal[] = [];
  let metadata: SourceMetadata = {};
  let accepted = 0;
  for await (const item of readAnimeOfflineDatabase(file)) {
    signal?.throwIfAborted();
    if (item.kind === 'metadata') metadata = item.metadata;
    if (item.kind === 'refused') refusals.push({ line: item.line, reason: item.reason });
    if (item.kind !== 'entry') continue;
    const result = normalise(item.entry, { vocabulary, englishWords: own.englishWords });
    if ('refused' in result) refusals.push({ line: item.line, reason: result.refused });
    else if (!collector.add(result.anime)) refusals.push({ line: item.line, reason: 'an earlier entry has the same id' });
    else if ((accepted += 1) % progressStep === 0) onProgress?.(accepted);
  }
  if (accepted === 0) {
    throw new AppError('invalid_input', 'The data set holds no entry that can be used.', { hint: `First reason: ${refusals[0]?.reason ?? 'it has no entries'}.` });
  }
  const supplemented = works === undefined ? null : collector.supplement(works, isWorthAnEntry);
  for (const anime of own.entries) collector.overlay(anime);
  return { entries: collector.finish(), refusals, metadata, supplemented };
};
