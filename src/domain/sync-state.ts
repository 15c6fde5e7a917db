/** How far the loading of a catalogue is. */
import { z } from 'zod';

const syncProgressSchema = z.object({
  stage: z.enum(['download', 'read', 'embed', 'index', 'write']),
  done: z.number().describe('bytes of a download, else entries'),
  total: z.number().nullable().describe('null while it is not known'),
});
export type SyncProgress = z.infer<typeof syncProgressSchema>;

const ended_at = z.iso.datetime();
export const syncStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('running'), started_at: z.iso.datetime(), progress: syncProgressSchema.nullable().describe('null before the first') }),
  z.object({ state: z.literal('done'), ended_at }),
  z.object({ state: z.literal('stopped'), ended_at }),
  z.object({ state: z.literal('failed'), ended_at, message: z.string(), hint: z.string().nullable() }),
]);
export type SyncState = z.infer<typeof syncStateSchema>;
