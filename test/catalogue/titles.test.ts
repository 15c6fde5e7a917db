import { describe, expect, it } from 'vitest';
import { englishTitle } from '../../src/catalogue/english-title.ts';
import { englishWordsOf } from '../../src/catalogue/english-words.ts';
import { nativeTitle } from '../../src/catalogue/native-title.ts';

const englishWords = englishWordsOf(['A lonely robot tends the garden of an empty moon while thieves plan one last train robbery in winter; nobody returns from the silent lighthouse.']);

describe('englishTitle', () => {
  const guess = (title: string, synonyms: string[] = []) => englishTitle({ title, synonyms, englishWords });

  it('is the main title when that is English', () => {
    expect(guess('The Silent Lighthouse', ['Der stille Leuchtturm'])).toBe('The Silent Lighthouse');
    expect(guess('Lonely Robot Maxwell (TV)')).toBe('Lonely Robot Maxwell');
  });

  it('is the only English synonym of a little known work', () => {
    expect(guess('Tsuki no Niwa', ['El jardín de la luna', 'Garden of the Moon', 'Ogród księżyca'])).toBe('Garden of the Moon');
  });

  it('is what several English synonyms agree on', () => {
    expect(guess('Tsuki no Niwa', ['Garden of the Moon', 'The Garden of the Moon', 'Garden of Moon', 'Last Train Robbery'])).toBe('The Garden of the Moon');
  });

  it('is null when English synonyms disagree, or one stands alone among many', () => {
    expect(guess('Tsuki no Niwa', ['Lonely Robot', 'Silent Winter', 'Garden of Thieves'])).toBeNull();
    expect(guess('Tsuki no Niwa', ['Garden of the Moon', ...Array.from({ length: 10 }, (_, at) => `Ogród ${at}`)])).toBeNull();
  });

  it('is null for romaji, other languages and abbreviations', () => {
    expect(guess('Tsuki no Niwa', ['TnN', 'Tsukiniwa', 'Le jardin de la lune', 'Mondgarten', 'tsuki no garden'])).toBeNull();
    expect(guess('Niwa-san no Robot')).toBeNull();
  });

  it('is not the title of another part', () => {
    expect(guess('Tsuki no Niwa', ['Garden of the Moon Season 2'])).toBeNull();
    expect(guess('Tsuki no Niwa 2nd Season', ['Garden of the Moon', 'Garden of the Moon Season 2'])).toBe('Garden of the Moon Season 2');
  });
});

describe('nativeTitle', () => {
  const guess = (title: string, synonyms: string[], origin: 'japan' | 'china' | 'korea' = 'japan') => nativeTitle({ title, synonyms, origin });

  it('takes the Japanese of many scripts', () => {
    expect(guess('Tsuki no Niwa', ['Ogród księżyca', '月之庭院', '달의 정원', '月の庭', 'Лунный сад'])).toBe('月の庭');
  });

  it('tells a Japanese title from Chinese ones when all are in Han characters', () => {
    expect(guess('Kidou Senshi', ['机动战士', '機動戰士', '機動戦士'])).toBe('機動戦士');
  });

  it('prefers the full title to an abbreviation and the plain one to one with additions', () => {
    expect(guess('Tsuki no Niwa no Robotto', ['つきニワ', '月の庭のロボット', '月の庭のロボット GARDEN ROBOT (新版)'])).toBe('月の庭のロボット');
  });

  it('takes the script of the country', () => {
    expect(guess('Yue Zhi Ting', ['月之庭院', 'つきのにわ'], 'china')).toBe('月之庭院');
    expect(guess('Dal-ui Jeongwon', ['달의 정원', '月の庭'], 'korea')).toBe('달의 정원');
  });

  it('is null without one, and never a garbled text', () => {
    expect(guess('Tsuki no Niwa', ['Garden', 'Лунный сад', '달의 정원'])).toBeNull();
    expect(guess('Tsuki no Niwa', ['Tsuki no Niw・・ｽ､'])).toBeNull();
  });
});
