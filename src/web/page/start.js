import { html } from './preact.js';

const examples = [
  'Something cozy like Mushishi, but not on my list',
  'A short sci-fi thriller from the 2010s',
  'I finished Cowboy Bebop, make it a 9',
  'Compare Steins;Gate and Erased',
];

/** What a new conversation shows. */
export const Start = ({ say }) => html`<section class="start">
  <h1>What are you in the mood for?</h1>
  <p>Ask for something to watch, look a title up, or tell me what you have seen. I keep your list on this machine.</p>
  <div class="examples">${examples.map((words) => html`<button type="button" onClick=${() => say(words)}>${words}</button>`)}</div>
  <p class="soft">You have a list elsewhere? <a href="#/list">Bring it along</a> from MyAnimeList, AniList or a CSV file.</p>
</section>`;
