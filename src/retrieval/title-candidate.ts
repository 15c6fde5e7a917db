/** What a title search answers with. */
import type { Anime } from '../domain/anime.ts';

export type TitleMatchKind = 'exact' | 'spaceless' | 'prefix' | 'fuzzy';
/** `matched` is the catalogue's title or synonym that was hit; `confidence` 0-1; `prefix` = a part of the name. */
export type TitleCandidate = { readonly anime: Anime; readonly confidence: number; readonly matched: string; readonly kind: TitleMatchKind };
/** A title inside a sentence: `sentence.slice(start, end) === text`; candidates best first, never empty. */
export type TitleMentionSpan = { readonly start: number; readonly end: number; readonly text: string; readonly candidates: readonly TitleCandidate[] };
