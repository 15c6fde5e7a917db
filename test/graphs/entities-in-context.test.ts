import { describe, expect, it } from 'vitest';
import { applyRelatives, continueRequest, resolveReferences } from '../../graphs/chat/entities-in-context.ts';
import { confirmation } from '../../graphs/chat/confirm-change.ts';
import { emptySlots, type Reading, type Slots } from '../../graphs/chat/state.ts';
import type { Anime } from '../../src/domain/anime.ts';
import { noEntities, type Entities } from '../../src/domain/entities.ts';

const reading = (entities: Partial<Entities>, topic = ''): Reading => ({ text: '', topic, entities: { ...noEntities(), ...entities } });
const slots: Slots = { ...emptySlots, shown: [{ anime_id: 'a', title: 'A' }, { anime_id: 'b', title: 'B' }, { anime_id: 'c', title: 'C' }] };
const facts = new Map([['a', { anime_id: 'a', episodes: 12, year: 2001 }], ['b', { anime_id: 'b', episodes: 26, year: 2010 }], ['c', { anime_id: 'c', episodes: 50, year: 2020 }], ['x', { anime_id: 'x', episodes: 37, year: 2006 }]]);
const byId = (ref: string) => facts.get(ref) as Anime | undefined; // only the fields that bounds read

describe('references', () => {
  it('an ordinal counts in what was shown last, from the end too', () => {
    const { entities } = resolveReferences(reading({ references: [{ kind: 'ordinal', ordinal: 2 }, { kind: 'ordinal', ordinal: -1 }] }), slots);

    expect(entities.titles.map(({ anime_id }) => anime_id)).toEqual(['b', 'c']);
  });

  it('an ordinal past the end stays without an id, so that the answer can say so', () => {
    const { entities } = resolveReferences(reading({ references: [{ kind: 'ordinal', ordinal: 7 }] }), slots);

    expect(entities.titles).toEqual([{ text: 'number 7', anime_id: null, title: null, confidence: 0 }]);
  });

  it('“it” is what was talked about last', () => {
    const { entities } = resolveReferences(reading({ references: [{ kind: 'it', ordinal: null }] }), { ...slots, focus: { anime_id: 'c', title: 'C' } });

    expect(entities.titles[0]?.anime_id).toBe('c');
  });
});

describe('relative wishes', () => {
  const title = { text: 'X', anime_id: 'x', title: 'X', confidence: 1 };

  it('“like X but shorter” is measured against X', () => {
    const { entities } = applyRelatives(reading({ titles: [title], relative: [{ dimension: 'length', direction: 'less' }] }), emptySlots, byId);

    expect(entities.max_episodes).toBe(36);
  });

  it('a second “shorter” is measured against what the first brought', () => {
    const before: Slots = { ...slots, entities: { titles: [title] }, served: ['a', 'b', 'c'] };
    const { entities } = applyRelatives(continueRequest(reading({ relative: [{ dimension: 'length', direction: 'less' }] }), before), before, byId);

    expect(entities.max_episodes).toBe(25);
  });

  it('“newer” moves the year', () => {
    const { entities } = applyRelatives(reading({ relative: [{ dimension: 'year', direction: 'more' }] }), slots, byId);

    expect(entities.year_from).toBe(2011);
  });
});

describe('a continued request', () => {
  it('keeps what was asked and adds what is new', () => {
    const before: Slots = { ...slots, entities: { genres: ['Romance'], year_from: 2023, year_to: 2023 }, topic: 'sad' };
    const { entities, topic } = continueRequest(reading({ exclude_genres: ['Romance'], types: ['MOVIE'] }), before);

    expect(entities).toMatchObject({ genres: [], exclude_genres: ['Romance'], types: ['MOVIE'], year_from: 2023, year_to: 2023 });
    expect(topic).toBe('sad');
  });
});

describe('a change', () => {
  const entry = { anime_id: 'a', title: 'A', status: 'completed', score: 9, progress: 12, started_at: null, finished_at: null, rewatches: 0, notes: null, updated_at: '' } as const;
  const ask = (preview: Record<string, unknown>) => confirmation([preview], [], 'turn_1');

  it.each([
    ['a new entry', { success: true, anime_id: 'a', before: null, after: entry }],
    ['a better score', { success: true, anime_id: 'a', before: { ...entry, score: 8 }, after: entry }],
    ['nothing new', { success: true, anime_id: 'a', before: entry, after: entry }],
  ])('that is %s is made at once', (_, preview) => {
    expect(ask(preview)).toBeNull();
  });

  it.each([
    ['a lower score', { success: true, anime_id: 'a', before: entry, after: { ...entry, score: 8 } }],
    ['a removal', { success: true, anime_id: 'a', before: entry, after: null }],
    ['a completed title begun again', { success: true, anime_id: 'a', before: entry, after: { ...entry, status: 'watching' } }],
    ['several titles', { results: [{ success: true, anime_id: 'a', before: null, after: entry }, { success: true, anime_id: 'b', before: null, after: { ...entry, anime_id: 'b' } }] }],
  ])('that is %s is asked about, with its diff', (_, preview) => {
    expect(ask(preview)).toMatchObject({ kind: 'confirm_change', diff: [{ anime_id: 'a' }, ...('results' in preview ? [{ anime_id: 'b' }] : [])] });
  });
});
