/** Changed wishes in plain sentences. Pure. */
import type { Preferences, Wishes } from '../domain/preferences.ts';

type Levels = Omit<Preferences, 'not_interested'>;
const levelWords: { readonly [Name in keyof Levels]: Readonly<Record<Levels[Name], string>> } = {
  title_language: { romaji: 'Titles are called by their romaji names from now on.', english: 'Titles are called by their English names from now on, where they have one.', native: 'Titles are called by their native names from now on, where they are known.' },
  adult_level: { hide: 'Adult titles stay hidden.', show: 'Adult titles may come up from now on.' },
  ecchi_level: { hide: 'Nothing with ecchi comes up from now on.', show: 'Ecchi may come up again.' },
  spoiler_level: {
    hide: 'Nothing is told of a part before the earlier ones are finished on your list.',
    progress: 'Of what you are in the middle of, nothing is told beyond your progress.',
    show: 'Nothing is kept back from now on, spoilers included.',
  },
};
const feedbackWords = { liked: 'Good to know: more like it.', disliked: 'Noted: you do not like it, so no suggestion starts from it.', not_interested: '', already_seen: 'Noted: you have seen it, so it is not suggested again.' };

/** @param nameOf of an id; empty when nothing changed */
export const tellChanges = (before: Wishes, after: Wishes, nameOf: (named: { anime_id: string; title: string }) => string): string[] => {
  const [old, now] = [before.preferences, after.preferences];
  const [refused, allowed] = [newIn(old, now, nameOf), newIn(now, old, nameOf)];
  const { title_language, adult_level, ecchi_level, spoiler_level } = now;
  const said = after.feedback.filter((one) => !before.feedback.some(({ anime_id, kind }) => anime_id === one.anime_id && kind === one.kind));
  const withdrawn = before.feedback.filter((one) => !after.feedback.some(({ anime_id }) => anime_id === one.anime_id));
  return [
    ...(refused.length === 0 ? [] : [`No more ${list(refused, 'or')} from now on.`]),
    ...(allowed.length === 0 ? [] : [`${capital(list(allowed, 'and'))} may come up again.`]),
    ...(old.title_language === title_language ? [] : [levelWords.title_language[title_language]]),
    ...(old.adult_level === adult_level ? [] : [levelWords.adult_level[adult_level]]),
    ...(old.ecchi_level === ecchi_level ? [] : [levelWords.ecchi_level[ecchi_level]]),
    ...(old.spoiler_level === spoiler_level ? [] : [levelWords.spoiler_level[spoiler_level]]),
    ...said.map(({ kind }) => feedbackWords[kind]).filter((words) => words !== ''),
    ...(withdrawn.length > 0 && allowed.length === 0 && said.length === 0 ? ['What you said of the suggestion is forgotten.'] : []),
  ];
};

const newIn = ({ not_interested: old }: Preferences, { not_interested: now }: Preferences, nameOf: (named: { anime_id: string; title: string }) => string): string[] => {
  const isNew = (held: readonly { anime_id: string }[]) => ({ anime_id }: { anime_id: string }): boolean => !held.some((one) => one.anime_id === anime_id);
  return [
    ...now.tags.filter((tag) => !old.tags.includes(tag)).map((tag) => tag.toLowerCase()),
    ...now.titles.filter(isNew(old.titles)).map(nameOf),
    ...now.franchises.filter(isNew(old.franchises)).map((one) => `${nameOf(one)} and what belongs to it`),
  ];
};

const list = (words: readonly string[], last: string): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
