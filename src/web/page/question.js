/** A question of the agent: what exactly would happen, and the buttons that answer it. */
import { html } from './preact.js';
import { said } from './list-changes.js';

/** @param answered the conversation has gone on */
export const Question = ({ interrupt: { question, options, diff }, answered, choose }) => html`<div class="question">
  ${diff?.length > 0 && html`<table class="diff">
    <caption class="hidden">What would change</caption>
    <thead><tr><th scope="col">Title</th><th scope="col">Now</th><th scope="col">After</th></tr></thead>
    <tbody>${diff.map(({ title, before, after }) => html`<tr><th scope="row">${String(title)}</th><td>${said(before)}</td><td>${said(after)}</td></tr>`)}</tbody>
  </table>`}
  <div class="options" role="group" aria-label=${question}>
    ${options.map((option) => html`<button key=${option.id} type="button" disabled=${answered} onClick=${() => choose(option)}>${option.label}</button>`)}
  </div>
</div>`;
