/** What the agent does while it answers, and afterwards what it did. */
import { html } from './preact.js';

const toolWords = {
  search_anime: 'Searching the catalogue', get_anime_details: 'Looking up a title', get_similar_anime: 'Finding similar anime', get_recommendations: 'Choosing recommendations',
  explain_recommendation: 'Working out why', compare_anime: 'Comparing titles', get_seasonal_anime: 'Going through the season', get_watch_order: 'Sorting out the watch order',
  get_watchlist: 'Reading your list', get_watchlist_changes: 'Looking at what changed', update_watchlist: 'Changing your list', undo_watchlist_change: 'Undoing a change', import_watchlist: 'Reading a list file', export_watchlist: 'Writing a list file', analyze_user_preferences: 'Studying your taste', set_preferences: 'Noting your preferences',
};

/** @param steps `{ intent, calls: [{ name, arguments, ok?, duration_ms? }], waiting }` @param reply once it is there */
export const Steps = ({ steps: { intent, calls, waiting }, reply }) => html`<details class="steps">
  <summary>${reply ? summaryOf(reply) : waiting ? 'Connection lost. Trying again…' : `${toolWords[calls.at(-1)?.name] ?? (intent ? `Understood as ${plain(intent)}` : 'Thinking')}…`}</summary>
  <ol>
    ${intent && html`<li>Understood as ${plain(intent)}</li>`}
    ${calls.map(({ name, arguments: args, ok, duration_ms }) => html`<li class=${ok === false ? 'failed' : ''}>
      ${toolWords[name] ?? name} <code>${name}</code> <span class="arguments">${shorten(JSON.stringify(args), 160)}</span>${ok !== undefined && ` ${ok ? '' : 'refused, '}${duration(duration_ms)}`}
    </li>`)}
  </ol>
</details>`;

const summaryOf = ({ intent, tool_calls, brain, timing_ms }) => {
  const calls = tool_calls.length === 0 ? '' : ` · ${tool_calls.length} tool${tool_calls.length === 1 ? '' : 's'}`;
  return `${plain(intent.name)}${calls} · ${duration(timing_ms.total ?? 0)}${brain.degraded ? ' · without the model, which did not answer' : ''}`;
};

const plain = (name) => name.replaceAll('_', ' ');
const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const duration = (ms) => (ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);
