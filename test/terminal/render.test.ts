import { describe, expect, it } from 'vitest';
import { colourPaint, plainPaint, renderCard, renderEvent, renderWhy } from '../../src/terminal/render.ts';
import type { ChatEvent, ChatReply, Result } from '../../src/domain/chat-turn.ts';
import { noEntities } from '../../src/domain/entities.ts';

const [ESC, BEL, CSI, OSC] = ['\u001B', '\u0007', '\u009B', '\u009D'];
/** Clears the screen, sets the window title, hides what comes, in both notations; plus what moves the cursor. */
const hostile = `Evil${ESC}[2J${ESC}]0;owned${BEL}${CSI}31m${OSC}52;c;AAAA${BEL}\u0008\u0000\u007F\r Title`;
const harmful = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

const result: Result = {
  anime_id: 'mal:1', title: hostile, title_english: null, title_native: null, synonyms: [], type: 'TV', episodes: 12, duration_minutes: 24, status: 'FINISHED', year: 2011, season: 'SPRING',
  genres: [hostile, 'Drama'], tags: [], studios: [], score: 8.24, synopsis: `It begins.${hostile} ${'word '.repeat(100)}`, picture: null, links: {}, streaming: [], reasons: [hostile],
};
const call = { name: 'search_anime', arguments: { query: hostile }, ok: true, duration_ms: 1.5 };
const reply: ChatReply = {
  thread_id: 't', turn_id: 'u', success: true, response: hostile, intent: { name: 'search', confidence: 0.876, source: 'rules' },
  entities: { ...noEntities(), titles: [{ text: hostile, anime_id: null, title: null, confidence: 0 }], studios: [hostile], min_episodes: 3 },
  results: [result], tool_calls: [call], interrupt: null, brain: { mode: 'llm', model: hostile, degraded: true }, timing_ms: { total: 12.5 },
};
const events: ChatEvent[] = [
  { event: 'thread', data: { thread_id: hostile, turn_id: hostile } },
  { event: 'intent', data: { name: hostile, confidence: 1 } },
  { event: 'tool_start', data: { call_id: 'c', name: hostile, arguments: { query: hostile } } },
  { event: 'tool_end', data: { call_id: 'c', ok: true, duration_ms: 2 } },
  { event: 'token', data: { text: `**${hostile}** and \`${hostile}\`` } },
  { event: 'results', data: { results: [result] } },
  { event: 'interrupt', data: { id: 'i', kind: 'choose_title', question: hostile, options: [{ id: hostile, label: hostile }] } },
  { event: 'done', data: reply },
  { event: 'error', data: { error: { code: 'internal', message: hostile, hint: hostile, request_id: 'r' } } },
];
/** Only what the paint itself adds. */
const unpainted = (text: string): string => text.replaceAll(/\u001B\[(?:1|2|22)m/g, '');

describe('what is printed on a terminal', () => {
  it.each(events.map((event) => [event.event, event] as const))('has no control characters of the data in it: %s', (_name, event) => {
    expect(renderEvent(event, plainPaint)).not.toMatch(harmful);
    expect(unpainted(renderEvent(event, colourPaint))).not.toMatch(harmful);
  });

  it('has none in cards and explanations either', () => {
    for (const text of [renderCard(result, 80, plainPaint, 1), renderWhy(reply, plainPaint)]) expect(text).not.toMatch(harmful);
    for (const text of [renderCard(result, 80, colourPaint, 1), renderWhy(reply, colourPaint)]) expect(unpainted(text)).not.toMatch(harmful);
  });

  it('is markdown made plain: bold as bold, escapes as the characters themselves', () => {
    const text = (markdown: string) => renderEvent({ event: 'token', data: { text: markdown } }, colourPaint);

    expect(text('1. **Steins;Gate** (2011)\n\\*not bold\\*')).toBe(`1. ${ESC}[1mSteins;Gate${ESC}[22m (2011)\n*not bold*`);
    expect(text('**a \\*\\* b**')).toBe(`${ESC}[1ma ** b${ESC}[22m`);
  });

  it('shows a tool call in one line and its outcome behind it', () => {
    const start = renderEvent({ event: 'tool_start', data: { call_id: 'c', name: 'search_anime', arguments: { query: 'q'.repeat(300) } } }, plainPaint);
    const end = renderEvent({ event: 'tool_end', data: { call_id: 'c', ok: false, duration_ms: 3.2 } }, plainPaint);

    expect(start).toMatch(/^- search_anime \{"query":"q+… $/);
    expect(start.length).toBeLessThan(130);
    expect(end).toBe('failed, 3.2 ms\n');
  });

  it('is a numbered card that fits the window', () => {
    const rows = renderCard({ ...result, title: 'Kaiba', genres: ['Sci-Fi'], reasons: ['a road movie'] }, 60, plainPaint, 2).split('\n');

    expect(rows.slice(0, 3)).toEqual(['  2. Kaiba', '     TV · 2011 · 12 ep · ★ 8.2 · Sci-Fi', '     + a road movie']);
    expect(rows.length).toBe(6);
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(60);
  });

  it('says of a title only what is known', () => {
    const unknown: Result = { ...result, title: 'X', type: 'UNKNOWN', year: null, episodes: null, score: null, genres: [], synopsis: null, reasons: [] };

    expect(renderCard(unknown, 80, plainPaint, 1)).toBe('  1. X');
  });

  it('explains a turn: intent, what was understood, tools, brain', () => {
    const why = renderWhy({ ...reply, brain: { mode: 'embedded', model: null, degraded: false }, entities: { ...noEntities(), min_episodes: 3 } }, plainPaint);

    expect(why).toContain('intent search (88 %, rules)');
    expect(why).toContain('understood min_episodes=3\n');
    expect(why).toMatch(/tool search_anime .* ok 1\.5 ms/);
    expect(why).toContain('brain embedded; 12.5 ms');
  });
});
