/** What results say of the person they are shown to. */
import { z } from 'zod';
import { titleLanguages } from '../domain/preferences.ts';
import type { HiddenCounts } from '../retrieval/unwanted.ts';

export const namingOutput = { title_language: z.enum(titleLanguages).optional().describe('what this user wants titles called by; absent: English names') };
export const hiddenOutput = { hidden: z.record(z.string(), z.int()).optional().describe("how many were left out because of the user's preferences, by reason") };

export const outweighedOutput = { outweighed: z.array(z.string()).optional().describe('genres and tags that this user wants left out in general, and that the filters ask for: this time they count') };

/** Only when there is something to say. */
export const shownHidden = (hidden: HiddenCounts): { hidden?: HiddenCounts } => (Object.keys(hidden).length > 0 ? { hidden } : {});
export const shownOutweighed = (outweighed: readonly string[]): { outweighed?: string[] } => (outweighed.length > 0 ? { outweighed: [...outweighed] } : {});
