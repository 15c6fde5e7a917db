/** What `npm run sync` tells its user. Pure text. */
import type { SyncProgress } from '../domain/sync-state.ts';
import type { SyncReport } from './sync.ts';

const names: Record<SyncProgress['stage'], string> = { download: 'Downloading', read: 'Reading', embed: 'Embedding', index: 'Indexing', write: 'Writing' };
const shownReasons = 10;

export const stageName = (stage: SyncProgress['stage']): string => names[stage];

/** `12.3 MB` for downloads, `1,234` for entries. */
export const amount = (stage: SyncProgress['stage'], count: number): string => (stage === 'download' ? `${(count / 1e6).toFixed(1)} MB` : count.toLocaleString('en'));

export const syncReportText = (report: SyncReport): string => {
  const { snapshot_id, source, entries, own, adult, supplement, embedded, reused, refused, problems, faiss, duration_ms } = report;
  const total = refused.reduce((sum, { count }) => sum + count, 0);
  return [
    `Snapshot ${snapshot_id} is ready (${(duration_ms / 1000).toFixed(1)} s).`,
    `  source    ${source.name}, ${source.location}${source.tag === null ? '' : `, release ${source.tag}`}, last update ${source.last_update ?? 'unknown'}`,
    `  sha256    ${source.sha256}`,
    `  entries   ${entries.toLocaleString('en')} (${own.toLocaleString('en')} with our own words, ${adult.toLocaleString('en')} adult)`,
    ...(supplement === null ? [] : [`  bangumi   release ${supplement.version}: ${supplement.laid.toLocaleString('en')} entries know more, ${supplement.added.toLocaleString('en')} are known by it alone, ${supplement.left.toLocaleString('en')} of its works left out`]),
    `  vectors   ${embedded.toLocaleString('en')} computed, ${reused.toLocaleString('en')} taken over; FAISS index ${faiss ? 'written' : 'left out (faiss-node is not available)'}`,
    `  refused   ${total.toLocaleString('en')}`,
    ...refused.slice(0, shownReasons).map(({ reason, count, lines }) => `    ${count} x ${reason} (line ${lines.join(', ')}${count > lines.length ? ', ...' : ''})`),
    ...(refused.length > shownReasons ? [`    and ${refused.length - shownReasons} other reasons`] : []),
    ...problems.map((problem) => `  own entry ${problem}`),
    '',
  ].join('\n');
};
