/** Writes vectors and documents as a folder that any LangChain program opens with `FaissStore.load`. */
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { checkMatrix } from './check-search.ts';
import { faissHostPath, startFaissChild } from './faiss-child.ts';
import type { StoredDocument } from './faiss-messages.ts';
import type { VectorMatrix } from './vector-index.ts';

export type FaissFolder = {
  /** Made when absent; holds `faiss.index` and `docstore.json` afterwards. Not atomic: write into a folder nobody reads yet. */
  readonly folder: string;
  readonly matrix: VectorMatrix;
  /** `documents[i]` belongs to row i; its `anime_id` is the id in the docstore and must be unique. */
  readonly documents: readonly StoredDocument[];
  readonly log: Log;
  readonly hostPath?: string;
};

/**
 * @returns false when faiss-node is not available on this machine
 * @throws AppError internal when the folder cannot be written or the input does not fit together
 */
export const writeFaissFolder = async ({ folder, matrix, documents, log, hostPath = faissHostPath }: FaissFolder): Promise<boolean> => {
  checkMatrix(matrix);
  if (documents.length !== matrix.rows) throw new AppError('internal', `${documents.length} documents do not fit ${matrix.rows} rows.`);
  const child = startFaissChild({ matrix, documents, saveTo: folder }, { hostPath });
  const outcome = await child.started;
  await child.end();
  if (outcome.ok) return true;
  if (!outcome.permanent) throw new AppError('internal', 'The FAISS index could not be written.', { cause: new Error(outcome.reason) });
  log.warn({ reason: outcome.reason }, 'FAISS is not available: the snapshot is written without an index');
  return false;
};
