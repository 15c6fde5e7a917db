/** The labelled cases are well made: enough of them, in the vocabulary's words, and nothing of one half repeated in the other. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadVocabulary } from '../../src/catalogue/load-vocabulary.ts';
import { entitiesSchema, intentNames } from '../../src/domain/entities.ts';
import { projectRoot } from '../bench/service/start-service.ts';
import { optionsOf } from './entity-labels.ts';
import { readGolden } from './golden.ts';
import type { Utterance } from './read-utterances.ts';

const utterances = await readGolden<Utterance>('utterances', false);
const vocabulary = await loadVocabulary(path.join(projectRoot, 'data/lexicon'));

describe('the golden utterances', () => {
  it.each(intentNames)('say %s in at least a hundred ways, half of them held back', (name) => {
    const rows = utterances.filter(({ intent }) => intent === name);
    expect(rows.length).toBeGreaterThanOrEqual(100);
    expect(Math.abs(rows.filter(({ split }) => split === 'held').length - rows.length / 2)).toBeLessThanOrEqual(3);
  });

  it('label at least five hundred with values that entities can have', () => {
    const labelled = utterances.flatMap(({ text, entities }) => (entities === undefined ? [] : [{ text, entities }]));
    expect(labelled.length).toBeGreaterThanOrEqual(500);
    for (const { text, entities: { titles, ...rest } } of labelled) {
      for (const title of titles ?? []) expect(text).toContain(title.text);
      for (const [field, label] of Object.entries(rest)) for (const option of optionsOf<unknown>(label)) expect(entitiesSchema.shape[field as keyof typeof entitiesSchema.shape].safeParse(option).success, `${text}: ${field}`).toBe(true);
    }
  });

  it('use the names of the lexicon', () => {
    for (const { text, entities = {} } of utterances) {
      const of = (field: 'genres' | 'exclude_genres' | 'tags' | 'exclude_tags') => optionsOf(entities[field] ?? []).flat();
      for (const genre of [...of('genres'), ...of('exclude_genres')]) expect(vocabulary.genres, text).toContain(genre);
      for (const tag of [...of('tags'), ...of('exclude_tags')]) expect(vocabulary.tags, text).toContain(tag);
    }
  });

  it('repeat nothing of one half in the other', () => {
    const held = utterances.filter(({ split }) => split === 'held').map(({ text }) => ({ text, pieces: piecesOf(text) }));
    const copies = utterances.filter(({ split }) => split === 'tune').flatMap(({ text }) => held.filter((other) => likeness(piecesOf(text), other.pieces) > 0.6).map((other) => `${text} | ${other.text}`));
    expect(copies).toEqual([]);
  });
});

/** Words and pairs of neighbours. */
const piecesOf = (text: string): ReadonlySet<string> => {
  const words: string[] = text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}'+]+/gu) ?? [text];
  return new Set([...words, ...words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`)]);
};

const likeness = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  const shared = [...one].filter((piece) => other.has(piece)).length;
  return shared / (one.size + other.size - shared);
};
