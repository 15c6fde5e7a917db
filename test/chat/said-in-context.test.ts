/** What people say after a list, a title, a change or a question, in the words they use: whole turns, each in a thread of its own. */
import { describe, expect, it } from 'vitest';
import type { ChatReply } from '../../src/domain/chat-turn.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { createChatWorld } from './world.ts';

type Told = { readonly reply: ChatReply; readonly before: ChatReply; readonly list: readonly StoredListEntry[] };
type Check = (told: Told) => void;

const entry = ({ list }: Told, id: string) => list.find(({ anime_id }) => anime_id === id);
const shownAt = ({ before }: Told, n: number) => before.results.at(n < 0 ? n : n - 1)?.anime_id ?? 'nothing shown';
const ids = ({ results }: ChatReply) => results.map(({ anime_id }) => anime_id);
const listed = (n: number, fields: Partial<StoredListEntry>): Check => (told) => expect(entry(told, shownAt(told, n))).toMatchObject(fields);
const holds = (id: string, fields: Partial<StoredListEntry>): Check => (told) => expect(entry(told, id)).toMatchObject(fields);
const isAbout = (n: number): Check => (told) => expect(ids(told.reply)).toEqual([shownAt(told, n)]);
const goesOn = (of: (reply: ChatReply) => boolean): Check => ({ reply, before }) => {
  expect(reply.results.length).toBeGreaterThan(0);
  expect(reply.results.filter(({ anime_id }) => ids(before).includes(anime_id))).toEqual([]);
  expect(of(reply)).toBe(true);
};
const narrowed = (entities: Partial<ChatReply['entities']>): Check => ({ reply }) => {
  expect(reply.entities).toMatchObject(entities);
  expect(reply.interrupt).toBeNull();
};

const cases: readonly (readonly [where: string, lead: readonly string[], words: readonly string[], check: Check])[] = [
  ['after a list: others of it', ['comedy anime'], ['boring', 'nah', 'seen all of these', 'hmm not feeling it', 'none of these appeal to me', 'do you have other suggestions?', 'any others?', 'next'], goesOn((reply) => reply.entities.genres.includes('Comedy'))],
  ['after a list: less known ones', ['comedy anime'], ['too mainstream'], ({ reply }) => expect(reply.entities).toMatchObject({ genres: ['Comedy'], order: 'hidden_gems' })],
  ['after a list: as many', ['comedy anime'], ['just 3', 'only 3 of them'], ({ reply }) => expect(reply.results).toHaveLength(3)],
  ['after a list: a bound', ['comedy anime'], ['13 max', 'no more than 13 episodes', 'too long, at most 13 episodes', 'hmm ok but max 13 episodes'], narrowed({ genres: ['Comedy'], max_episodes: 13 })],
  ['after a list: one more kind', ['comedy anime'], ['with some mystery', 'it can be a mystery too', 'any mystery?'], narrowed({ genres: ['Comedy', 'Mystery'] })],
  ['after a list: one kind less', ['comedy anime'], ['I am not into horror', 'horror is a no-go', 'too much horror lately', 'also no horror'], narrowed({ genres: ['Comedy'], exclude_genres: ['Horror'] })],
  ['a condition taken back', ['comedy movies from 2016'], ['forget the year', "the year doesn't matter", 'any year is fine'], narrowed({ genres: ['Comedy'], types: ['MOVIE'], year_from: null, year_to: null })],
  ['a kind taken back', ['short romance comedy from the 2010s'], ['forget the romance part', 'drop the romance bit', "actually the romance isn't important", "it doesn't have to be romantic"], ({ reply }) => { expect(reply.entities).toMatchObject({ genres: ['Comedy'], exclude_genres: [], year_from: 2010, year_to: 2019, max_episodes: 13 }); expect(reply.results.length).toBeGreaterThan(2); }],
  ['years taken back', ['short romance comedy from the 90s'], ['never mind the 90s', 'forget the 90s bit', "it doesn't have to be from the 90s"], narrowed({ genres: ['Romance', 'Comedy'], year_from: null, year_to: null, max_episodes: 13 })],
  ['a length taken back', ['short romance comedy'], ["doesn't have to be short", 'ignore the short part', 'not necessarily short'], narrowed({ genres: ['Romance', 'Comedy'], max_episodes: null })],
  ['a studio taken back', ['comedies by MAPPA, no horror'], ['forget the mappa part', "doesn't need to be by mappa"], narrowed({ genres: ['Comedy'], exclude_genres: ['Horror'], studios: [] })],
  ['a refusal taken back', ['comedies by MAPPA, no horror'], ['forget the no horror thing'], narrowed({ genres: ['Comedy'], exclude_genres: [], studios: ['MAPPA'] })],
  ['what nobody asked for is forgotten for good', ['comedy anime'], ['forget horror', 'skip the horror', 'hold the horror', 'sans horror please', 'none with horror'], narrowed({ genres: ['Comedy'], exclude_genres: ['Horror'] })],
  ['after a list: of the same feel', ['comedy anime'], ['something else but same vibe', 'not that one', 'other ones with a similar mood'], goesOn((reply) => reply.entities.genres.includes('Comedy'))],
  ['after a list: which first', ['tell me about Monster', 'tell me about Death Note'], ['which one should I start with?', 'which should i watch first'], ({ reply }) => expect(reply.response).toMatch(/^I would start with \*\*Death Note\*\*/)],
  ['after two that were compared', ['death note vs monster'], ['which ones shorter', 'which one is shorter?'], ({ reply }) => expect(reply.response).toMatch(/^\*\*Death Note\*\*.* is the shortest/)],
  ['after one title: against another', ['tell me about Death Note'], ['is it longer than Monster?'], ({ reply }) => expect(reply.response).toMatch(/^\*\*Monster\*\* \(2004\) is the longest/)],
  ['one kind instead of the last', ['sports anime', 'only basketball'], ['what about boxing', 'boxing instead'], narrowed({ genres: ['Sports'], tags: ['boxing'] })],
  ['nothing was found', ['a 500 episode josei mecha from 1965'], ['ok just any comedy then', 'whatever, comedy', 'any comedy at all?'], ({ reply }) => { expect(reply.entities).toMatchObject({ genres: ['Comedy'], year_from: null, min_episodes: null }); expect(reply.results.length).toBeGreaterThan(2); }],
  ['after a list: the second', ['sports anime'], ['add the second', 'number two, on my list please', 'add 2', 'add no. 2', 'keep the second for later', "I'll take the second"], listed(2, { status: 'plan_to_watch' })],
  ['after a list: two of it', ['sports anime'], ['throw the top 2 on my list', 'add the first and the second'], ({ reply }) => expect(reply.interrupt?.diff).toHaveLength(2)],
  ['after a list: the two at its end', ['sports anime'], ['save the last two', 'add the last two to my list'], (told) => expect(told.reply.interrupt?.diff?.map((row) => (row as { anime_id: string }).anime_id)).toEqual([shownAt(told, -2), shownAt(told, -1)])],
  ['after a list: of the first', ['sports anime'], ['what about the first one?', 'tell me about number 1', 'how many episodes does the first have'], isAbout(1)],
  ['after one title: a fact', ['tell me about Monster'], ['number of episodes', 'how many episodes does it have in total?', 'episode count?'], ({ reply }) => expect(reply.response).toContain('74')],
  ['after one title: its studio', ['tell me about Mob Psycho 100'], ['what else did they make', 'anything else by them?', 'others from that studio?'], ({ reply }) => { expect(reply.entities.studios).toEqual(['Bones']); expect(ids(reply)).not.toContain('mal:32182'); }],
  ['after one title: its namesake', ['tell me about Hunter x Hunter 2011'], ['and the old one?', 'no, I meant the 1999 version', 'what about the one from 1999?'], ({ reply }) => expect(ids(reply)).toEqual(['mal:136'])],
  ['after a comparison: which is longer', ['compare Monster and Death Note'], ['which one is longer', 'which of them has the most episodes?', 'so which is the longest?'], ({ reply }) => { expect(reply.response).toMatch(/^\*\*Monster\*\*.*74/); expect(ids(reply)).toEqual(['mal:19']); }],
  ['after a comparison: one of the two', ['compare Monster and Death Note'], ['the shorter one, add it', 'ill go with the newer one', 'add the newer one'], holds('mal:1535', { status: 'plan_to_watch' })],
  ['after choosing one: the other', ['compare Monster and Death Note', 'add the first'], ['and the other one too', 'the other one goes to plan to watch'], holds('mal:1535', { status: 'plan_to_watch' })],
  ['after a change: the same again', ['dropped Monster'], ['and Death Note', 'Death Note too'], holds('mal:1535', { status: 'dropped' })],
  ['after a change: episodes', ['add Monster'], ['watched 5 episodes', 'I have seen five episodes', 'saw 5 episodes so far', 'at episode 5 now'], holds('mal:19', { status: 'watching', progress: 5 })],
  ['after a change: a score', ['finished Monster'], ['I give it an 8', 'put it down to 8', 'it deserved an 8', '8 of 10'], holds('mal:19', { status: 'completed', score: 8 })],
  ['after a change: rid of it', ['add Monster'], ['get rid of it', 'I do not want it on my list anymore'], ({ reply }) => expect(reply.interrupt?.kind).toBe('confirm_change')],
  ['a kind of anime is no small talk', [], ['what has MAPPA made?', 'everything MAPPA made', "what's good from MAPPA"], ({ reply }) => expect(reply.results.length > 2 && reply.results.every(({ studios }) => studios.includes('MAPPA'))).toBe(true)],
  ['after a change: taken up again', ['dropped Naruto'], ['I picked it up again', 'gave it another chance, watching again', 'back to watching it'], holds('mal:20', { status: 'watching' })],
  ['a score changed', ['finished Death Note, 9'], ['I now give Death Note only a 6', 'Death Note is more of a 6', "I'm lowering Death Note to a 6"], ({ reply }) => expect(reply.interrupt?.diff).toMatchObject([{ after: { score: 6 } }])],
  ['what is kept in other words', ['tell me about Monster'], ['sold, stick it on the pile', 'might I trouble you to write that one down', 'ok deal. queue it up', 'kindly make a note of that', 'remember it for me', 'I will see this, put in my list', 'put the series on my list', 'i am gonna watch that, add it'], holds('mal:19', { status: 'plan_to_watch' })],
  ['what is put aside or given up in other words', ['started Sword Art Online'], ["can't take it any more, dropping it", 'shelve it for now'], (told) => expect(entry(told, 'mal:11757')?.status).toMatch(/dropped|on_hold/)],
  ['after one title: facts asked in short', ['tell me about Monster'], ['came out when?', 'when was it released'], ({ reply }) => expect(reply.response).toContain('2004')],
  ['after one title: is it over', ['tell me about Monster'], ['has it ended', 'is it over yet?'], ({ reply }) => expect(reply.response).toContain('finished airing')],
  ['after one title: how much', ['tell me about Monster'], ['how much of it is there', 'eps count?'], ({ reply }) => expect(reply.response).toContain('74')],
  ['how many are left', ['I am on episode 70 of Monster'], ['how many left?', 'how many episodes do I have left', 'how many to go?'], ({ reply }) => expect(reply.response).toContain('4 episodes left')],
  ['a list of which one is pointed at', ['sports anime'], ['#2 eps?', 'second', 'the second one, what is it?'], isAbout(2)],
  ['a list of which one is refused and one meant', ['sports anime'], ['ok not the first, the second goes on my list', 'not the first, second goes on my list', 'not number 1, number 2 goes on my list'], (told) => { listed(2, { status: 'plan_to_watch' })(told); expect(told.list).toHaveLength(1); }],
  ['after one title: another of its name', ['tell me about Fullmetal Alchemist'], ['yeah brotherhood', 'brotherhood yes', 'yes, brotherhood please'], ({ reply }) => expect(ids(reply)).toEqual(['mal:5114'])],
  ['after one title: its next season', ['tell me about Mob Psycho 100'], ['is there a second season?'], ({ reply }) => expect(ids(reply)).toEqual(['mal:37510'])],
  ['after a question about a score: another one', ['finished Monster, 10', 'change Monster to 5'], ['no, 9', 'no a 9', '9', 'make it a 9 actually'], ({ reply, list }) => { expect(reply.interrupt?.diff).toMatchObject([{ anime_id: 'mal:19', after: { score: 9 } }]); expect(list).toMatchObject([{ score: 10 }]); }],
  ['of the own list: by score', ['finished Monster, 10', 'finished Death Note, 7', 'add Naruto', 'show my list'], ['only the 10s', 'just my 10s', 'which of them are 10s?'], ({ reply }) => expect(ids(reply)).toEqual(['mal:19'])],
  ['of the own list: what has a score', ['finished Monster, 10', 'finished Death Note, 7', 'add Naruto', 'show my list'], ['which of them did I rate?', 'which of these have I rated?', 'only the rated ones'], ({ reply }) => expect(ids(reply).sort()).toEqual(['mal:1535', 'mal:19'])],
  ['of the own list: what is still to come', ['finished Monster, 10', 'add Naruto', 'what have I rated?'], ["and the ones I haven't started?", 'and the unwatched ones?'], ({ reply }) => expect(ids(reply)).toEqual(['mal:20'])],
  ['a decade refused', ['comedy anime'], ['not from the 80s', 'nothing from the 80s', 'no 80s please'], narrowed({ genres: ['Comedy'], year_from: null, year_to: null, exclude_years: [1980, 1981, 1982, 1983, 1984, 1985, 1986, 1987, 1988, 1989] })],
  ['years beside years', ['comedy anime from the 90s'], ['from the 2000s as well', 'the 2000s too'], narrowed({ genres: ['Comedy'], year_from: 1990, year_to: 2009 })],
  ['a person refused', ['romance movies'], ['nothing by Makoto Shinkai', 'but nothing by makoto shinkai'], ({ reply }) => { expect(reply.results.length).toBeGreaterThan(1); expect(reply.entities).toMatchObject({ genres: ['Romance'], types: ['MOVIE'] }); expect(reply.response).toContain('knows no people'); expect(reply.response).not.toContain('“nothing'); }],
  ['half of it is not all of it', ['tell me about Death Note'], ['add it, I saw half of it', 'I watched about half of it'], holds('mal:1535', { status: 'watching' })],
  ['all of it is one title', ['tell me about Monster'], ["I've watched all of it and it's a 10"], holds('mal:19', { status: 'completed', score: 10 })],
  ['the episode it has come to', ['I am on episode 4 of Monster'], ['5 now', 'now 5', 'already 5'], holds('mal:19', { progress: 5, score: null })],
  ['one episode more, in other words', ['I am on episode 4 of Monster'], ['watched another one'], holds('mal:19', { status: 'watching', progress: 5 })],
  ['a list of which one is tried', ['sports anime'], ["ok I'll try the first", "I'll try the first one then"], (told) => expect(entry(told, shownAt(told, 1))).toBeDefined()],
  ['a list of which the last is pointed at', ['sports anime'], ['the very last one, what is it?'], isAbout(-1)],
  ['the one below', ['sports anime', 'tell me about the first'], ['nah, the next one', "what's the one after that"], ({ reply, before }) => { expect(ids(reply)).toHaveLength(1); expect(ids(reply)).not.toEqual(ids(before)); }],
  ['after a list: a number that is enough', ['comedy anime'], ['three is enough', '3 will do'], ({ reply }) => expect(reply.results).toHaveLength(3)],
  ['after a list: one is chosen by us', ['comedy anime'], ["we can't decide, you pick one", 'just pick one for us'], ({ reply }) => expect(reply.results).toHaveLength(1)],
  ['after a list: years in other words', ['comedy anime'], ['nothing from before 2000', 'nothing before 2000'], narrowed({ genres: ['Comedy'], year_from: 2000, year_to: null })],
  ['after a list: on with it', ['comedy movies'], ['more like that', 'more of these'], goesOn((reply) => reply.entities.genres.includes('Comedy') && reply.entities.types.includes('MOVIE'))],
  ['after a list: no series', ['comedy anime'], ['not a series', 'no series please'], ({ reply }) => expect(reply.results.every(({ type }) => type !== 'TV')).toBe(true)],
  ['a comparison goes on', ['compare Monster and Death Note', 'which one is longer'], ['and the oldest?', 'and the newest one?'], ({ reply }) => expect(reply.intent.name).toBe('comparison')],
  ['a season of another year', ['what aired in spring 2018?'], ["what about last year's summer season?", 'and summer of last year?'], narrowed({ season: 'SUMMER', year_from: 2025, year_to: 2025 })],
  ['the season after', ['what aired in fall 2018?'], ['what about the season after that?', 'and the following season?'], narrowed({ season: 'WINTER', year_from: 2019, year_to: 2019 })],
  ['what was looked for is found', ['what is that anime where they send texts to the past with a microwave'], ["that's the one! when did it come out?", 'what year is it from'], ({ reply }) => expect(ids(reply)).toHaveLength(1)],
  ['one score for all', [], ['finished Akira and Paprika, both 9s', 'I watched Akira (9) and Paprika (9)'], ({ reply }) => expect(reply.interrupt?.diff ?? reply.results).toHaveLength(2)],
  ['the day it was finished', [], ['finished Monster on 5 May 2021', 'I completed Monster on May 5th, 2021', 'watched Monster, finished on the 5th of May 2021'], holds('mal:19', { status: 'completed', finished_at: '2021-05-05', score: null })],
  ['a year is no day, and none is made up', [], ['watched Monster in 2019', 'finished Monster last year', 'I completed Monster back in March 2018'], (told) => { holds('mal:19', { status: 'completed', finished_at: null })(told); expect(told.reply.response).toContain('whole days only'); }],
  // 22 November 2026 is a Sunday.
  ['the day before today', [], ['finished Monster yesterday', 'finished monster last night', 'i finished Monster yesterday evening', 'yesterday i finished monster'], holds('mal:19', { status: 'completed', finished_at: '2026-11-21' })],
  ['a day of the week', [], ['finished Monster on friday', 'finished monster last friday', 'finished monster last friday evening'], holds('mal:19', { status: 'completed', finished_at: '2026-11-20' })],
  ['days and weeks ago', [], ['finished Monster two weeks ago', 'completed monster 14 days ago', 'finished monster a fortnight ago'], holds('mal:19', { status: 'completed', finished_at: '2026-11-08', score: null })],
  ['a day without its year', [], ['finished Monster on 24 december', 'finished monster on december 24th', 'finished monster on christmas eve', 'finished Monster on 24.12.2025'], holds('mal:19', { finished_at: '2025-12-24' })],
  ['the day it was begun', [], ['started Monster last friday', 'on friday I started Monster', 'began Monster 2 days ago'], holds('mal:19', { status: 'watching', started_at: '2026-11-20', finished_at: null })],
  ['the day of some episodes', [], ['watched 5 episodes of Monster yesterday', 'yesterday I watched 5 episodes of Monster'], holds('mal:19', { status: 'watching', progress: 5, started_at: '2026-11-21', finished_at: null })],
  ['one day said of both', ['finished Monster and Akira yesterday'], ['yes'], (told) => { for (const id of ['mal:19', 'mal:47']) holds(id, { status: 'completed', finished_at: '2026-11-21' })(told); }],
  ['a day each', ['finished Monster on friday and started Trigun yesterday'], ['yes'], (told) => { holds('mal:19', { finished_at: '2026-11-20' })(told); holds('mal:6', { status: 'watching', started_at: '2026-11-21' })(told); }],
  ['the day put right', ['finished Monster'], ['no, it was yesterday', 'yesterday actually', 'that was last saturday', 'I finished it yesterday'], holds('mal:19', { status: 'completed', finished_at: '2026-11-21' })],
  ['a time that nobody else knows', [], ['finished Monster on my birthday', 'finished Monster the other day', 'finished monster over the holidays', 'finished Monster on 05/04/2024', 'finished Monster a couple of weeks ago'], (told) => { holds('mal:19', { status: 'completed', finished_at: null })(told); expect(told.reply.response).toContain('whole days only'); }],
  ['a day that is none', [], ['finished Monster on 31 february 2024', 'finished Monster on february 30'], ({ reply, list }) => { expect(reply.response).toMatch(/^There is no day “.*february.*”, so I wrote nothing/); expect(list).toEqual([]); }],
  ['an end before the beginning', ['started Monster on 5 May 2024'], ['finished it on 3 March 2024'], ({ reply }) => expect(reply.response).toMatch(/^It cannot be finished on 2024-03-03 and started on 2024-05-05/)],
  ['a score beyond the scale', [], ['rate Monster 11/10', 'give Monster a 12', 'finished Monster, 11 out of 10'], ({ reply, list }) => { expect(reply.response).toMatch(/^Scores go from 1 to 10, so 1[12] cannot be kept/); expect(list).toEqual([]); }],
  ['added, and there already', ['I am on episode 3 of Monster'], ['add Monster', 'put Monster on my list', 'add monster for later', 'I want to watch Monster'], (told) => { holds('mal:19', { status: 'watching', progress: 3 })(told); expect(told.reply.interrupt).toBeNull(); expect(told.reply.response).toContain('is on your list already: watching, episode 3.'); }],
  ['added among others, and there already', ['finished Monster, 9'], ['add Monster and Akira'], (told) => { holds('mal:19', { status: 'completed', score: 9 })(told); holds('mal:47', { status: 'plan_to_watch' })(told); }],
  ['back to the plan', ['finished Monster, 9'], ['move Monster to plan to watch', 'put it back on my plan to watch', 'no, plan to watch'], ({ reply }) => expect(reply.interrupt?.diff).toMatchObject([{ after: { status: 'plan_to_watch' } }])],
  ['more episodes than there are', [], ['watched 500 episodes of Monster', 'i watched 500 eps of monster', "I'm on episode 500 of Monster"], ({ reply, list }) => { expect(list).toEqual([]); expect(reply.response).toContain('74 episodes'); }],
  ['two of the one that was shown', ['tell me about Akira'], ['add the first two', 'add 1 and 2'], (told) => { holds('mal:47', { status: 'plan_to_watch' })(told); expect(told.reply.response).toContain('There is no number 2 in what I showed last.'); }],
  ['beside a list, what was written', ['recommend something like Monster and add Akira'], ['I finished it', 'finished it', 'watched it'], holds('mal:47', { status: 'completed' })],
  ['beside what was written, the list', ['recommend something like Monster and add Akira'], ['add the second one'], listed(2, { status: 'plan_to_watch' })],
  ['all that was changed', ['add Monster', 'finished Akira, 8', 'drop Naruto'], ['what did I change today?', 'what did i change this week', 'what changed since friday', 'show me the changes since yesterday'], ({ reply }) => { for (const title of ['Monster', 'Akira', 'Naruto']) expect(reply.response).toContain(`**${title}**`); }],
  ['what was done of a kind', ['add Monster', 'finished Akira, 8', 'drop Naruto'], ['what did I finish this week?', 'what have I finished today'], ({ reply }) => { expect(reply.response).toContain('**Akira**'); expect(reply.response).not.toContain('Monster'); }],
  ['too many episodes, put right', ['watched 500 episodes of Monster'], ['oh i meant 4', 'sorry, 4', 'no wait, 4'], holds('mal:19', { status: 'watching', progress: 4 })],
  ['too high a score, put right', ['rate Monster 11/10'], ['ok 10 then', 'fine, 10', '10'], holds('mal:19', { score: 10 })],
  ['an episode by its number alone', ["I'm on episode 50 of Monster"], ['just watched 51', 'ok! just watched 51'], holds('mal:19', { status: 'watching', progress: 51 })],
  ['on the list again', ['add Monster'], ['get rid of Monster'], ({ reply }) => expect(reply.interrupt?.diff).toMatchObject([{ anime_id: 'mal:19', after: null }])],
  ['the best of the own scores', ['finished Monster, 9'], ["what's my top rated one", 'whats my highest rated one'], ({ reply }) => expect(reply.response).toContain('Monster')],
  ['more places than were shown', ['recommend something like Monster'], ['add the first 20'], ({ reply }) => expect(reply.interrupt?.diff?.length ?? 0).toBeGreaterThan(1)],
  ['compared with nothing', [], ['shorter ones', 'newer ones please', 'some shorter ones'], ({ reply }) => { expect(reply.results).toEqual([]); expect(reply.response).toMatch(/^Than what/); }],
  ['part of a question, by another name', ['add Sousou no Frieren and Monster'], ['yes but not sousou no frieren', 'only monster', 'all but frieren'], (told) => expect(told.list.map(({ anime_id }) => anime_id)).toEqual(['mal:19'])],
  ['how far it is', [], ['I watched Monster up to 12', 'set my progress on Monster to 12', "I'm 12 episodes into Monster", 'watched monster up to episode 12'], holds('mal:19', { status: 'watching', progress: 12, score: null })],
  ['added, whatever the words around', [], ['add the following: Monster', 'plan Monster'], holds('mal:19', { status: 'plan_to_watch' })],
  ['a score moved by points', ['finished Monster, 7'], ['bump it by one point', 'raise it by 1', 'give it one point more', 'up it by a point'], holds('mal:19', { score: 8 })],
  ['a score moved down is asked about', ['finished Monster, 7'], ['lower it by one', 'knock a point off it'], ({ reply }) => expect(reply.interrupt?.diff).toMatchObject([{ after: { score: 6 } }])],
  ['watched again', ['finished Monster, 7'], ['rewatched it', 'watched it again', 'I finished a rewatch of Monster'], holds('mal:19', { status: 'completed', rewatches: 1, score: 7 })],
  ['begun again', ['finished Monster, 7'], ["I'm rewatching it", 'rewatching Monster', 'started a rewatch of Monster'], ({ reply }) => expect(reply.interrupt?.diff).toMatchObject([{ after: { status: 'watching', progress: 0 } }])],
  ['three titles, three changes', [], ['finished Monster with 8, dropped Naruto and plan Akira'], ({ reply }) => expect(reply.interrupt?.diff).toMatchObject([{ after: { status: 'completed', score: 8 } }, { after: { status: 'dropped' } }, { after: { status: 'plan_to_watch' } }])],
  ['what nobody can know', ['sad anime'], ['what will win the award next year?', 'which anime is going to be the best next year?'], ({ reply }) => { expect(reply.results).toEqual([]); expect(reply.response).toMatch(/^Nobody can know/); }],
  ['a list that nothing came after', ['sports anime', 'only by Sunrise from 2025 with less than 3 episodes'], ['add the second'], ({ reply, list }) => { expect(reply.success).toBe(true); expect(list).toHaveLength(1); }],
  ['how suggestions did', [], ['how did your recommendations do?', 'how good were your suggestions?'], ({ reply }) => expect(reply.intent.name).toBe('analysis')],
  ['a plain change', [], ['seen Monster', 'I quit Monster', 'done with Monster, an 8'], (told) => expect(entry(told, 'mal:19')?.status).toMatch(/completed|dropped/)],
];

describe('what is said', () => {
  it.each(cases)('%s', async (_where, lead, words, check) => {
    const world = await createChatWorld();
    for (const [at, message] of words.entries()) {
      const user_id = `user-${at}`;
      const turn = (text: string): Promise<ChatReply> => world.say(text, { thread_id: user_id, user_id });
      const replies: ChatReply[] = [];
      for (const text of [...lead, message]) replies.push(await turn(text));
      const [before, reply] = [replies.at(-2) ?? replies[0], replies.at(-1)];
      if (before === undefined || reply === undefined) throw new Error('nothing was said');
      try {
        check({ reply, before, list: await world.list(user_id) });
      } catch (cause) {
        throw new Error(`“${message}” → ${reply.intent.name}: ${reply.response.slice(0, 200)}`, { cause });
      }
    }
  });
});

describe('an open question', () => {
  const removing = async () => {
    const world = await createChatWorld();
    await world.say('finished Monster, 9');
    expect((await world.say('remove Monster')).interrupt?.kind).toBe('confirm_change');
    return world;
  };

  it.each(['are you sure?', 'what would change?', 'wait, what?', 'hm?'])('stays open and says what it is about: %s', async (words) => {
    const world = await removing();
    const { interrupt, response } = await world.say(words);
    expect(interrupt?.kind).toBe('confirm_change');
    expect(response).toContain('Nothing is written yet');
    expect(response).toContain('completed, score 9');
    expect((await world.say('yes, remove it')).interrupt).toBeNull();
    expect(await world.list()).toEqual([]);
  });

  it.each(['hell no', 'nvm', 'I changed my mind', 'no, keep it'])('is closed with a sentence: %s', async (words) => {
    const world = await removing();
    const { interrupt, response } = await world.say(words);
    expect(interrupt).toBeNull();
    expect(response).toContain('nothing was changed');
    expect(await world.list()).toHaveLength(1);
  });

  it('that is passed over is told to be so', async () => {
    const world = await removing();
    const { interrupt, response, results } = await world.say('recommend me a sports anime');
    expect(interrupt).toBeNull();
    expect(results.length).toBeGreaterThan(2);
    expect(response).toContain('nothing was written');
    expect(await world.list()).toHaveLength(1);
  });
});

describe('a change that is not of one title', () => {
  it('of several titles, each its own, is one batch with one question', async () => {
    const world = await createChatWorld();
    const { interrupt } = await world.say('finished naruto, dropped bleach and started one piece, ep 40');
    expect(interrupt?.diff).toHaveLength(3);
    expect(await world.list()).toEqual([]);
    await world.say('yes');
    expect((await world.list()).map(({ anime_id, status, progress }) => [anime_id, status, progress]).sort()).toEqual([['mal:20', 'completed', 220], ['mal:21', 'watching', 40], ['mal:269', 'dropped', 0]]);
  });

  it('shares what is said once', async () => {
    const world = await createChatWorld();
    expect((await world.say('Perfect Blue was a 9, Akira 8')).interrupt?.diff).toMatchObject([{ after: { score: 9 } }, { after: { score: 8 } }]);
    expect((await world.say('add Akira, Paprika and Redline', { thread_id: 'other' })).interrupt?.diff).toMatchObject([{ after: { status: 'plan_to_watch' } }, { after: { status: 'plan_to_watch' } }, { after: { status: 'plan_to_watch' } }]);
  });

  it('of a whole shelf shows what it does and waits', async () => {
    const world = await createChatWorld();
    for (const change of ['dropped Bleach', 'dropped Naruto', 'add Akira']) await world.say(change);
    expect((await world.say('delete everything I dropped')).interrupt?.diff).toHaveLength(2);
    await world.say('yes');
    expect((await world.list()).map(({ anime_id }) => anime_id)).toEqual(['mal:47']);
    expect((await world.say('clear my whole list')).interrupt?.kind).toBe('confirm_change');
    await world.say('yes');
    expect(await world.list()).toEqual([]);
    const { response, interrupt } = await world.say('clear my list');
    expect(interrupt).toBeNull();
    expect(response).toContain('empty already');
  });

  it('is read one after the other where the last word is another request', async () => {
    const world = await createChatWorld();
    const reply = await world.say('just saw Akira. 9 of 10. what should I watch next?');
    expect(await world.list()).toMatchObject([{ anime_id: 'mal:47', status: 'completed', score: 9 }]);
    expect(reply.results.length).toBeGreaterThan(2);
    expect(ids(reply)).not.toContain('mal:47');
    expect(reply.response).toContain('Akira');
    expect((await world.say('more')).results.some(({ anime_id }) => ids(reply).includes(anime_id))).toBe(false);
  });

  it('that must be confirmed first is followed by the other request after the "yes"', async () => {
    const world = await createChatWorld();
    await world.say('finished Akira, 9');
    const { interrupt } = await world.say('remove Akira and show my list');
    expect(interrupt?.kind).toBe('confirm_change');
    const { response } = await world.say('yes');
    expect(response).toMatch(/Removed[\s\S]*Your list is empty/);
  });
});

describe('a slip of the last change', () => {
  it.each(['sorry, I meant the one from 2001', 'no, the older one', 'oops, wrong one, I meant the 2001 version'])('gives its place to what was meant: %s', async (words) => {
    const world = await createChatWorld();
    await world.say('finished Fruits Basket 2019');
    const { interrupt } = await world.say(words);
    expect(interrupt).toBeNull();
    expect(await world.list()).toMatchObject([{ anime_id: 'mal:120', status: 'completed', progress: 26 }]);
    await world.say('7/10 for that one');
    expect(await world.list()).toMatchObject([{ anime_id: 'mal:120', score: 7 }]);
  });

  it('that overwrote something is shown before it is put back', async () => {
    const world = await createChatWorld();
    await world.say('dropped Fruits Basket 2019, ep 5');
    await world.say('finished Fruits Basket 2019, 9');
    const { interrupt } = await world.say('sorry, I meant the one from 2001');
    expect(interrupt?.diff).toHaveLength(2);
    await world.say('yes');
    expect((await world.list()).map(({ anime_id, status, progress }) => [anime_id, status, progress]).sort()).toEqual([['mal:120', 'completed', 26], ['mal:38680', 'dropped', 5]]);
  });

  it('in the name is put right by the next title', async () => {
    const world = await createChatWorld();
    await world.say('put Flumberjack Saga on my list');
    await world.say('okay, Redline then');
    expect(await world.list()).toMatchObject([{ anime_id: 'mal:6675', status: 'plan_to_watch' }]);
  });
});

describe('a note', () => {
  it('is asked for when it has no words, and written in the words it has', async () => {
    const world = await createChatWorld();
    await world.say('started Monster');
    expect((await world.say('add a note to Monster')).response).toContain('What shall the note say?');
    await world.say('note for it: Watch with Dad on Sundays');
    expect(await world.list()).toMatchObject([{ anime_id: 'mal:19', status: 'watching', notes: 'Watch with Dad on Sundays' }]);
  });
});
