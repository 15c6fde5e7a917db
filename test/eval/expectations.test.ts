import { describe, expect, it } from 'vitest';
import type { ChatReply, Result } from '../../src/domain/chat-turn.ts';
import { noEntities } from '../../src/domain/entities.ts';
import type { HeldTurn } from './dialogues.ts';
import { failures, type ListedEntry } from './expectations.ts';

const entry = (id: number, facts: Partial<Result> = {}): Result => ({
  anime_id: `mal:${id}`, title: `Title ${id}`, title_english: null, title_native: null, synonyms: [], type: 'TV', episodes: 12, duration_minutes: 24, status: 'FINISHED',
  year: 2000 + id, season: 'FALL', genres: ['Drama'], tags: ['school'], studios: ['Studio Ghibli'], score: 10 - id, synopsis: null, picture: null, links: {}, streaming: [], ...facts,
});
const turn = (results: Result[], response = '', list: ListedEntry[] = [], asked: HeldTurn['asked'] = null): HeldTurn => {
  const reply: ChatReply = {
    thread_id: 't', turn_id: 't', success: true, response, intent: { name: 'search', confidence: 1, source: 'rules' }, entities: noEntities(), results, tool_calls: [],
    interrupt: null, brain: { mode: 'embedded', model: null, degraded: false }, timing_ms: {},
  };
  return { reply, asked, list, said: [] };
};

describe('what a turn of a dialogue must bring', () => {
  it('holds every result against the rule; what is unknown satisfies no bound', () => {
    const rule = { type: 'TV', year_from: 2001, year_to: 2002, max_episodes: 12, genre: 'drama', not_tag: ['mecha'], studio: 'ghibli' };
    expect(failures({ results_all: rule, results_min: 2 }, turn([entry(1), entry(2)]), [])).toEqual([]);
    expect(failures({ results_all: rule }, turn([entry(1, { episodes: null }), entry(3), entry(2, { tags: ['Mecha'] })]), [])).toHaveLength(3);
  });

  it('compares with the list last shown, not with the one title in between', () => {
    const before = [turn([entry(1), entry(2), entry(3)]), turn([entry(2)])];
    expect(failures({ moves: { year: 'up' }, differs_from_previous: true }, turn([entry(4), entry(5)]), before)).toEqual([]);
    expect(failures({ moves: { year: 'up' }, differs_from_previous: true }, turn([entry(1), entry(2)]), before)).toHaveLength(2);
    expect(failures({ about_shown: 3 }, turn([], 'You asked for **Title 3**.'), before)).toEqual([]);
    expect(failures({ about_shown: -1 }, turn([entry(2)]), before)).toHaveLength(1);
    expect(failures({ sorted: 'score_desc' }, turn([entry(1), entry(2)]), before)).toEqual([]);
    expect(failures({ sorted: 'year_desc' }, turn([entry(1), entry(2)]), before)).toHaveLength(1);
  });

  it('looks into the list that the user then has', () => {
    const list = [{ anime_id: 'mal:2', status: 'completed', score: 9, progress: 12 }];
    const before = [turn([entry(1), entry(2)])];
    expect(failures({ list_has: { 'mal:2': { status: 'completed', score: 9 } }, list_has_shown: [{ n: 2, progress: 12 }], list_size: 1, list_lacks: ['mal:1'] }, turn([], '', list), before)).toEqual([]);
    expect(failures({ list_has: { 'mal:2': { score: 8 } }, list_has_shown: [{ n: 1, status: 'completed' }], list_size: 0, list_lacks: ['mal:2'] }, turn([], '', list), before)).toHaveLength(4);
  });

  it('hears what was said and asked', () => {
    expect(failures({ mentions: 'no english dub', not_mentions: 'undefined', interrupt: 'choose_title', intent: ['search', 'general'] }, turn([], 'I know of No English dub.', [], 'choose_title'), [])).toEqual([]);
    expect(failures({ mentions: 'x', not_mentions: 'no', interrupt: null, intent: 'general', tool: 'search_anime' }, turn([], 'no', [], 'confirm_change'), [])).toHaveLength(5);
  });
});
