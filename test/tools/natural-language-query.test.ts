import { describe, expect, it } from 'vitest';
import { call, createWorld, reply } from './world.ts';

describe('natural_language_query', () => {
  it('answers with the turn', async () => {
    const world = await createWorld({ answer: reply({ response: 'Try **Kaminari Squad**.' }) });

    const result = await call(world, 'natural_language_query', { query: 'something loud', user_context: { user_id: 'mika', mood: 'tired' }, thread_id: 'th-1' });

    expect(Object.keys(result).sort()).toEqual(['entities', 'intent', 'interrupt', 'query', 'response', 'results', 'success', 'thread_id']);
    expect(result).toMatchObject({ success: true, query: 'something loud', response: 'Try **Kaminari Squad**.', thread_id: 'th-1', interrupt: null, intent: { name: 'general' } });
    expect(world.turns[0]?.[0]).toEqual({ message: 'something loud', user_id: 'mika', thread_id: 'th-1' });
  });

  it('lets user_id name the profile as in every tool, and hands on the idempotency key', async () => {
    const world = await createWorld();

    await call(world, 'natural_language_query', { query: 'hi', user_id: 'mika', idempotency_key: 'k1' });

    expect(world.turns[0]).toMatchObject([{ message: 'hi', user_id: 'mika' }, { idempotencyKey: 'k1' }]);
    expect(world.turns[0]?.[1]?.signal).toBeInstanceOf(AbortSignal);
  });

  it('passes on a question of the agent', async () => {
    const interrupt = { id: 'i1', kind: 'choose_title' as const, question: 'Which one?', options: [{ id: 'o1', label: 'The first', anime_id: 'mal:5' }] };

    expect(await call(await createWorld({ answer: reply({ interrupt }) }), 'natural_language_query', { query: 'add Kumo to Ken' })).toMatchObject({ interrupt });
  });

  it.each([
    ['an empty question', { query: ' ' }],
    ['a question that is too long', { query: 'x'.repeat(10_001) }],
    ['two different profiles', { query: 'hi', user_id: 'mika', user_context: { user_id: 'noa' } }],
    ['a profile of another form', { query: 'hi', user_context: { user_id: 'a b' } }],
    ['a thread id of another form', { query: 'hi', thread_id: '../x' }],
  ])('refuses %s', async (_what, args) => {
    const world = await createWorld();

    expect(await call(world, 'natural_language_query', args)).toMatchObject({ refused: { code: 'invalid_input' } });
    expect(world.turns).toEqual([]);
  });
});
