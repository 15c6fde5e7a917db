/** Standing wishes, taste and reasons, in the words people use. */
import { describe, expect, it } from 'vitest';
import { noPreferences } from '../../src/domain/preferences.ts';
import { createChatWorld } from './world.ts';

const conversation = async () => {
  const world = await createChatWorld();
  const talk = (message: string) => world.runTurn({ message, thread_id: 't', user_id: 'local' });
  const kept = async () => (await world.storage.wishes.read('local')).preferences;
  const never = async () => {
    const { not_interested: { titles, tags, franchises } } = await kept();
    return { titles: titles.map(({ title }) => title), tags, franchises: franchises.map(({ title }) => title) };
  };
  return { ...world, talk, kept, never };
};
const none = { titles: [], tags: [], franchises: [] };

describe('a wish for good', () => {
  it.each([
    ["don't show me Naruto again", { franchises: ['Naruto'] }],
    ['not interested in Naruto', { franchises: ['Naruto'] }],
    ["I'm really not interested in Naruto.", { franchises: ['Naruto'] }],
    ['never recommend Naruto or Bleach again', { franchises: ['Naruto', 'Bleach'] }],
    ['stop recommending me Naruto please', { franchises: ['Naruto'] }],
    ['please hide Naruto from now on', { franchises: ['Naruto'] }],
    ['I never want to see Naruto again', { franchises: ['Naruto'] }],
    ["don't show me anything from the Naruto franchise ever again", { franchises: ['Naruto'] }],
    ['never suggest Naruto and its sequels', { franchises: ['Naruto'] }],
    ['never show me Attack on Titan season 2', { titles: ['Shingeki no Kyojin Season 2'] }],
    ['no more mecha ever', { tags: ['Mecha'] }],
    ['no mecha or harem from now on', { tags: ['Mecha', 'harem'] }],
    ['never recommend me anything with mecha', { tags: ['Mecha'] }],
    ["I can't stand isekai, don't ever suggest it", { tags: ['isekai'] }],
    ['I am not interested in sports anime', { tags: ['Sports'] }],
  ])('"%s" is kept at once, and "undo" takes it back', async (words, refused) => {
    const { talk, never, list } = await conversation();

    const reply = await talk(words);

    expect(reply).toMatchObject({ success: true, interrupt: null, intent: { name: 'status_update' }, tool_calls: [{ name: 'set_preferences', ok: true }] });
    expect(reply.response).toMatch(/^No more .+ from now on\.\n\nSay “undo” to take it back\./);
    expect(await never()).toEqual({ ...none, ...refused });
    expect(await list('local')).toEqual([]);

    expect((await talk('undo')).response).toMatch(/may come up again\./);
    expect(await never()).toEqual(none);
    expect((await talk('redo')).response).toMatch(/^No more /);
    expect(await never()).toEqual({ ...none, ...refused });
  });

  it.each([
    ["I didn't like Naruto", ['Naruto']], ['i hated naruto', ['Naruto']], ['Naruto is not for me', ['Naruto']], ['not a fan of Naruto tbh', ['Naruto']], ["couldn't get into Naruto", ['Naruto']],
    ['naruto was so boring', ['Naruto']], ['I really did not enjoy Naruto at all', ['Naruto']], ["Naruto isn't my thing", ['Naruto']], ['Naruto was boring and I hated Bleach', ['Naruto', 'Bleach']],
  ])('"%s" is kept without a score, and "undo" takes it back', async (words, titles) => {
    const { talk, never, list, storage } = await conversation();

    const reply = await talk(words);

    expect(reply.response).toMatch(/^No more .+ from now on\. Noted: you do not like it.*\n\nSay “undo” to take it back\./);
    expect(await never()).toEqual({ ...none, franchises: titles });
    expect((await storage.wishes.read('local')).feedback.map(({ kind }) => kind)).toEqual(titles.map(() => 'disliked'));
    expect(await list('local')).toEqual([]);
    await talk('undo');
    expect(await storage.wishes.read('local')).toEqual({ preferences: noPreferences, feedback: [] });
  });

  it.each(["I don't want to watch Naruto", 'i never want to watch naruto', 'no, i dont want to see naruto'])('"%s" is a wish and no opinion', async (words) => {
    const { talk, never, storage } = await conversation();

    await talk(words);

    expect(await never()).toEqual({ ...none, franchises: ['Naruto'] });
    expect((await storage.wishes.read('local')).feedback).toEqual([]);
  });

  it.each([
    ["I watched Naruto and didn't like it", 'completed', null, ['Naruto']],
    ['finished Naruto, hated it', 'completed', null, ['Naruto']],
    ['finished Naruto, 3/10, hated it', 'completed', 3, []],
    ['dropped Naruto, it was boring', 'dropped', null, []],
  ] as const)('"%s": what was done, and the opinion where nothing else says it', async (words, status, score, franchises) => {
    const { talk, never, list } = await conversation();

    await talk(words);

    expect(await list('local')).toMatchObject([{ anime_id: 'mal:20', status, score }]);
    expect((await never()).franchises).toEqual(franchises);
  });

  it('what is not liked is neither suggested nor started from, though it stands on the list', async () => {
    const { talk } = await conversation();
    await talk('finished Monster');
    await talk('finished Death Note');

    await talk('I hated Monster');
    const { response } = await talk('recommend me something');

    expect(response).toContain('Death Note, which you finished');
    expect(response).not.toContain('like Monster');
  });

  it('before a request: kept, and the request is answered', async () => {
    const { talk, never } = await conversation();

    const reply = await talk("I didn't like Naruto, recommend something else");

    expect((await never()).franchises).toEqual(['Naruto']);
    expect(reply.results.length).toBeGreaterThan(2);
  });

  it('titles are called in one language, also where something is asked before it is done', async () => {
    const { talk } = await conversation();
    await talk('add Attack on Titan');
    expect((await talk('remove it')).interrupt?.question).toContain('Attack on Titan');
    await talk('no');
    await talk('call them by their romaji titles');
    expect((await talk('remove Attack on Titan')).interrupt?.question).toContain('Shingeki no Kyojin');
  });

  it('of a list of titles it means others, of the title spoken of that one', async () => {
    const { talk, never } = await conversation();
    await talk('sports anime');

    expect((await talk('not for me')).results.length).toBeGreaterThan(2);
    expect(await never()).toEqual(none);
    await talk('tell me about Monster');
    await talk('nah not for me');
    expect(await never()).toEqual({ ...none, titles: ['Monster'] });
  });

  it.each([
    ['I hate ecchi, never recommend it', { ecchi_level: 'hide' }],
    ['no more ecchi ever', { ecchi_level: 'hide' }],
    ['call them by their english titles', {}],
    ['call them by their romaji titles', { title_language: 'romaji' }],
    ['use native titles please', { title_language: 'native' }],
    ['titles in japanese please', { title_language: 'romaji' }],
    ['no spoilers ever', { spoiler_level: 'hide' }],
    ["I don't mind spoilers", { spoiler_level: 'show' }],
    ['always show adult anime', { adult_level: 'show' }],
  ])('"%s" sets a level', async (words, levels) => {
    const { talk, kept } = await conversation();

    const { intent, tool_calls } = await talk(words);

    expect([intent.name, tool_calls.map(({ name }) => name)]).toEqual(['status_update', ['set_preferences']]);
    expect(await kept()).toEqual({ ...noPreferences, ...levels });
    await talk('undo');
    expect(await kept()).toEqual(noPreferences);
  });

  it.each([
    ['mecha is fine again', 'never show me mecha'], ['you can recommend mecha again', 'no mecha ever again'], ['unblock Naruto', 'block Naruto'], ['I am interested in Naruto again', 'not interested in Naruto'],
    ['you can show me Naruto again', "don't show me anything from Naruto ever again"],
  ])('"%s" takes "%s" back', async (back, words) => {
    const { talk, never } = await conversation();
    await talk(words);
    expect(await never()).not.toEqual(none);

    expect((await talk(back)).response).toMatch(/may come up again/);

    expect(await never()).toEqual(none);
  });

  it.each([
    'no mecha', 'recommend something, but no mecha please', 'something like Naruto but no romance', 'what is Naruto about, no spoilers', 'I hate mecha', 'recommend me a mecha for people that hate mecha',
    'never heard of Naruto, what is it', 'show me Naruto', 'add Naruto', 'finished Naruto, never again', 'drop Naruto', "I don't want it on my list any more", 'is Naruto any good', 'show my list again',
  ])('"%s" is none', async (words) => {
    const { talk, kept } = await conversation();

    await talk(words);

    expect(await kept()).toEqual(noPreferences);
  });

  it('of a title in the list that was shown keeps it out of the next one, and counts', async () => {
    const { talk, storage } = await conversation();
    const first = await talk('recommend me something');
    const second = first.results[1];

    const kept = await talk('not interested in the second one');
    const again = await talk('recommend me something');

    expect(kept.response).toContain('“More” shows others.');
    expect((await storage.wishes.read('local')).feedback).toMatchObject([{ anime_id: second?.anime_id, kind: 'not_interested' }]);
    expect(again.results.map(({ anime_id }) => anime_id)).not.toContain(second?.anime_id);
    expect(again.response).toContain('(Left out because of your preferences: 1 title.)');
  });

  it('on a suggestion is feedback', async () => {
    const { talk, storage } = await conversation();
    const { results } = await talk('recommend me something');

    const reply = await talk('the first was a great suggestion');

    expect(reply.response).toMatch(/^Good to know/);
    expect((await storage.wishes.read('local')).feedback).toMatchObject([{ anime_id: results[0]?.anime_id, kind: 'liked' }]);
  });

  it('asks which title is meant when that is not clear', async () => {
    const { talk, never } = await conversation();

    const asked = await talk('never show me Fullmetal again');
    expect(asked.interrupt?.kind ?? asked.response).toMatch(/choose_title|title/);
    const done = await talk('the first');

    expect(done.response).toMatch(/^No more /);
    const { titles, franchises } = await never();
    expect([...titles, ...franchises]).toHaveLength(1);
  });

  it.each(['never show me anything by Toei', 'never recommend me anything from before 2000', "don't show me movies ever again", 'stop suggesting anything longer than 50 episodes'])('"%s" cannot be kept, which is said, and lists nothing', async (words) => {
    const { talk, kept } = await conversation();

    const reply = await talk(words);

    expect(reply.results).toEqual([]);
    expect(reply.response).toMatch(/^For good I can leave out titles.+For one request I can/);
    expect(await kept()).toEqual(noPreferences);
  });

  it('are taken back one by one, the last first, between changes of the list, and put back the same way', async () => {
    const { talk, never, list } = await conversation();
    for (const message of ['never show me mecha', 'add Monster', 'never show me horror']) await talk(message);

    await talk('undo');
    expect([await never(), (await list('local')).length]).toEqual([{ ...none, tags: ['Mecha'] }, 1]);
    const two = await talk('undo the last two');
    expect(two.response).toMatch(/off your list again\.\n\nMecha may come up again\./);
    expect([await never(), (await list('local')).length]).toEqual([none, 0]);
    for (const _ of ['mecha', 'Monster']) await talk('redo');
    expect([await never(), (await list('local')).length]).toEqual([{ ...none, tags: ['Mecha'] }, 1]);
  });

  it('is asked about by name when nothing is spoken of', async () => {
    const { talk, kept } = await conversation();

    expect((await talk('never show me that again')).response).toMatch(/which title/i);
    expect(await kept()).toEqual(noPreferences);
  });

  it('is read back, and undo goes to the list again when that was changed last', async () => {
    const { talk, never, list } = await conversation();
    await talk('never show me mecha');
    await talk('add Monster');

    expect((await talk('what are my preferences?')).response).toContain('- never shown: mecha, adult titles');
    expect((await talk('undo')).response).toMatch(/Monster.* is off your list again/);

    expect(await list('local')).toEqual([]);
    expect((await never()).tags).toEqual(['Mecha']);
  });

  it('commits with its turn, or not at all', async () => {
    const world = await createChatWorld({ steps: { onAnswer: () => { throw new Error('broken'); } } });

    await expect(world.say('never show me mecha')).rejects.toThrow();

    expect((await world.storage.wishes.read('mika')).preferences).toEqual(noPreferences);
  });
});

describe('what titles are called', () => {
  it('follows the wish in every sentence, and leaves the titles of the results alone', async () => {
    const { talk } = await conversation();
    const before = await talk('what is Attack on Titan about?');
    await talk('use romaji titles');

    const romaji = await talk('what is Attack on Titan about?');
    const added = await talk('add it');
    await talk('use native titles');
    const list = await talk('show my list');

    expect(before.response).toContain('**Attack on Titan**');
    expect([romaji.response, added.response].every((text) => text.includes('**Shingeki no Kyojin**') && !text.includes('Attack on Titan'))).toBe(true);
    expect(list.response).toContain('**進撃の巨人**');
    for (const { results } of [romaji, added, list]) expect(results[0]).toMatchObject({ title: 'Shingeki no Kyojin', title_english: 'Attack on Titan' });
  });
});

describe('spoilers', () => {
  it('of what comes later are kept back and said to be', async () => {
    const { talk } = await conversation();
    await talk('I am on episode 5 of Attack on Titan');

    const kept = await talk('what is Attack on Titan season 2 about?');
    await talk('show spoilers');
    const told = await talk('what is Attack on Titan season 2 about?');

    expect(kept.response).toContain('I keep back, because you have not finished Attack on Titan');
    expect(kept.results[0]?.synopsis).toBeNull();
    expect(told.results[0]?.synopsis).toEqual(expect.any(String));
    expect(told.response).toContain(told.results[0]?.synopsis?.slice(0, 20) ?? '');
  });
});

describe('taste', () => {
  const watched = async () => {
    const world = await conversation();
    for (const message of ['finished Monster, 9', 'finished Death Note, 9', 'finished Mushishi, 10', 'finished Steins;Gate, 9', 'finished Frieren, 10', 'dropped Naruto at episode 12']) await world.talk(message);
    return world;
  };

  it.each([
    ['am I a harsh critic?', /^You give 9\.4 on average, over 5 titles/], ['what do I usually drop?', /5 finished, 1 dropped/], ['what are my favourite genres?', /genres/], ['how has my taste changed?', /too few to see a change|no change to see/],
    ['which studio do I like most?', /studios/], ['analyze my taste', /^This is read from 6 titles that you have begun, 5 of them scored\./],
  ])('"%s" is answered from the list', async (question, answer) => {
    const { talk } = await watched();

    const reply = await talk(question);

    expect(reply.intent.name).toBe('analysis');
    expect(reply.response).toMatch(answer);
  });

  it('is not made up of an empty list', async () => {
    const { talk } = await conversation();

    expect((await talk('what is my taste?')).response).toMatch(/^Your list is empty/);
  });

  it('explains a suggestion by the own titles that speak for it', async () => {
    const { talk, storage } = await watched();
    const { results } = await talk('recommend me something');

    const why = await talk('why the second?');

    expect(why).toMatchObject({ intent: { name: 'explanation' }, tool_calls: [{ name: 'get_anime_details' }, { name: 'explain_recommendation' }] });
    expect(why.response).toMatch(/came up because: .+\n\nIt fits your list better than \d+ % of all titles I know\. .+ speaks most for it/s);
    expect(why.results[0]?.anime_id).toBe(results[1]?.anime_id);
    const shown = await storage.suggestions.list('local', { limit: 20 });
    expect(shown.map(({ anime_id }) => anime_id).sort()).toEqual(results.map(({ anime_id }) => anime_id).sort());
    expect(shown[0]).toMatchObject({ kind: 'recommendation', context: 'recommend me something', times: 1, reason: expect.any(String) });
  });

  it('records no suggestion of what was searched for or asked about', async () => {
    const { talk, storage } = await conversation();
    for (const message of ['what is Monster about?', 'search for time travel', 'compare Monster and Death Note']) await talk(message);

    expect(await storage.suggestions.list('local', { limit: 20 })).toEqual([]);
  });
});
