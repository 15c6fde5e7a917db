import { describe, expect, it } from 'vitest';
import { interpretAnswer } from '../../graphs/chat/interpret-answer.ts';
import type { Question } from '../../graphs/chat/state.ts';

const which: Question = {
  id: '', kind: 'choose_title', question: 'Which one?', mention: 0,
  options: [
    { id: '1', label: 'Fullmetal Alchemist (2003, TV, 51 episodes)', anime_id: 'mal:121' },
    { id: '2', label: 'Fullmetal Alchemist: Brotherhood (2009, TV, 64 episodes)', anime_id: 'mal:5114' },
    { id: '3', label: 'Fullmetal Alchemist: Conqueror of Shamballa (2005, MOVIE, 1 episode)', anime_id: 'mal:430' },
    { id: 'none', label: 'None of these' },
  ],
};
const confirm: Question = { id: '', kind: 'confirm_change', question: 'Shall I?', options: [{ id: 'yes', label: 'Yes' }, { id: 'no', label: 'No' }], calls: [] };

describe('an answer in words', () => {
  it.each([
    ['2', '2'], ['the second one', '2'], ['brotherhood please', '2'], ['the 2003 one', '1'], ['no, the movie', '3'], ['the film', '3'], ['last', '3'], ['#1', '1'],
  ])('“%s” chooses option %s', (words, option_id) => {
    expect(interpretAnswer(which, words)).toEqual({ kind: 'option', option_id });
  });

  it('narrows when several options fit', () => {
    expect(interpretAnswer(which, 'the tv one')).toEqual({ kind: 'narrow', option_ids: ['1', '2'] });
  });

  it.each(['none of these', 'never mind', 'cancel', 'no'])('“%s” declines', (words) => {
    expect(interpretAnswer(which, words)).toEqual({ kind: 'declined' });
  });

  it.each(['what is airing this season?', 'recommend me something cozy'])('“%s” is another subject', (words) => {
    expect(interpretAnswer(which, words)).toEqual({ kind: 'other' });
    expect(interpretAnswer(confirm, words)).toEqual({ kind: 'other' });
  });

  it.each(['ok, never mind', 'please no', 'ok cancel', 'please dont', 'right, show my list', 'ok but not that', 'yes cancel that', 'yeah no', 'ok wait', 'yes but not bleach', 'correct it to 7'])('“%s” never confirms', (words) => {
    expect(interpretAnswer(confirm, words)).not.toEqual({ kind: 'option', option_id: 'yes' });
  });

  it.each(['not the movie', 'no, not the second one'])('“%s” does not choose what it refuses', (words) => {
    expect(interpretAnswer(which, words).kind).not.toBe('option');
  });

  it.each([['yes', 'yes'], ['go ahead', 'yes'], ['ok', 'yes'], ['no', 'no'], ['nope', 'no'], ['cancel', 'no']])('“%s” answers a confirmation with %s', (words, option_id) => {
    expect(interpretAnswer(confirm, words)).toEqual({ kind: 'option', option_id });
  });
});
