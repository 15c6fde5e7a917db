/** Wishes in plain words, all different: caches must not answer in place of the search. */
const moods = ['cozy', 'dark', 'funny', 'melancholic', 'tense', 'uplifting', 'bizarre', 'gentle', 'bleak', 'romantic', 'epic', 'slow-paced'];
const kinds = ['fantasy', 'mystery', 'science fiction', 'slice of life', 'sports', 'horror', 'drama', 'adventure', 'thriller', 'music', 'historical', 'comedy'];
const themes = [
  'a detective who sees ghosts', 'growing up in a small town', 'robots that dream', 'a cooking contest', 'found family', 'war between kingdoms', 'time travel gone wrong', 'a school club',
  'revenge on a corrupt empire', 'life after the apocalypse', 'a travelling merchant', 'rivals who become friends', 'a haunted hotel', 'deep sea exploration', 'a band on tour', 'magic with a price', 'chess prodigies', 'space pirates',
];

export const queryCount = moods.length * kinds.length * themes.length;

/** The `at`-th of them; neighbours share no word. */
export const query = (at: number): string => `${moods[at % moods.length]} ${kinds[(at * 5 + Math.floor(at / moods.length)) % kinds.length]} about ${themes[(at * 7 + Math.floor(at / (moods.length * kinds.length))) % themes.length]}`;
