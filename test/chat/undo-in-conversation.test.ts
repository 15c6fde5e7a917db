/** "Undo", in the words people use: what the conversation wrote is taken back, step by step, and said. */
import { describe, expect, it } from 'vitest';
import { createChatWorld } from './world.ts';

describe('undo', () => {
  const conversation = async () => {
    const world = await createChatWorld();
    const talk = (message: string) => world.runTurn({ message, thread_id: 't', user_id: 'local' });
    const list = async () => (await world.storage.list.all('local')).map(({ title, status, score }) => [title, status, score]);
    return { talk, list };
  };

  it.each(['undo', 'undo that', 'please undo', 'take that back', 'revert that'])('"%s" takes the last change back and says how the entry is now', async (words) => {
    const { talk, list } = await conversation();
    await talk('add Monster');
    await talk('finished it, 9');

    const reply = await talk(words);

    expect(reply.intent.name).toBe('watchlist');
    expect(reply.response).toMatch(/^Taken back\. \*\*Monster\*\*.* is as before: now plan to watch, score removed/);
    expect(await list()).toEqual([['Monster', 'plan_to_watch', null]]);
  });

  it('goes back step by step, several at once when so many are named, and says when nothing is left', async () => {
    const { talk, list } = await conversation();
    for (const message of ['add Monster', 'add Death Note', 'dropped Naruto']) await talk(message);

    const two = await talk('undo the last two changes');
    const rest = await talk('undo');
    const nothing = await talk('undo');

    expect(two.response).toMatch(/^Taken back:\n- \*\*Naruto\*\*.* is off your list again\.\n- \*\*Death Note\*\*.* is off your list again\.$/);
    expect(rest.response).toContain('**Monster** (2004) is off your list again.');
    expect(nothing).toMatchObject({ success: false, response: 'There is no change to take back.' });
    expect(await list()).toEqual([]);
  });

  it('takes back the change of the title that is named, or says that there is none', async () => {
    const { talk, list } = await conversation();
    for (const message of ['add Monster', 'add Naruto', 'add Death Note']) await talk(message);

    const named = await talk('undo adding Monster');
    const never = await talk('undo adding Bleach');

    expect(named.response).toContain('**Monster** (2004) is off your list again.');
    expect(never).toMatchObject({ success: false, response: 'There is no change of Bleach to take back.' });
    expect((await list()).map(([title]) => title).sort()).toEqual(['Death Note', 'Naruto']);
  });

  it.each(['undo the undo', 'redo'])('"%s" brings back what was taken back', async (words) => {
    const { talk, list } = await conversation();
    for (const message of ['add Monster', 'add Naruto', 'undo']) await talk(message);

    await talk(words);

    expect((await list()).map(([title]) => title).sort()).toEqual(['Monster', 'Naruto']);
  });

  it('goes forward step by step too, and says when nothing is left to put back', async () => {
    const { talk, list } = await conversation();
    for (const message of ['add Monster', 'add Naruto', 'undo', 'undo', 'redo']) await talk(message);
    expect(await list()).toEqual([['Monster', 'plan_to_watch', null]]);

    await talk('redo');
    const nothing = await talk('redo');

    expect((await list()).map(([title]) => title).sort()).toEqual(['Monster', 'Naruto']);
    expect(nothing).toMatchObject({ success: false, response: 'Nothing that was taken back is left to put back.' });
  });

  it('is told in the log: what was taken back, and by which change', async () => {
    const { talk } = await conversation();
    for (const message of ['add Monster', 'finished it, 9', 'undo']) await talk(message);

    const { response } = await talk('what changed this week');

    expect(response.split('\n').filter((line) => line.startsWith('- '))).toEqual([expect.stringMatching(/\(by an undo\)$/), expect.stringMatching(/\(taken back since\)$/), expect.stringMatching(/added: plan to watch$/)]);
  });

  it('is a "no" while a question is open', async () => {
    const { talk, list } = await conversation();
    await talk('add Monster');
    expect((await talk('add Death Note and Naruto')).interrupt).not.toBeNull();

    await talk('undo');

    expect(await list()).toEqual([['Monster', 'plan_to_watch', null]]);
  });

  it('takes back all that one message changed', async () => {
    const { talk, list } = await conversation();
    await talk('add Monster');
    const asked = await talk('finished Monster and dropped Naruto');
    if (asked.interrupt !== null) await talk('yes');

    await talk('undo');

    expect(await list()).toEqual([['Monster', 'plan_to_watch', null]]);
  });
});
