/** Sentences for turns that need no tool. A topic may carry a text after a colon. */
import { plural, safe } from './phrases.ts';

const sentences: Record<string, (text: string) => string> = {
  greeting: () =>
    'Hello! Tell me what you are in the mood for (“something cozy and short”), name a title you liked (“like Mushishi but with more action”), or tell me what you watched and I keep your list.',
  thanks: () => 'You are welcome. Enjoy it, and tell me how it was: “finished it, 8” puts it on your list.',
  goodbye: () => 'See you. Your list and this conversation stay where they are.',
  help: () =>
    [
      'Things you can say:',
      '- “something like Death Note but shorter”, “romance from 2023”, “short horror, no gore”',
      '- “what is Mushishi about?”, “compare FMA 2003 and Brotherhood”, “what is airing this season?”',
      '- “add it”, “finished Frieren, 9”, “I am on episode 12 of One Piece”, “show my list”',
      '- “what is my taste?”, “am I a harsh critic?”, “never show me mecha”, “use romaji titles”, “my preferences”',
      '- and afterwards: “shorter ones”, “more”, “why the second?”, “add the first”',
    ].join('\n'),
  acknowledged: () => 'Good. What shall we look for next?',
  off_topic: () => 'I only know about anime: I can find, compare and recommend titles and keep your watchlist. What are you in the mood for?',
  only_english: () => 'I could not make that out: without a language model I read English, and the commonest words of a few other languages. Try “recommend me something sad and short”. Titles you may write in any language.',
  declined: () => 'All right, nothing was changed. Tell me the title in other words if you meant another one.',
  left_change: () => '(My question about the change is closed: nothing was written. Ask for it again whenever you like.)',
  left_title: () => '(Of the other title nothing was written: say which one you mean when you want it.)',
  than_what: () => 'Than what? I have not shown you anything yet. Say what you look for (“short comedies”, “newer than 2015”) or name a title (“like Monster but shorter”).',
  which_title: () => 'Which title do you mean? Name it as you remember it, typos are fine.',
  compare_what: () => 'Name at least two titles to compare, for example “compare Monster and Death Note”.',
  update_what: () => 'Which title is it about? For example “add Mushishi” or “finished Frieren, 9”.',
  wish_what: () => 'Which title do you mean? For example “never show me Naruto again”, or “not interested in the second”.',
  wish_unkept: (words) => `For good I can leave out titles, whole franchises, genres and tags, but not “${safe(words)}”. For one request I can: ask for it with “${/^any(?:thing)?\b/.test(words) ? safe(words.replace(/^any(?:thing)?/, 'nothing')) : `no ${safe(words)}`}”.`,
  future: () => 'Nobody can know that yet. What is announced I can show you: “upcoming anime”, or “what comes next season?”.',
  note_what: (title) => `What shall the note say? For example “note on ${safe(title)}: watch it with dad”.`,
  update_how: () => 'What shall I write? A status (“finished it”), a score from 1 to 10 (“make it an 8”), or an episode (“on episode 12”).',
  whole_series: () => 'That is more than one title, and I would rather not guess which. Name them one by one, or ask me about the title: I list what belongs to it.',
  care: () => 'That sounds really hard, and I am only a program that knows anime. Please talk to somebody who can be there for you now: someone you trust, or a crisis line. In many countries there is one around the clock (988 in the US and Canada, 116 123 in the UK and much of Europe, local numbers at findahelpline.com).',
  explain_what: () => 'I have not suggested anything in this conversation yet. Ask me for something first, then “why the second?” tells you the reason.',
  unknown_title: (text) =>
    ['it', 'that', 'this', 'that one', 'the other one'].includes(text)
      ? 'I am not sure which title you mean. Name it, please.'
      : /^(?:number \d+|the last one)$/.test(text)
        ? `There is no ${text.replace('the last one', 'last one')} in what I showed last.`
        : `I do not know a title called “${safe(clipped(text))}”. Check the spelling, or describe it and I search for it.`,
  unrecorded: (text) => `I do not know which of them fit “${safe(text)}”: my catalogue does not record that. For one title you can ask “where can I watch the second?”.`,
  people: (text) => `My catalogue knows studios, but not who directed, wrote or drew something, so I cannot tell what ${safe(text)} made. Name one of the titles and I find what is like it, or name a studio.`,
  which_ones: () => 'Name the ones you mean, and I leave the others out: for example “add the first, the second and the fourth”.',
  which_of_them: (text) => `I cannot tell which ones “${safe(text)}” means, so I changed nothing. Name them, or say it by shelf, score, genre, year, length or studio: “everything I rated under 5”.`,
  past_the_end: (text) => {
    const [own = '', all = '', ...title] = text.split(' ');
    return `${safe(title.join(' '))} has ${plural(Number(own), 'episode')}${all === own ? '' : ` (${all} with the seasons after it)`}, so I wrote nothing. Say “finished it” if you are through, give me the right number, or name the season you mean.`;
  },
  no_day: (words) => `There is no day “${safe(words)}”, so I wrote nothing. Which day was it? For example “finished it on 5 May 2021”, or leave the day out.`,
  day_ahead: (words) => `That day (${safe(words)}) is still to come, so I wrote nothing. Tell me when it has happened, or leave the day out.`,
  off_the_scale: (figure) => `Scores go from 1 to 10, so ${safe(figure)} cannot be kept and nothing was written. Say “${Number(figure.replace(',', '.')) > 10 ? 'make it a 10' : 'make it a 1'}” if that is what you mean.`,
  below_zero: () => 'That is below zero. Scores go from 1 to 10, episodes from 0.',
  files: () => 'Lists go in and out as files: MyAnimeList XML, AniList JSON or CSV, and MyAnimeList’s .gz as it is. In the folder of AnimeTrackr, `npm run list -- import FILE` reads one (with `--dry-run` it only shows what would change) and `npm run list -- export FILE` writes one. In the terminal chat it is /import FILE and /export FILE; over HTTP, POST /api/v1/users/me/import and GET /api/v1/users/me/export?format=csv. An import is undone as a whole: “undo”.',
};

/** What is quoted must not hide what is said. */
const clipped = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 80)}…`);

/** @param topic `greeting`, or `unknown_title:the words` */
export const say = (topic: string): string => {
  const whole = sentences[topic];
  if (whole !== undefined) return whole('');
  const colon = topic.indexOf(':');
  const part = sentences[topic.slice(0, colon)];
  return part === undefined ? safe(topic.slice(colon + 1)) : part(topic.slice(colon + 1));
};
