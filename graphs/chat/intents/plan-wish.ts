/** A standing wish -> the call that keeps it. Clear ones are kept at once: every one can be taken back. Pure. */
import { titleMarkers } from '../../../src/domain/title-match.ts';
import type { Plan, Reading, Wish } from '../state.ts';
import type { PlanContext } from './intent.ts';
import { wantedTitles } from './wanted-titles.ts';

const keep = (wish: Record<string, unknown>): Plan => ({ kind: 'call', calls: [{ name: 'set_preferences', arguments: wish }] });

export const planWish = (wish: Wish, reading: Reading, context: PlanContext): Plan => {
  switch (wish.about) {
    case 'nothing': return keep({});
    case 'unkept': return { kind: 'say', topic: `wish_unkept:${wish.words}` };
    case 'levels': return keep({ ...wish.levels });
    case 'terms': return keep({ ...(wish.terms.length > 0 && { [wish.again ? 'interested_again' : 'not_interested']: { tags: wish.terms } }), ...wish.levels });
    case 'titles': {
      const wanted = wantedTitles(reading, context);
      if ('plan' in wanted) return wanted.plan;
      const [only, ...others] = wanted.ids;
      if (only === undefined) return { kind: 'say', topic: 'wish_what' };
      switch (wish.said) {
        case 'again': return keep({ interested_again: { titles: wanted.ids } });
        case 'no_franchise': return keep({ not_interested: { franchises: wanted.ids } });
        // Of a title that was suggested it is a word on the suggestion too.
        case 'no': return others.length === 0 && context.slots.shown.some(({ anime_id }) => anime_id === only) ? keep({ feedback: { anime_id: only, kind: 'not_interested' } }) : keep({ not_interested: wholeOf(wanted.ids, context) });
        case 'not_liked': return keep({ not_interested: wholeOf(wanted.ids, context), feedback: wanted.ids.map((anime_id) => ({ anime_id, kind: 'disliked' })) });
        default: return keep({ feedback: { anime_id: only, kind: wish.said } });
      }
    }
  }
};

/** Whoever names a story wants none of its parts; whoever names a film or a later season means that one. */
const wholeOf = (ids: readonly string[], { byId }: PlanContext): Record<string, readonly string[]> => {
  const isStory = (id: string): boolean => {
    const anime = byId(id);
    return anime !== undefined && anime.related.length > 0 && anime.type !== 'MOVIE' && (titleMarkers(anime).season ?? 1) === 1;
  };
  const [franchises, titles] = [ids.filter(isStory), ids.filter((id) => !isStory(id))];
  return { ...(franchises.length > 0 && { franchises }), ...(titles.length > 0 && { titles }) };
};
