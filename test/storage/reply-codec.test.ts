import { expect, it } from 'vitest';
import { chatReplySchema, type ChatReply } from '../../src/domain/chat-turn.ts';
import { noEntities } from '../../src/domain/entities.ts';
import { createReplyCodec } from '../../src/storage/reply-codec.ts';
import { entry, reply } from './samples.ts';

const bebop = entry();
const codec = createReplyCodec({ entryById: (id) => (id === 'mal:1' ? bebop : undefined) });
const facts = { thread_id: 't', turn_id: 'turn-1', content: 'Try **Cowboy Bebop**.' };
const stored = (value: ChatReply, beside?: typeof facts): ChatReply => codec.unpack(JSON.parse(JSON.stringify(codec.pack(value, beside))), beside);

it('gives back the reply it was given, with the results of the catalogue', () => {
  const full = reply({
    entities: { ...noEntities(), genres: ['Action'], year_from: 1990, remove: true, progress: { kind: 'add', episodes: 1 }, count: 0 },
    interrupt: { id: 'i1', kind: 'confirm_change', question: 'Really?', options: [{ id: 'yes', label: 'Yes', anime_id: 'mal:1' }], diff: [{ anime_id: 'mal:1', before: null }] },
  });

  expect(stored(full, facts)).toEqual(full);
  expect(stored(full)).toEqual(full);
  expect(chatReplySchema.parse(stored(full, facts))).toEqual(full);
});

it('gives back a reply that says next to nothing', () => {
  const bare = reply({ success: false, response: '', entities: noEntities(), results: [], tool_calls: [], timing_ms: {} });

  expect(stored(bare, facts)).toEqual(bare);
});

it('keeps results without reasons and score as they are', () => {
  const plain = reply({ results: [bebop] });

  expect(stored(plain, facts).results).toEqual([bebop]);
});

it('keeps back on reading what was kept back when it was shown', () => {
  const veiled = reply({ results: [{ ...bebop, synopsis: null }, bebop] });

  expect(bebop.synopsis).not.toBeNull();
  expect(stored(veiled, facts).results).toEqual(veiled.results);
});

it('still names a result that has left the catalogue', () => {
  const gone = reply({ results: [{ ...entry({ anime_id: 'mal:404', title: 'Gone', year: 2001, type: 'MOVIE' }), reasons: ['short'] }] });

  const [result] = stored(gone, facts).results;

  expect(result).toMatchObject({ anime_id: 'mal:404', title: 'Gone', year: 2001, type: 'MOVIE', reasons: ['short'], synopsis: null, status: 'UNKNOWN' });
  expect(() => chatReplySchema.parse(stored(gone, facts))).not.toThrow();
});

it('rounds figures that nobody reads to the last digit', () => {
  const precise = reply({ timing_ms: { total: 5.123456 }, tool_calls: [{ name: 'x', arguments: {}, ok: true, duration_ms: 0.98765 }], results: [{ ...bebop, similarity_score: 0.123456 }] });

  const { timing_ms, tool_calls, results } = stored(precise, facts);

  expect([timing_ms['total'], tool_calls[0]?.duration_ms, results[0]?.similarity_score]).toEqual([5.1, 1, 0.1235]);
});

it('stores ten full results in less than two kilobytes and nothing of the message twice', () => {
  const reasons = ['Because you liked Trigun and rated it 9', 'Shares space, bounty hunters, noir'];
  const full = reply({ results: Array.from({ length: 10 }, (_, n) => ({ ...entry({ anime_id: `mal:${String(n)}` }), reasons, similarity_score: 0.5 })) });

  const packed = JSON.stringify(codec.pack(full, facts));

  expect(packed.length).toBeLessThan(2000);
  expect(packed).not.toContain(facts.content);
  expect(packed).not.toContain('turn-1');
  expect(packed).not.toContain('drift through the solar system');
});
