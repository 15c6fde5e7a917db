/** MyAnimeList's own export: `<myanimelist>` with one `<anime>` per entry. Read as a stream of tags, so that one broken row costs one row. */
import { SaxesParser } from 'saxes';
import type { AnimeType } from '../../domain/anime.ts';
import type { ListStatus } from '../../domain/list-entry.ts';
import { AppError } from '../../errors.ts';
import type { Steps } from '../../retrieval/steps.ts';
import { collectRows } from './collect-rows.ts';
import type { ExportedEntry, ListFormat, ParsedList, WrittenList } from './list-format.ts';
import { cleanText, readRow, refuseRow } from './read-row.ts';

const portion = 8 * 1024;
const deepest = 50;
/** An entry has about thirty. */
const mostFields = 100;
const longestField = 64 * 1024;
/** What is wrong so often is something else than a list. */
const mostComplaints = 10_000;

/** Whole scores from 1 to 10, 0 = not rated. */
const scale = { points: 1, step: 1 };

function* parse(text: string): Steps<ParsedList> {
  const reader = createReader();
  for (let at = 0; at < text.length; at += portion) {
    reader.push(text.slice(at, at + portion));
    yield;
  }
  return reader.end();
}

const createReader = () => {
  const parser = new SaxesParser({ position: true });
  const { rows, refused, add } = collectRows();
  const warnings: string[] = [];
  const names: string[] = [];
  let row: { line: number; kind: string; fields: Map<string, string>; broken: string | null; odd: boolean } | null = null;
  let field: { name: string; text: string } | null = null;
  let complaints = 0;
  let isList = false;

  const finishRow = (): void => {
    if (row === null) return;
    const { line, kind, fields, broken, odd } = row;
    row = null;
    field = null;
    const reason = broken ?? (kind === 'manga' ? 'It is a manga; the list is for anime.' : null);
    add(reason === null ? readRow(rawOf(line, fields, odd), scale) : refuseRow(line, fields.get('series_title') ?? fields.get('manga_title'), reason));
  };

  // Entities of a file's own are how a small file becomes a huge one, or reads another; no export has any.
  parser.on('doctype', () => {
    throw new AppError('invalid_input', 'The file declares a document type of its own, which no list export does.', { hint: 'Download the export again from your list service.' });
  });
  parser.on('error', ({ message }) => {
    complaints += 1;
    if (complaints > mostComplaints) throw new AppError('invalid_input', 'The file is not XML, or too damaged to be read.', { hint: 'Download the export again from your list service.' });
    if (row === null) return;
    if (/tag/.test(message)) row.broken ??= 'Its tags do not fit together.';
    else row.odd = true;
  });
  parser.on('opentag', ({ name }) => {
    names.push(name);
    if (names.length > deepest) throw new AppError('invalid_input', 'The file is nested too deeply for a list.', { hint: 'Download the export again from your list service.' });
    if (name === 'myanimelist') isList = true;
    if (name === 'anime' || name === 'manga') {
      if (row !== null && row.fields.size > 0) {
        row.broken ??= 'It has no end.';
        finishRow();
      }
      row = { line: parser.line, kind: name, fields: new Map(), broken: null, odd: false };
    } else if (row !== null || name.startsWith('user_')) field = { name, text: '' };
  });
  const addText = (text: string): void => {
    if (field !== null && field.text.length < longestField) field.text += text.slice(0, longestField);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ name }) => {
    names.pop();
    if (name === 'anime' || name === 'manga') finishRow();
    else if (field?.name === name) {
      if (row !== null && row.fields.size < mostFields) row.fields.set(name, field.text);
      else if (name === 'user_export_type' && field.text.trim() === '2') warnings.push('The file calls itself a manga list.');
      field = null;
    }
  });

  return {
    push: (text: string): void => void parser.write(text),
    end: (): ParsedList => {
      const truncated = names.length > 0;
      if (row !== null) {
        row.broken = 'The file ends in the middle of it.';
        finishRow();
      }
      parser.close();
      if (!isList && rows.length === 0 && refused.length === 0) {
        throw new AppError('invalid_input', 'This is not a MyAnimeList export.', { hint: 'It is an XML file that begins with <myanimelist>; MyAnimeList has it under Profile, List settings, Export.' });
      }
      if (complaints > 0 && !truncated) warnings.push('The XML is not quite well-formed; it was read as far as it can be.');
      return { rows, refused, warnings, truncated };
    },
  };
};

const rawOf = (line: number, fields: ReadonlyMap<string, string>, odd: boolean) => {
  const id = (fields.get('series_animedb_id') ?? '').trim();
  const notes = joinTags(cleanText(fields.get('my_comments') ?? ''), cleanText(fields.get('my_tags') ?? '').replaceAll('\n', ' '));
  return {
    line,
    refs: /^[1-9]\d*$/.test(id) ? [`mal:${id}`] : [],
    titles: [fields.get('series_title')],
    status: fields.get('my_status') || fields.get('shiki_status'),
    score: fields.get('my_score'),
    progress: fields.get('my_watched_episodes'),
    started_at: fields.get('my_start_date'),
    finished_at: fields.get('my_finish_date'),
    rewatches: fields.get('my_times_watched') ?? fields.get('my_rewatches'),
    notes,
    remarks: odd ? ['Characters that XML does not allow were left out or taken as they stand.'] : [],
  };
};

/** A list of ours has notes only; tags become their last line, and tags again when they are written. */
const joinTags = (comments: string, tags: string): string => [comments, ...(tags === '' || tags === comments ? [] : [`Tags: ${tags}`])].filter(Boolean).join('\n\n');
const splitTags = (notes: string): { comments: string; tags: string } => {
  const [, comments = '', tags] = /^(?:([\s\S]*\S)\n\n)?Tags: (\S(?:[^\n]*\S)?)$/.exec(notes) ?? [];
  return tags === undefined || tags === comments ? { comments: notes, tags: '' } : { comments, tags };
};

const statusWords: Record<ListStatus, string> = { watching: 'Watching', completed: 'Completed', on_hold: 'On-Hold', dropped: 'Dropped', plan_to_watch: 'Plan to Watch' };
const typeWords: Record<AnimeType, string> = { TV: 'TV', MOVIE: 'Movie', OVA: 'OVA', ONA: 'ONA', SPECIAL: 'Special', UNKNOWN: 'Unknown' };

function* write(entries: readonly ExportedEntry[]): Steps<WrittenList> {
  const blocks: string[] = [];
  const left_out: WrittenList['left_out'] = [];
  const totals: Record<ListStatus, number> = { watching: 0, completed: 0, on_hold: 0, dropped: 0, plan_to_watch: 0 };
  let rounded = 0;
  for (const [at, { stored, anime }] of entries.entries()) {
    if (at % 64 === 63) yield;
    const id = [stored.anime_id, ...(anime?.aliases ?? [])].find((alias) => alias.startsWith('mal:'))?.slice('mal:'.length);
    if (id === undefined) {
      left_out.push({ anime_id: stored.anime_id, title: stored.title, reason: 'MyAnimeList does not have it.' });
      continue;
    }
    const { status, score, progress, started_at, finished_at, rewatches, notes } = stored;
    const { comments, tags } = splitTags(notes ?? '');
    totals[status] += 1;
    if (score !== null && !Number.isInteger(score)) rounded += 1;
    const element = (name: string, value: string | number): string => `    <${name}>${value}</${name}>\n`;
    blocks.push([
      '  <anime>\n',
      element('series_animedb_id', id),
      element('series_title', cdata(anime?.title ?? stored.title)),
      element('series_type', typeWords[anime?.type ?? 'UNKNOWN']),
      element('series_episodes', anime?.episodes ?? 0),
      element('my_id', 0),
      element('my_watched_episodes', progress),
      element('my_start_date', malDate(started_at)),
      element('my_finish_date', malDate(finished_at)),
      element('my_rated', ''),
      element('my_score', Math.round(score ?? 0)),
      element('my_storage', ''),
      element('my_storage_value', '0.00'),
      element('my_status', statusWords[status]),
      element('my_comments', cdata(comments)),
      element('my_times_watched', rewatches),
      element('my_rewatch_value', ''),
      element('my_priority', 'LOW'),
      element('my_tags', cdata(tags)),
      element('my_rewatching', 0),
      element('my_rewatching_ep', 0),
      element('my_discuss', 1),
      element('my_sns', 'default'),
      // without it the site leaves entries it already has as they are
      element('update_on_import', 1),
      '  </anime>\n',
    ].join(''));
  }
  const head = `<?xml version="1.0" encoding="UTF-8" ?>\n<myanimelist>\n  <myinfo>\n    <user_id>0</user_id>\n    <user_name></user_name>\n    <user_export_type>1</user_export_type>\n    <user_total_anime>${blocks.length}</user_total_anime>\n    <user_total_watching>${totals.watching}</user_total_watching>\n    <user_total_completed>${totals.completed}</user_total_completed>\n    <user_total_onhold>${totals.on_hold}</user_total_onhold>\n    <user_total_dropped>${totals.dropped}</user_total_dropped>\n    <user_total_plantowatch>${totals.plan_to_watch}</user_total_plantowatch>\n  </myinfo>\n`;
  const warnings = rounded === 0 ? [] : [`${rounded} ${rounded === 1 ? 'score was' : 'scores were'} rounded: MyAnimeList has whole numbers only.`];
  return { text: `${head}${blocks.join('')}</myanimelist>\n`, written: blocks.length, left_out, warnings };
}

const cdata = (text: string): string => `<![CDATA[${cleanText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const malDate = (date: string | null): string => (date === null ? '0000-00-00' : `${date}${'-00'.repeat(2 - (date.length - 4) / 3)}`);

export const malXml: ListFormat = { extension: 'xml', mime_type: 'application/xml', parse, write };
