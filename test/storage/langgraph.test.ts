/** A real graph on our saver: what a conversation does with it. */
import { Annotation, Command, END, START, StateGraph, interrupt, isInterrupted } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Storage } from '../../src/storage/storage.ts';
import { sqliteUnderTest } from './sqlite-under-test.ts';

const State = Annotation.Root({ wish: Annotation<string>, title: Annotation<string | null>, said: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }) });

const graphOn = (checkpointer: BaseCheckpointSaver) =>
  new StateGraph(State)
    .addNode('understand', ({ wish }) => ({ said: [`looking for ${wish}`] }))
    .addNode('ask_back', () => ({ title: interrupt<unknown, string>({ question: 'Which one?', options: ['Naruto', 'Boruto'] }) }))
    .addNode('answer', ({ title }) => ({ said: [`added ${String(title)}`] }))
    .addEdge(START, 'understand')
    .addEdge('understand', 'ask_back')
    .addEdge('ask_back', 'answer')
    .addEdge('answer', END)
    .compile({ checkpointer });

const config = { configurable: { thread_id: 't' }, durability: 'exit' as const };
const open = (storage: Storage, turn_id: string) => storage.turns.open({ turn_id, thread_id: 't', user_id: 'ann' });

let under: ReturnType<typeof sqliteUnderTest>;
beforeEach(() => {
  under = sqliteUnderTest();
});
afterEach(() => under.dispose());

it('goes on after an interrupt that was committed before the program stopped', async () => {
  const before = await under.open();
  const unit = await open(before, 'turn-1');
  expect(isInterrupted(await graphOn(before.checkpointer).invoke({ wish: 'ninjas' }, config))).toBe(true);
  await before.turns.commit(unit, { title: 'ninjas', messages: [{ role: 'user', content: 'ninjas' }] });
  await before.close();

  const after = await under.open();
  const graph = graphOn(after.checkpointer);
  const next = await open(after, 'turn-2');
  const pending = await graph.getState(config);
  expect(pending.next).toEqual(['ask_back']);
  expect(pending.tasks[0]?.interrupts[0]?.value).toEqual({ question: 'Which one?', options: ['Naruto', 'Boruto'] });
  const result = await graph.invoke(new Command({ resume: 'Naruto' }), config);
  await after.turns.commit(next, { title: 'ninjas', messages: [{ role: 'user', content: 'the first' }] });

  expect(result.said).toEqual(['looking for ninjas', 'added Naruto']);
  expect((await graph.getState(config)).next).toEqual([]);
  expect((await graph.getState(config)).values).toMatchObject({ title: 'Naruto', said: ['looking for ninjas', 'added Naruto'] });
});

it('asks again when the turn that answered was abandoned', async () => {
  const storage = await under.open();
  const graph = graphOn(storage.checkpointer);
  const first = await open(storage, 'turn-1');
  await graph.invoke({ wish: 'ninjas' }, config);
  await storage.turns.commit(first, { title: 'ninjas', messages: [] });

  const second = await open(storage, 'turn-2');
  await graph.invoke(new Command({ resume: 'Boruto' }), config);
  storage.turns.abandon(second);

  expect((await graph.getState(config)).next).toEqual(['ask_back']);
  expect((await graph.getState(config)).values).toMatchObject({ said: ['looking for ninjas'] });
});

it('leaves nothing of a first turn that was abandoned', async () => {
  const storage = await under.open();
  const graph = graphOn(storage.checkpointer);
  const unit = await open(storage, 'turn-1');
  await graph.invoke({ wish: 'ninjas' }, config);
  storage.turns.abandon(unit);

  expect((await graph.getState(config)).values).toEqual({});
  expect(await storage.threads.get('ann', 't')).toBeNull();
});

it('takes a new message while a question is pending', async () => {
  const storage = await under.open();
  const graph = graphOn(storage.checkpointer);
  for (const [turn, wish] of [['turn-1', 'ninjas'], ['turn-2', 'pirates']] as const) {
    const unit = await open(storage, turn);
    await graph.invoke({ wish }, config);
    await storage.turns.commit(unit, { title: wish, messages: [] });
  }

  const state = await graph.getState(config);

  expect(state.next).toEqual(['ask_back']);
  expect(state.values).toMatchObject({ wish: 'pirates', said: ['looking for ninjas', 'looking for pirates'] });
});

it('keeps one checkpoint per thread however long it gets', async () => {
  const storage = await under.open();
  const graph = graphOn(storage.checkpointer);
  for (let n = 1; n <= 5; n += 1) {
    const unit = await open(storage, `turn-${String(n)}`);
    await graph.invoke({ wish: `wish ${String(n)}` }, config);
    await graph.invoke(new Command({ resume: 'x' }), config);
    await storage.turns.commit(unit, { title: 'x', messages: [] });
  }

  const wishes: unknown[] = [];
  for await (const state of graph.getStateHistory(config)) wishes.push(state.values.wish);

  expect(wishes).toEqual(['wish 5']);
});

it('keeps the history of a graph that runs outside a turn', async () => {
  const storage = await under.open();
  const graph = graphOn(storage.checkpointer);
  await graph.invoke({ wish: 'ninjas' }, { ...config, durability: 'sync' });
  await graph.invoke(new Command({ resume: 'Naruto' }), { ...config, durability: 'sync' });

  const steps: string[][] = [];
  for await (const state of graph.getStateHistory(config)) steps.push([...state.next]);

  expect(steps).toEqual([[], ['answer'], ['ask_back'], ['understand'], ['__start__']]);
});
