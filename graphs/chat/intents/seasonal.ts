import { seasonOf } from '../../../src/domain/season.ts';
import { filtersOf, hasFilters } from './filters-of.ts';
import type { IntentDefinition } from './intent.ts';
import { search } from './search.ts';
import { defaultCount, listingCall } from './listing.ts';

export const seasonal: IntentDefinition = {
  name: 'seasonal',
  description: 'The user asks what is airing in a season: this one, last, next, or a named one such as spring 2024.',
  examples: [
    'what is airing this season', 'best anime of spring 2024', "what's good this season", 'last season highlights', 'upcoming anime next season', 'fall 2023 anime',
    'winter season lineup', 'any new romance this season', 'what should I watch from summer 2022', 'new shows airing right now', 'seasonal picks',
  ],
  plan(reading, context) {
    const { entities } = reading;
    const { slots, now } = context;
    // A year without a season is all of it.
    if ((entities.year_from !== null || entities.year_to !== null) && entities.season === null) return search.plan(reading, context);
    const current = seasonOf(now);
    const year = entities.year_from ?? current.year;
    const season = entities.season ?? current.season;
    // What airs now is this season's; a catalogue may not know yet that it has begun.
    const { season: _season, year_from: _from, year_to: _to, ...rest } = filtersOf({ ...entities, airing: entities.airing === 'ONGOING' ? null : entities.airing });
    const count = entities.count ?? defaultCount;
    const skip = entities.more ? slots.served : [];
    return { kind: 'call', calls: [listingCall('get_seasonal_anime', { year, season, ...(hasFilters(rest) && { filters: rest }) }, count, skip, entities.order)], count, skip };
  },
};
