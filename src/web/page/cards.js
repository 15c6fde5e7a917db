/* global ResizeObserver */
/** What an answer shows besides its text: result cards, steps, the buttons of a question. */

/** An element with classes and children; strings become text nodes. */
export const make = (tag, classes, ...children) => {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
};

const types = { TV: 'TV', MOVIE: 'Movie', OVA: 'OVA', ONA: 'ONA', SPECIAL: 'Special' };
const toolWords = {
  search_anime: 'Searching the catalogue', get_anime_details: 'Looking up a title', get_similar_anime: 'Finding similar anime', get_recommendations: 'Choosing recommendations',
  explain_recommendation: 'Working out why', compare_anime: 'Comparing titles', get_seasonal_anime: 'Going through the season', get_watch_order: 'Sorting out the watch order',
  get_watchlist: 'Reading your list', get_watchlist_changes: 'Looking at what changed', update_watchlist: 'Changing your list', undo_watchlist_change: 'Undoing a change', import_watchlist: 'Reading a list file', export_watchlist: 'Writing a list file', analyze_user_preferences: 'Studying your taste', set_preferences: 'Noting your preferences',
};

export const resultCard = (entry) => {
  const facts = [
    entry.year,
    types[entry.type],
    entry.episodes ? `${entry.episodes} episode${entry.episodes === 1 ? '' : 's'}` : null,
    entry.duration_minutes ? `${entry.duration_minutes} min` : null,
    entry.score === null ? null : `★ ${entry.score.toFixed(1)}`,
  ].filter(Boolean);
  const other = [entry.title_english, entry.title_native].find((title) => title && title.toLowerCase() !== entry.title.toLowerCase());
  const synopsis = entry.synopsis ? make('p', 'synopsis', entry.synopsis) : null;
  const card = make(
    'li',
    'card',
    make('h3', '', titleOf(entry)),
    other ? make('p', 'other-title', other) : null,
    make('p', 'facts', facts.join(' · ')),
    entry.genres.length > 0 ? make('p', 'genres', ...entry.genres.slice(0, 4).map((genre) => make('span', '', genre))) : null,
    entry.reasons?.length > 0 ? make('ul', 'reasons', ...entry.reasons.slice(0, 3).map((reason) => make('li', '', reason))) : null,
    synopsis,
  );
  if (synopsis !== null) {
    const more = make('button', 'more quiet', 'More');
    more.type = 'button';
    more.setAttribute('aria-expanded', 'false');
    more.addEventListener('click', () => {
      const open = card.classList.toggle('open');
      more.textContent = open ? 'Less' : 'More';
      more.setAttribute('aria-expanded', String(open));
    });
    card.append(more);
    // Whether the text is clipped is known once it is laid out.
    new ResizeObserver(() => {
      more.hidden = !card.classList.contains('open') && synopsis.scrollHeight <= synopsis.clientHeight + 1;
    }).observe(synopsis);
  }
  return card;
};

/** Links come from data: only web addresses become one. */
const titleOf = ({ title, links }) => {
  const url = Object.values(links ?? {}).find((link) => /^https:\/\//.test(link));
  if (url === undefined) return title;
  const link = make('a', '', title);
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
};

/** @returns {{ element: HTMLElement, intent(name: string): void, start(call: object): void, end(call: object): void, finish(reply: object): void }} */
export const stepList = () => {
  const summary = make('summary', '', 'Thinking…');
  const list = make('ol', '');
  const element = make('details', 'steps', summary, list);
  const rows = new Map();
  return {
    element,
    intent: (name) => list.append(make('li', 'done', `Understood as ${name.replaceAll('_', ' ')}`)),
    start: ({ call_id, name, arguments: args }) => {
      summary.textContent = `${toolWords[name] ?? name}…`;
      const row = make('li', '', make('code', '', name), ' ', make('span', 'arguments', shorten(JSON.stringify(args), 160)));
      rows.set(call_id, row);
      list.append(row);
    },
    end: ({ call_id, ok, duration_ms }) => {
      const row = rows.get(call_id);
      if (row === undefined) return;
      row.className = ok ? 'done' : 'failed';
      row.append(` ${ok ? '' : 'refused, '}${duration(duration_ms)}`);
    },
    finish: ({ intent, tool_calls, brain, timing_ms }) => {
      const calls = tool_calls.length === 0 ? '' : ` · ${tool_calls.length} tool call${tool_calls.length === 1 ? '' : 's'}`;
      summary.textContent = `${capital(intent.name.replaceAll('_', ' '))}${calls} · ${duration(timing_ms.total ?? 0)}${brain.degraded ? ' · without the model, which did not answer' : ''}`;
    },
  };
};

/** Steps of an answer that is read back, where only the reply is left. */
export const replaySteps = (steps, reply) => {
  steps.intent(reply.intent.name);
  reply.tool_calls.forEach((call, index) => {
    steps.start({ ...call, call_id: index });
    steps.end({ ...call, call_id: index });
  });
  steps.finish(reply);
};

export const questionButtons = (interrupt, choose) => {
  const buttons = interrupt.options.map((option) => {
    const button = make('button', '', option.label);
    button.type = 'button';
    button.addEventListener('click', () => choose(option));
    return button;
  });
  const group = make('div', 'options', ...buttons);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', interrupt.question);
  return make('div', '', interrupt.diff?.length > 0 ? make('ul', 'diff', ...interrupt.diff.map(({ title, before, after }) => make('li', '', make('strong', '', String(title)), `: ${listState(before)} → ${listState(after)}`))) : null, group);
};

const listState = (side) => {
  if (side === null || side === undefined) return 'not on your list';
  const { status, score, progress } = side;
  return [String(status).replaceAll('_', ' '), score === null ? null : `score ${score}`, progress > 0 && status !== 'completed' ? `episode ${progress}` : null].filter(Boolean).join(', ');
};

const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const duration = (ms) => (ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
