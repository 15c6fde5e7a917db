import { describe, expect, it } from 'vitest';
import { respell } from '../../graphs/chat/brains/embedded/grammar/respell.ts';
import { isCorrection } from '../../graphs/chat/corrections.ts';
import { createEmbeddedBrain } from '../../graphs/chat/brains/embedded/embedded-brain.ts';
import { continueRequest, impliedTitle, resolveReferences, studioMeant } from '../../graphs/chat/entities-in-context.ts';
import { correctTitle } from '../../graphs/chat/corrections.ts';
import { withoutPlotConditions } from '../../graphs/chat/intents/described.ts';
import { emptySlots, type Slots } from '../../graphs/chat/state.ts';
import { shippedCatalogue, shippedField } from '../support/shipped-field.ts';

const field = await shippedField();
const brain = createEmbeddedBrain(field, null);
const byId = (ref: string) => field.titles.byId(ref);
const read = async (message: string, slots: Slots = emptySlots) => {
  const turn = { message, history: async () => [], slots };
  const { intent } = await brain.classify(turn);
  const said = await brain.extract(turn, intent);
  const pointed = studioMeant(impliedTitle(resolveReferences(said, slots), intent.name, slots), slots, byId);
  const meant = intent.name === 'information' ? correctTitle(pointed, slots, field.titles) : pointed;
  return { intent: intent.name, titles: meant.entities.titles.map(({ anime_id }) => anime_id), reading: meant };
};
const frieren = { anime_id: 'mal:52991', title: 'Sousou no Frieren' };
const violet = { anime_id: 'mal:33352', title: 'Violet Evergarden' };
const listed: Slots = { ...emptySlots, intent: 'search', shown: [frieren, violet, { anime_id: 'mal:457', title: 'Mushishi' }] };

describe('words typed in a hurry', () => {
  it.each([
    ['somthing shortr plz', 'something shorter please'],
    ['recomended anime', 'recomended anime'],
    ['teh secnd one', 'the second one'],
    ['a detectve in a samuri world', 'a detective in a samurai world'],
    ['⟦0⟧ adn more epsodes', '⟦0⟧ adn more episodes'],
    ['compared mysteries seasonal romances', 'compared mysteries seasonal romances'],
  ])('%s', (typed, meant) => expect(respell(typed)).toBe(meant));
});

describe('words of our own', () => {
  it('are never taken for slips', async () => {
    const texts = (await shippedCatalogue()).entries.flatMap(({ synopsis, tags, genres }) => [synopsis ?? '', ...tags, ...genres]);
    const words = new Set(texts.join(' ').toLowerCase().match(/\b[a-z]{5,}\b/g));
    expect(words.size).toBeGreaterThan(5_000);
    expect([...words].filter((word) => respell(word) !== word)).toEqual([]);
  });
});

describe('a message of thousands of blanks', () => {
  it('is read at once', async () => {
    const started = performance.now();
    await read(`find romance${' '.repeat(9_000)}and then something`);
    expect(performance.now() - started).toBeLessThan(1_000); // minutes, once
  });
});

describe('when nothing is named', () => {
  it.each(['just watched episode 4', '+1', "i'm on episode 15 now"])('a change is of what was last spoken of: %s', async (message) => {
    expect(await read(message, { ...emptySlots, focus: frieren, shown: [frieren] })).toMatchObject({ intent: 'status_update', titles: ['mal:52991'] });
  });

  it('so is a question about a fact, but not a question about something else', async () => {
    expect((await read('how many episodes?', { ...emptySlots, focus: frieren, shown: [frieren] })).titles).toEqual(['mal:52991']);
    expect((await read('just watched episode 4')).titles).toEqual([]);
  });

  it('an ordinal that is also a title means the place in the list that was shown', async () => {
    expect((await read('save the third for later', listed)).titles).toEqual(['mal:457']);
  });

  it('"that studio" is the one of the title just spoken of', async () => {
    const { reading } = await read('anything else from that studio?', { ...emptySlots, focus: violet, shown: [violet] });
    expect(reading.entities).toMatchObject({ studios: byId('mal:33352')?.studios, titles: [] });
  });
});

describe('a correction', () => {
  it('finds the other work of the name', async () => {
    const { titles } = await read('no, the movie', { ...emptySlots, focus: violet, shown: [violet] });
    expect(titles).toHaveLength(1);
    expect(byId(titles[0] ?? '')).toMatchObject({ type: 'MOVIE', title: expect.stringContaining('Violet Evergarden') });
  });

  it.each(['no movies', 'no more movies', 'the movie with the pig', 'actually recommend me a film', 'not mecha'])('is not read into: %s', (message) => expect(isCorrection(message)).toBe(false));
});

describe('a plot that is told', () => {
  it('is still what is meant when it is continued', async () => {
    const told = await read('find an anime about vampires in a gothic castle with doomed love');
    const slots: Slots = { ...listed, entities: told.reading.entities, topic: told.reading.topic };
    const turn = { message: 'only movies', history: async () => [], slots };
    const { intent } = await brain.classify(turn);
    const { topic, entities } = withoutPlotConditions(continueRequest(await brain.extract(turn, intent), slots));
    expect(entities.types).toEqual(['MOVIE']);
    expect(topic).toContain('castle');
    expect(topic).toContain('vampire');
  });

  it('is words to rank by, not conditions', async () => {
    const { reading } = await read('what was that one where a girl works in a hotel for ghosts and befriends the animals');
    expect(reading.entities.tags.length).toBeGreaterThan(0);
    expect(withoutPlotConditions(reading)).toMatchObject({ entities: { tags: [] }, topic: expect.stringContaining('ghosts') });
  });

  it('leaves short requests as they are', async () => {
    const { reading } = await read('school ghosts anime');
    expect(withoutPlotConditions(reading)).toBe(reading);
  });
});

describe('nothing is written', () => {
  it.each([
    'not finished one piece', "i can't finish berserk, too dark", 'i almost dropped claymore', 'no need to add monster', 'my friend finished naruto and gave it 9/10', 'critics rate bleach 9', 'everyone finished Frieren, 10/10',
    'i wish i had finished one piece', 'what if i finished Trigun tomorrow', 'kill la kill finished me', 'i was on episode 5 of erased when my cat died', 'I want to finish One Piece before i die',
  ])('on a change that the user did not make: %s', async (message) => {
    expect((await read(message)).intent).not.toBe('status_update');
  });

  it.each(['finished one piece', 'my friend loved Monster, add it to my list', 'can you add Monster to my list', 'i want to watch Naruto, put it on my list', 'dropped bleach'])('but on what was: %s', async (message) => {
    expect((await read(message)).intent).toBe('status_update');
  });
});

describe('what is refused', () => {
  it.each(['anything except Naruto', "pirates but not One Piece", "don't recommend Death Note again, something with detectives"])('is no title to start from, and is left out: %s', async (message) => {
    const { titles, reading } = await read(message);
    expect(titles).toEqual([]);
    expect(reading.entities.exclude_titles).toHaveLength(1);
  });

  it('is not understood from a "no," that corrects oneself', async () => {
    expect((await read('actually no, horror')).reading.entities).toMatchObject({ genres: ['Horror'], exclude_genres: [] });
  });
});
