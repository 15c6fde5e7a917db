import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../bench/service/start-service.ts';
import { loadVocabulary } from '../../../src/catalogue/load-vocabulary.ts';
import { createExactTitles } from '../baseline/exact-titles.ts';
import { kindF1, kinds, microF1, scoreEntities, type Words } from '../entity-scores.ts';
import { noEntities } from '../../../src/domain/entities.ts';
import { perHalf } from '../golden.ts';
import type { EvalPart, EvalRow } from '../part.ts';
import { readUtterances } from '../read-utterances.ts';
import type { World } from '../world.ts';

export const entities: EvalPart = {
  name: 'entities',
  title: 'Entities',
  async run(world) {
    const words = await wordsOf(world);
    const exact = createExactTitles((await world.catalogue()).entries);
    const reads = (await readUtterances(world)).flatMap((read) => (read.entities === undefined ? [] : [{ ...read, labels: read.entities }]));
    const scored = reads.map((read) => {
      const plain = words.plainly(read.text);
      const titles = exact.findIn(read.text).map((anime_id) => ({ text: '', anime_id, title: null, confidence: 1 }));
      return { ...read, scores: scoreEntities(read.labels, read.found, read.text, words), baseline: scoreEntities(read.labels, { ...noEntities(), ...plain, titles }, read.text, words) };
    });
    for (const { scores, split, text, labels, found } of scored) {
      const off = Object.entries(scores).filter(([, { wrong, missed }]) => wrong + missed > 0).map(([kind]) => kind);
      if (off.length > 0) world.wrong(split, `${off.join(', ')}: “${text}” says ${JSON.stringify(labels)}, read as ${JSON.stringify(said(found))}`);
    }
    const row = (what: string, figure: (scores: Parameters<typeof microF1>[0]) => number, more: Partial<EvalRow> = {}): EvalRow => ({
      what,
      product: perHalf(scored, (half) => figure(half.map(({ scores }) => scores))),
      baseline: perHalf(scored, (half) => figure(half.map(({ baseline }) => baseline))),
      ...more,
    });
    return {
      rows: [
        row('F1, all kinds', microF1, { must: { atLeast: 0.9 }, aim: { atLeast: 0.95 }, floor: { atLeast: 0.93 }, note: `${scored.length} utterances; baseline: exact titles, words of the vocabulary` }),
        ...kinds.map((kind) => {
          const { counts } = kindF1(scored.map(({ scores }) => scores), kind);
          return row(`F1 ${kind}`, (scores) => kindF1(scores, kind).f1, { note: `${counts.found + counts.missed} labelled, ${counts.wrong} false` });
        }),
      ],
    };
  },
};

const said = (found: object): object => Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0)));

/** What the lexicon knows; the mood lexicon where there is one. */
const wordsOf = async (world: World): Promise<Words & { plainly(text: string): { genres: string[]; tags: string[] } }> => {
  const lexicon = path.join(projectRoot, 'data/lexicon');
  const vocabulary = await loadVocabulary(lexicon);
  const moods = await readFile(path.join(lexicon, 'moods.json'), 'utf8').then((text) => (JSON.parse(text) as { moods: { name: string; words: string[] }[] }).moods, () => []);
  const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const meaningsOf = (word: string): string[] => {
    const inLexicon = moods.filter(({ name, words }) => [name, ...words].some((one) => plain(one) === plain(word))).map(({ name }) => `mood ${plain(name)}`);
    return [plain(word), `tag ${vocabulary.fold(word)?.name ?? word}`, ...inLexicon];
  };
  return {
    sameMood: (one, other) => meaningsOf(one).some((meaning) => meaningsOf(other).includes(meaning)),
    isMood: (tag) => vocabulary.groupOf(tag) === 'mood',
    parts: (tag) => vocabulary.fold(tag)?.parts ?? [],
    known: (id) => world.app.chatDeps.titles.byId(id) !== undefined,
    plainly: (text) => {
      const terms = vocabulary.find(text);
      return { genres: terms.filter(({ kind }) => kind === 'genre').map(({ name }) => name), tags: terms.filter(({ kind }) => kind === 'tag').map(({ name }) => name) };
    },
  };
};
