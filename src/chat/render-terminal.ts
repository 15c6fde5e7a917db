/** A turn's events as terminal text. Pure: event in, text out. */
import type { ChatEvent, ChatReply, Result } from '../domain/chat-turn.ts';

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
    case 'interrupt': return paint.dim(`\n(answer with ${visible(event.data.options.map(({ id }) => id).join(', '))}, or in words)`);
    case 'error': return `${renderProblem(event.data.error)}\n`;
    default: return '';
  }
};

export const renderProblem = ({ message, hint }: { readonly message: string; readonly hint?: string | undefined }): string => visible([message, hint ?? ''].join(' ').trim());

/** One card of a result, fitted to the width. */
export const renderCard = (result: Result, width: number, paint: Paint): string => {
  const facts = [result.type === 'UNKNOWN' ? null : result.type, result.year, result.episodes === null ? null : `${result.episodes} ep`, result.score === null ? null : `★ ${result.score.toFixed(1)}`];
  const rows = [
    paint.bold(visible(result.title)),
    paint.dim([...facts.filter((fact) => fact !== null), ...result.genres.slice(0, 3).map((genre) => visible(genre))].join(' · ')),
    ...wrap(visible(result.synopsis ?? ''), Math.max(20, width - 4)).slice(0, 3),
  ];
  return rows.filter((row) => row !== '').map((row) => `  ${row}`).join('\n');
};

/** `/why`: what the last turn understood, asked and cost. */
export const renderWhy = ({ intent, entities, tool_calls, brain, timing_ms }: ChatReply, paint: Paint): string => {
  const said = Object.entries(entities).filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0));
  return [
    `${paint.bold('intent')} ${visible(intent.name)} (${Math.round(intent.confidence * 100)} %, ${visible(intent.source)})`,
    `${paint.bold('understood')} ${said.length === 0 ? 'no constraints' : said.map(([name, value]) => `${name}=${visible(JSON.stringify(value))}`).join(' ')}`,
    ...tool_calls.map(({ name, arguments: args, ok, duration_ms }) => `${paint.bold('tool')} ${visible(name)} ${argumentsOf(args)} ${ok ? 'ok' : 'failed'} ${duration_ms} ms`),
    `${paint.bold('brain')} ${brain.mode}${brain.model === null ? '' : ` ${visible(brain.model)}`}${brain.degraded ? ', degraded' : ''}; ${timing_ms['total'] ?? 0} ms`,
    '',
  ].join('\n');
};

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

const wrap = (text: string, width: number): string[] => {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (row !== '' && row.length + word.length + 1 > width) {
      rows.push(row);
      row = '';
    }
    row = row === '' ? word : `${row} ${word}`;
  }
  return row === '' ? rows : [...rows, row];
};
