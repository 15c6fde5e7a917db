/* global AbortController, addEventListener, crypto */
import { make, questionButtons, replaySteps, resultCard, stepList } from './cards.js';
import { readBack, sendTurn, thread } from './conversation.js';
import { showMarkdown } from './markdown.js';

const [scroller, start, examples, log, composer, message, send] = ['scroller', 'start', 'examples', 'log', 'composer', 'message', 'send'].map((id) => document.getElementById(id));

const exampleQuestions = [
  'Something cozy like Mushishi, but not on my list',
  'A short sci-fi thriller from the 2010s',
  'I finished Cowboy Bebop, make it a 9',
  'Compare Steins;Gate and Erased',
];

/** The turn under way, or null. */
let running = null;

const say = async (turn, words, key = crypto.randomUUID()) => {
  if (running !== null) return;
  start.hidden = true;
  closeQuestions();
  if (words !== null) log.append(make('div', 'user', words));
  const answer = answerView();
  log.append(answer.element);
  follow(true);
  setRunning(new AbortController());
  try {
    await sendTurn(turn, { key, signal: running.signal, on: answer.on });
  } catch (problem) {
    const again = () => {
      answer.element.remove();
      say(turn, null, key);
    };
    if (problem.name === 'AbortError') answer.note('Stopped.');
    else answer.note(problem.message, { bad: true, again: problem.repeatable === true ? again : null });
  } finally {
    setRunning(null);
    follow();
    message.focus();
  }
};

/** One answer on the page, filled by the events of its turn. */
const answerView = () => {
  const steps = stepList();
  const text = make('div', 'text');
  const cards = make('ul', 'cards');
  const element = make('article', 'agent busy', steps.element, text, cards);
  let said = '';

  const on = {
    intent: ({ name }) => steps.intent(name),
    tool_start: (call) => steps.start(call),
    tool_end: (call) => steps.end(call),
    token: ({ text: piece }) => {
      said += piece;
      showMarkdown(text, said);
      follow();
    },
    results: ({ results }) => cards.replaceChildren(...results.map(resultCard)),
    done: (reply) => {
      element.classList.remove('busy');
      steps.finish(reply);
      showMarkdown(text, reply.interrupt === null ? reply.response : reply.interrupt.question);
      cards.replaceChildren(...reply.results.map(resultCard));
      if (reply.interrupt !== null) {
        const { id } = reply.interrupt;
        element.append(questionButtons(reply.interrupt, (option) => say({ resume: { interrupt_id: id, option_id: option.id } }, option.label)));
      }
      follow();
    },
  };
  const note = (words, { bad = false, again = null } = {}) => {
    element.classList.remove('busy');
    const line = make('p', bad ? 'note bad' : 'note', words);
    line.setAttribute('role', 'status');
    if (again !== null) {
      const button = make('button', '', 'Try again');
      button.type = 'button';
      button.addEventListener('click', again);
      line.append(' ', button);
    }
    element.append(line);
    follow();
  };
  return { element, on, note, replay: (reply) => { replaySteps(steps, reply); on.done(reply); } };
};

/** Only the newest question can still be answered with a button. */
const closeQuestions = () => {
  for (const button of log.querySelectorAll('.options button')) button.disabled = true;
};

const setRunning = (controller) => {
  running = controller;
  send.textContent = controller === null ? 'Send' : 'Stop';
  send.classList.toggle('stop', controller !== null);
};

/** Keeps the newest line in view, unless the reader has scrolled away from it. */
const follow = (always = false) => {
  const away = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  if (always || away < 160) scroller.scrollTop = scroller.scrollHeight;
};

const fit = () => {
  message.style.height = 'auto';
  message.style.height = `${Math.min(message.scrollHeight + 2, 180)}px`; // + 2: its border
};

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  if (running !== null) return running.abort();
  const words = message.value.trim();
  if (words === '') return;
  message.value = '';
  fit();
  say({ message: words }, words);
});
message.addEventListener('input', fit);
message.addEventListener('keydown', (event) => {
  // isComposing: Enter that chooses a word of a Japanese keyboard sends nothing.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || running !== null) return;
  event.preventDefault();
  composer.requestSubmit();
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') running?.abort();
});
document.getElementById('new').addEventListener('click', () => {
  running?.abort();
  thread.forget();
  log.replaceChildren();
  start.hidden = false;
  message.focus();
});

examples.append(
  ...exampleQuestions.map((question) => {
    const button = make('button', 'example', question);
    button.type = 'button';
    button.addEventListener('click', () => say({ message: question }, question));
    return button;
  }),
);

const messages = await readBack().catch(() => []);
start.hidden = messages.length > 0;
for (const { role, content, reply } of messages) {
  closeQuestions();
  if (role === 'user') log.append(make('div', 'user', content));
  else {
    const answer = answerView();
    log.append(answer.element);
    if (reply === undefined) showMarkdown(answer.element.querySelector('.text'), content);
    else answer.replay(reply);
  }
}
follow(true);
