import type { Change, Plan, Question, Reading, ToolRequest } from '../state.ts';
import { changeOf } from './change-of.ts';
import type { IntentDefinition, PlanContext } from './intent.ts';
import { planWish } from './plan-wish.ts';
import { redirectSeason } from './season-redirect.ts';
import { filtersOf, hasFilters } from './filters-of.ts';
import { partArguments } from './part-of-list.ts';
import { wantedTitles, whichTitle } from './wanted-titles.ts';

export const statusUpdate: IntentDefinition = {
  name: 'status_update',
  description: "The user records something on their own list: adds, finishes, starts, drops, pauses, rates, removes a title, or says which episode they are on. Also what they never want to see again, or what titles should be called.",
  examples: [
    'add Demon Slayer to my completed list with a 9', 'I finished Frieren, 9.5', 'just started Vinland Saga', 'drop it', 'put Monster on hold', "I'm on ep 12 of One Piece", '+1 on Dandadan',
    'rate Mushishi 10/10', 'mark the second one as watched', 'remove Naruto from my list', 'make that an 8', 'plan to watch Akira', 'add it', 'save the third for later', 'add the first two to my list', "don't show me Naruto again", 'no mecha ever', 'call them by their English titles',
  ],
  plan(reading, context) {
    if (reading.wish !== undefined) return planWish(reading.wish, reading, context);
    const wrong = reading.days?.find((said) => 'wrong' in said);
    if (wrong !== undefined && 'wrong' in wrong) return { kind: 'say', topic: `${wrong.ahead ? 'day_ahead' : 'no_day'}:${wrong.wrong}` };
    if (belowZero.test(reading.text)) return { kind: 'say', topic: 'below_zero' };
    if (reading.every !== undefined) return planEvery(reading, reading.every);
    const wanted = wantedTitles(reading, context);
    if ('plan' in wanted) return wanted.plan;
    if (wanted.ids.length === 0) return { kind: 'say', topic: 'update_what' };
    const doubt = doubtfulWord(reading, context);
    if (doubt !== null) return { kind: 'ask', question: doubt };
    const { insteadOf, changes } = reading;
    const { changed } = context.slots;
    const again = changeAgain(changed?.change);
    if (insteadOf !== undefined && changed?.undo) {
      const updates = [{ anime_id: insteadOf.anime_id, ...changed.undo }, ...wanted.ids.map((anime_id) => ({ anime_id, ...changed.change, ...changeOf(reading) }))];
      // What the last turn added by mistake goes without a question; what it overwrote is shown first.
      return { kind: 'call', preview: changed.undo['remove'] !== true, calls: [{ name: 'update_watchlist', arguments: { updates } }] };
    }
    const seasons = wanted.ids.length === 1 && wholeSeries.test(reading.text) ? seasonsMeant(wanted.ids, reading, context) : wanted.ids;
    if (seasons === null) return { kind: 'say', topic: 'whole_series' };
    if (changes !== undefined && context.sure) {
      const updates = reading.entities.titles.flatMap(({ anime_id }, at) => (anime_id === null || !changes[at] ? [] : [{ anime_id, ...changes[at] }]));
      return updates.length === 0 ? { kind: 'say', topic: 'update_how' } : { kind: 'call', preview: true, calls: [{ name: 'update_watchlist', arguments: { updates } }] };
    }
    const change = changeOf(reading) ?? (changed?.open === true ? changed.change : saysTheSame.test(reading.text) ? again : null);
    if (change === null && reading.note !== undefined) return { kind: 'say', topic: `note_what:${reading.entities.titles[0]?.title ?? 'it'}` };
    const beyond = reading.entities.rating === null ? offTheScale(reading.text) : null;
    if (beyond !== null) return { kind: 'say', topic: `off_the_scale:${beyond}` };
    if (change === null || !context.sure) return { kind: 'say', topic: 'update_how' };
    const [only, ...others] = seasons;
    const anime = only === undefined || others.length > 0 ? undefined : context.byId(only);
    const redirect = anime === undefined ? null : redirectSeason(anime, change, context.seasonsFrom);
    if (redirect?.kind === 'past_the_end') return { kind: 'say', topic: `past_the_end:${redirect.anime.episodes ?? redirect.episodes} ${redirect.episodes} ${redirect.anime.title_english ?? redirect.anime.title}` };
    return { kind: 'call', preview: true, calls: [redirect?.call ?? updateCall(seasons, change)] };
  },
};

const belowZero = /\b(?:progress|episodes?|eps?|score|rating|rate|give|gave|make|set)\b[^.!?]{0,60}\s-\d/i;

/** "11/10", "rate it 12": a score, and none that is kept. */
const offTheScale = (text: string): string | null => {
  const [, figure] = /(?<![\d.,/])(\d+(?:[.,]\d+)?)\s*(?:\/\s*10|out of (?:10|ten))(?!\d)/i.exec(text) ?? /\b(?:rat(?:e|ed|ing)|scor(?:e|ed)|(?:gave|give)(?! up))\b[^.!?\d]{0,60}?\b(?:an? )?(\d{1,3}(?:[.,]\d+)?)\s*[.!]*\s*$/i.exec(text) ?? [];
  return figure === undefined || (Number(figure.replace(',', '.')) >= 1 && Number(figure.replace(',', '.')) <= 10) ? null : figure;
};

/** "add all the Naruto films": more titles than the one that was found. */
const wholeSeries = /\b(?:all|every|both)\b.{0,60}\b(?:movies|films|seasons|ovas|parts|specials)\b|\b(?:the )?(?:whole|entire)\b.{0,60}\b(?:series|franchise|saga)\b|\bseasons? \d(?:\s*(?:,|and|&|to|-)\s*\d)+/i;

/** "add both seasons", "all the seasons": known by their order, and asked about; films and specials are not counted on. */
const seasonsMeant = ([id = '']: readonly string[], { text }: Reading, { byId, seasonsFrom }: PlanContext): readonly string[] | null => {
  const said = /\b(both|all|every)\b(?:(?! (?:movies|films|ovas|specials)\b).){0,40}\bseasons?\b/i.exec(text)?.[1]?.toLowerCase();
  const anime = said === undefined ? undefined : byId(id);
  const seasons = anime === undefined ? [] : seasonsFrom(anime).map(({ anime_id }) => anime_id);
  return seasons.length < 2 || (said === 'both' && seasons.length !== 2) ? null : seasons;
};

/** All that a tool lists, changed alike; better asked than the wrong ones written. */
const planEvery = ({ entities, own_score }: Reading, { change, from, except, unclear }: NonNullable<Reading['every']>): Plan => {
  if (unclear !== '') return { kind: 'say', topic: `which_of_them:${unclear}` };
  if (change === null) return { kind: 'say', topic: 'update_how' };
  const filters = filtersOf(entities);
  // The whole catalogue is nobody's wish.
  if (from === 'catalogue' && !hasFilters(filters)) return { kind: 'say', topic: 'which_ones' };
  const source = from === 'catalogue' ? { name: 'search_anime', arguments: { filters, sort: 'newest' } } : { name: 'get_watchlist', arguments: partArguments(entities, own_score) };
  return { kind: 'call', preview: true, calls: [], every: { change, from: source, except: except.flatMap(({ anime_id }) => anime_id ?? []) } };
};

/** "add hunter": the one title that is nothing but that word is known to hardly anybody. Better asked than written. */
const doubtfulWord = ({ entities, others, insteadOf }: Reading, context: PlanContext): Question | null => {
  const [title, ...more] = entities.titles;
  const anime = title?.anime_id ? context.byId(title.anime_id) : undefined;
  if (title === undefined || anime === undefined || more.length > 0 || others !== undefined || insteadOf !== undefined || anime.prominence >= obscure || !/^\p{Ll}{2,}$/u.test(title.text)) return null;
  return context.slots.shown.some(({ anime_id }) => anime_id === anime.anime_id) || context.slots.focus?.anime_id === anime.anime_id ? null : whichTitle(title.text, 0, context);
};
const obscure = 2;

/** One title as flat arguments, several as a batch. */
const updateCall = (ids: readonly string[], change: Record<string, unknown>): ToolRequest => ({
  name: 'update_watchlist',
  arguments: ids.length === 1 ? { anime_id: ids[0], ...change } : { updates: ids.map((anime_id) => ({ anime_id, ...change })) },
});

/** "and Death Note", "the other one too": after a change, the same for another title. */
const saysTheSame = /^\s*(?:oh |ok )?(?:and|also|plus|same (?:for|with|goes for))\b|\b(?:too|as well)\s*[.!]*$/i;

/** A score or an episode is each title's own. */
const changeAgain = (change: Change | undefined): Change | null =>
  change?.['remove'] === true ? { remove: true } : change?.['status'] === undefined ? null : { status: change['status'], ...(change['only_new'] === true && { only_new: true }) };
