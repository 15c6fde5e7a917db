/** What results say of the person they are shown to. */
import { z } from 'zod';
import { titleLanguages } from '../domain/preferences.ts';
import type { HiddenCounts } from '../retrieval/unwanted.ts';

export const namingOutput = { title_language: z.enum(titleLanguages).optional().describe('what this user wants titles called by; absent: English names') };
export const hiddenOutput = { hidden: z.record(z.string(), z.int()).optional().describe("how many were left out because of the user's preferences, by reason") };

/** Only when there is something to say. */
export const shownHidden = (hidden: HiddenCounts): { hidden?: HiddenCounts } => (Object.keys(hidden).length > 0 ? { hidden } : {});
