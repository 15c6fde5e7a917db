/** What the space is learned from. Everything is a fact of the catalogue or our own writing. */
import { z } from 'zod';
import type { Anime } from '../../../domain/anime.ts';
import type { Mood } from '../../../domain/moods.ts';

/** Works that belong together by our own judgement, the most fitting first, and what a person might say who wants one of them. */
export const kindredSchema = z.object({ about: z.array(z.string().min(1)), entries: z.array(z.string()).min(2) });
export type Kindred = z.infer<typeof kindredSchema>;

/** How people ask for a genre or tag without its name. */
export const paraphrasesSchema = z.object({ name: z.string(), phrases: z.array(z.string().min(1)) });
export type Paraphrases = z.infer<typeof paraphrasesSchema>;

/** A request that combines genres and tags. */
export const requestSchema = z.object({ text: z.string().min(1), tags: z.array(z.string()).min(1) });
export type Request = z.infer<typeof requestSchema>;

export type Material = {
  readonly entries: readonly Anime[];
  /** Per entry the vector of its catalogue text, of length 1. */
  readonly sentences: readonly Float32Array[];
  readonly kindred: readonly Kindred[];
  readonly paraphrases: readonly Paraphrases[];
  readonly requests: readonly Request[];
  readonly moods: readonly Mood[];
  /** Names, synonyms and glosses of genres and tags. */
  readonly lexicon: readonly { readonly name: string; readonly synonyms: readonly string[]; readonly gloss?: string | undefined; readonly group?: string | undefined }[];
};

/** FNV-1a, 32 bits: the same split as the evaluation's. */
export const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
};

/** Entries whose synopses are not learned from, so that something is left to measure on. */
export const isHeldOut = ({ anime_id }: Pick<Anime, 'anime_id'>): boolean => fnv1a(anime_id) % 20 === 0;

/** Sentences of a synopsis that are long enough to say something. */
export const sentencesOf = (synopsis: string | null): string[] => (synopsis ?? '').split(/(?<=[.!?])\s+/).filter((sentence) => sentence.split(' ').length >= 4);
