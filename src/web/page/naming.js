/** What titles are called on the page: the language that the user has chosen, where the entry has a name in it. */
import { useEffect, useState } from './preact.js';
import { get } from './api.js';

let language = 'english';
const listeners = new Set();

export const nameIn = (chosen) => {
  language = chosen;
  for (const tell of listeners) tell(chosen);
};

/** Asks what is set; until it is known, English. */
export const learnNaming = () => get('users/me/preferences').then(({ preferences }) => nameIn(preferences.title_language), () => undefined); // whoever needs the service says when it is away

/** @returns how an entry is called, and its other name */
export const useNames = () => {
  const [, setLanguage] = useState(language);
  useEffect(() => {
    listeners.add(setLanguage);
    return () => void listeners.delete(setLanguage);
  }, []);
  return namesOf;
};

const namesOf = ({ title, title_english, title_native }) => {
  const name = { english: title_english, native: title_native, romaji: title }[language] ?? title;
  return { name, other: [title, title_english, title_native].find((one) => one && one.toLowerCase() !== name.toLowerCase()) ?? null };
};
