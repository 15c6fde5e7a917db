import { expect, it } from 'vitest';
import { whereShown } from '../../graphs/chat/brains/embedded/wording/where-shown.ts';

const at = (site: string, ...regions: string[]) => ({ site, url: `https://${site.toLowerCase()}.example/`, regions });

it.each([
  ['by country, places together', [at('Netflix'), at('Crunchyroll'), at('Bilibili', 'CN'), at('U-NEXT', 'JP'), at('ABEMA', 'JP')], 'can be watched on Netflix and Crunchyroll (I do not know in which countries), in China on Bilibili and in Japan on U-NEXT and ABEMA'],
  ['three countries by name', [at('Ani Gamer', 'TW', 'HK', 'MO')], 'can be watched in Taiwan, Hong Kong and Macao on Ani Gamer'],
  ['many countries by number', [at('Viu', 'HK', 'SG', 'MY', 'IN', 'PH')], 'can be watched in Hong Kong, Singapore and 3 other countries on Viu'],
  ['what is no country as it is written', [at('Niwa+', 'the moon')], 'can be watched in the moon on Niwa+'],
])('tells %s', (_, streaming, text) => {
  expect(whereShown(streaming, 'where can i watch it')).toBe(text);
});

it('says when a service that was asked for is not among the places, and nothing without any', () => {
  expect(whereShown([at('Bilibili', 'CN')], 'is it on hulu?')).toBe('is not on Hulu as far as I know, but can be watched in China on Bilibili');
  expect(whereShown([at('Prime Video', 'JP')], 'is it on prime?')).toBe('can be watched in Japan on Prime Video');
  expect(whereShown([], 'is it on hulu?')).toBeNull();
});
