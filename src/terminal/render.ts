/** Events, replies and lists as terminal text. Pure: data in, text out, and no control character of the data with it. */
import type { ChatEvent, Interrupt, Result } from '../domain/chat-turn.ts';
import type { Answer, Past, ToolInfo } from './session.ts';
import { wrapped } from './wrap.ts';

export type Paint = { dim(text: string): string; bold(text: string): string };

export const plainPaint: Paint = { dim: (text) => text, bold: (text) => text };
export const colourPaint: Paint = { dim: (text) => `\u001B[2m${text}\u001B[22m`, bold: (text) => `\u001B[1m${text}\u001B[22m` };

/** What to print for one event; empty for those that show nothing. */
export const renderEvent = (event: ChatEvent, paint: Paint): string => {
  switch (event.event) {
    case 'intent': return paint.dim(`understood as ${visible(event.data.name.replaceAll('_', ' '))}\n`);
    case 'tool_start': return paint.dim(`- ${visible(event.data.name)} ${argumentsOf(event.data.arguments)} `);
    case 'tool_end': return paint.dim(`${event.data.ok ? 'ok' : 'failed'}, ${event.data.duration_ms} ms\n`);
    case 'token': return markdown(event.data.text, paint);
    case 'interrupt': return paint.dim(`\n(${waysToAnswer(event.data)}, or in words)`);
    case 'error': return `${renderProblem(event.data.error)}\n`;
    default: return '';
  }
};

/** Titles to choose from are numbered in the question itself. */
const waysToAnswer = ({ kind, options }: Interrupt): string => (kind === 'choose_title' ? 'answer with a number' : options.map(({ label }, at) => `${at + 1} ${visible(label)}`).join(', '));

export const renderProblem = ({ message, hint }: { readonly message: string; readonly hint?: string | undefined }): string => visible([message, hint ?? ''].join(' ').trim());

/** One card of a result, fitted to the width. @param number what "the second" counts */
export const renderCard = (result: Result, width: number, paint: Paint, number: number): string => {
  const room = Math.max(20, width - 6);
  const facts = [result.type === 'UNKNOWN' ? null : result.type, result.year, result.episodes === null ? null : `${result.episodes} ep`, result.score === null ? null : `★ ${result.score.toFixed(1)}`];
  const rows = [
    ...wrapped(visible(result.title_english ?? result.title), room).map((row) => paint.bold(row)),
    ...wrapped([...facts.filter((fact) => fact !== null), ...result.genres.slice(0, 3).map((genre) => visible(genre))].join(' · '), room).map((row) => paint.dim(row)),
    ...(result.reasons ?? []).slice(0, 2).flatMap((reason) => wrapped(`+ ${visible(reason)}`, room)),
    ...wrapped(visible(result.synopsis ?? ''), room).slice(0, 3),
  ];
  return rows.map((row, at) => `${at === 0 ? `${number}.`.padStart(4) : '    '} ${row}`).join('\n');
};

/** `/why`: what the last turn understood, asked and cost. */
export const renderWhy = ({ intent, entities, tool_calls, brain, timing_ms }: Answer, paint: Paint): string => {
  if (intent === undefined || entities === undefined || tool_calls === undefined || brain === undefined || timing_ms === undefined) return 'The server elsewhere does not say.\n';
  const said = Object.entries(entities).filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0));
  return [
    `${paint.bold('intent')} ${visible(intent.name)} (${Math.round(intent.confidence * 100)} %, ${visible(intent.source)})`,
    `${paint.bold('understood')} ${said.length === 0 ? 'no constraints' : said.map(([name, value]) => `${name}=${visible(JSON.stringify(value))}`).join(' ')}`,
    ...tool_calls.map(({ name, arguments: args, ok, duration_ms }) => `${paint.bold('tool')} ${visible(name)} ${argumentsOf(args)} ${ok ? 'ok' : 'failed'} ${duration_ms} ms`),
    `${paint.bold('brain')} ${brain.mode}${brain.model === null ? '' : ` ${visible(brain.model)}`}${brain.degraded ? ', degraded' : ''}; ${timing_ms['total'] ?? 0} ms`,
    '',
  ].join('\n');
};

export const renderPast = (past: readonly Past[], paint: Paint): string =>
  past.map(({ title, updated_at }, at) => `${`${at + 1}.`.padStart(4)} ${visible(title)} ${paint.dim(updated_at.slice(0, 16).replace('T', ' '))}\n`).join('');

/** What was said last in a conversation. */
export const renderSaid = (messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[], paint: Paint): string =>
  messages.map(({ role, content }) => `${role === 'user' ? paint.dim(`> ${visible(content)}`) : markdown(content, paint)}\n`).join('');

export const renderTools = (tools: readonly ToolInfo[], width: number, paint: Paint): string =>
  tools.map(({ name, description }) => `${paint.bold(visible(name))}\n${wrapped(visible(description), Math.max(20, width - 4)).map((row) => `    ${row}\n`).join('')}`).join('');

/** What a tool answered. */
export const renderData = (data: unknown): string => `${visible(typeof data === 'string' ? data : JSON.stringify(data, null, 2), true)}\n`;

const argumentsOf = (args: Record<string, unknown>): string => {
  const text = visible(JSON.stringify(args));
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
};

const markdown = (text: string, paint: Paint): string =>
  visible(text, true)
    .replace(/\*\*((?:[^*\\]|\\.)+)\*\*/g, (_, bold: string) => paint.bold(bold))
    .replace(/\\([\\`*_[\]<>|])/g, '$1');

/** Titles and notes may carry escape sequences; a terminal must never see them. */
const visible = (text: string, lines = false): string => text.replace(lines ? /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g : /[\u0000-\u001F\u007F-\u009F]/g, '');
