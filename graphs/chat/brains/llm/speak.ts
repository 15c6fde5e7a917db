/** Emits checked pieces. What was emitted is the response, letter by letter: blanks at its ends never leave. */
import type { Titles } from '../../deps.ts';
import type { Evidence } from './evidence.ts';
import { ground } from './ground.ts';
import { neutralise } from './neutralise.ts';

const longestAnswer = 8_000;

export type Speaker = {
  /** @returns false when enough has been said */
  say(piece: string): boolean;
  /** Words of ours, said as they are, as a paragraph of their own. */
  append(text: string): void;
  said(): { readonly response: string; readonly mentioned: readonly string[]; readonly dropped: number };
};

export const createSpeaker = (evidence: Evidence, titles: Titles, emit: (text: string) => void): Speaker => {
  let response = '';
  let held = '';
  let number = 0;
  let dropped = 0;
  let lastDropped = false;
  const mentioned = new Set<string>();

  const put = (text: string): void => {
    const body = text.trimEnd();
    const lead = response === '' ? '' : held.replace(/\n{3,}/g, '\n\n');
    held = body === '' ? held + text : text.slice(body.length);
    if (body === '') return;
    // The blank between two sentences, when the first of the line was taken out.
    const out = lead + (response === '' ? body.trimStart() : lead.endsWith('\n') ? body.replace(/^ (?! )/, '') : body);
    response += out;
    emit(out);
  };

  return {
    say(piece) {
      const text = neutralise(piece, evidence.links);
      const isItem = /^\s*\d{1,3}[.)]\s/.test(text);
      const verdict = ground(text, evidence, titles);
      // What a sentence in the air refers to goes with it.
      if (!verdict.grounded || (lastDropped && /^\s*(?:It|Its|It's|This|That|They|These|He|She)\b/.test(text))) {
        dropped += 1;
        lastDropped = true;
        if (text.endsWith('\n') && !held.includes('\n')) held += '\n';
        return true;
      }
      if (text.trim() !== '') lastDropped = false;
      for (const id of verdict.mentioned) mentioned.add(id);
      if (isItem) number += 1;
      else if (text.trim() !== '' && !/^\s/.test(text)) number = 0;
      put(isItem ? text.replace(/\d{1,3}/, String(number)) : text);
      return response.length < longestAnswer;
    },
    append(text) {
      held = '';
      put(response === '' ? text : `\n\n${text}`);
    },
    said: () => ({ response, mentioned: [...mentioned], dropped }),
  };
};
