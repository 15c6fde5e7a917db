import { describe, expect, it } from 'vitest';
import { messagePageSchema, threadSchema } from '../../src/web/openapi/components.ts';
import { addThread, startApp } from './support.ts';

describe('/api/v1/threads', () => {
  it('lists the conversations of a user, last used first, in pages', async () => {
    const { json, storage } = await startApp();
    for (const thread_id of ['a', 'b', 'c']) await addThread(storage, { thread_id, title: `talk ${thread_id}` });
    await addThread(storage, { thread_id: 'other', user_id: 'ann' });

    const all = await json('GET', '/api/v1/threads');
    const first = await json('GET', '/api/v1/threads?limit=2');
    const second = await json('GET', '/api/v1/threads?limit=2&offset=2');

    expect(all.body.threads.map(({ thread_id }: { thread_id: string }) => thread_id).sort()).toEqual(['a', 'b', 'c']);
    expect(all.body.next_offset).toBeNull();
    expect([...first.body.threads, ...second.body.threads]).toEqual(all.body.threads);
    expect([first.body.next_offset, second.body.next_offset]).toEqual([2, null]);
  });

  it('shows, renames and deletes one', async () => {
    const { json, storage } = await startApp();
    await addThread(storage);

    const shown = await json('GET', '/api/v1/threads/t1');
    const renamed = await json('PATCH', '/api/v1/threads/t1', { title: ' Cozy evenings ' });
    const deleted = await json('DELETE', '/api/v1/threads/t1');
    const gone = await json('GET', '/api/v1/threads/t1');

    expect(threadSchema.parse(shown.body)).toMatchObject({ thread_id: 't1', title: 'A talk', message_count: 2 });
    expect(renamed.body).toMatchObject({ thread_id: 't1', title: 'Cozy evenings' });
    expect([deleted.status, deleted.body]).toEqual([204, undefined]);
    expect([gone.status, gone.body.error.code]).toEqual([404, 'not_found']);
  });

  it('pages through messages, oldest first', async () => {
    const { json, storage } = await startApp();
    await addThread(storage, { turns: 3 });

    const first = await json('GET', '/api/v1/threads/t1/messages?limit=4');
    const second = await json('GET', `/api/v1/threads/t1/messages?limit=4&after=${first.body.next}`);

    expect(messagePageSchema.parse(first.body).messages.map(({ content }) => content)).toEqual(['question 0', 'answer 0', 'question 1', 'answer 1']);
    expect(second.body.messages.map(({ content }: { content: string }) => content)).toEqual(['question 2', 'answer 2']);
    expect(second.body.next).toBeNull();
    expect(first.body.messages[1].reply).toMatchObject({ success: true, intent: { name: 'recommendation' } });
  });

  it("answers another user's thread exactly like one that does not exist", async () => {
    const { json, storage } = await startApp();
    await addThread(storage, { thread_id: 'hers', user_id: 'ann' });
    const tries = [['GET', ''], ['PATCH', '', { title: 'x' }], ['DELETE', ''], ['GET', '/messages']] as const;

    for (const [method, rest, body] of tries) {
      const [hers, none] = await Promise.all(['hers', 'none'].map((id) => json(method, `/api/v1/threads/${id}${rest}`, body, { 'X-Request-Id': 'same' })));
      expect(hers).toMatchObject({ status: 404, body: none?.body });
    }
    expect((await json('GET', '/api/v1/threads/hers?user_id=ann')).status).toBe(200);
  });

  it.each([
    ['/api/v1/threads?limit=0', 'limit'],
    ['/api/v1/threads?limit=many', 'limit'],
    ['/api/v1/threads?limt=5', 'limt'],
    ['/api/v1/threads?user_id=a%20b', 'user_id'],
    ['/api/v1/threads/t1/messages?limit=1001', 'limit'],
    ['/api/v1/threads/t1/messages?after=nonsense', 'cursor'],
    ['/api/v1/threads?limit=1&limit=2', 'limit'],
  ])('refuses %s and names the problem', async (path, named) => {
    const { json, storage } = await startApp();
    await addThread(storage);

    const { status, body } = await json('GET', path);

    expect([status, body.error.code]).toEqual([400, 'invalid_input']);
    expect(body.error.message).toContain(named);
  });

  it('refuses an empty title', async () => {
    const { json, storage } = await startApp();
    await addThread(storage);

    expect(await json('PATCH', '/api/v1/threads/t1', { title: '  ' })).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
  });
});
