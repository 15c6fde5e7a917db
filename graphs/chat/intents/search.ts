import { filterArgument, hasFilters, filtersOf } from './filters-of.ts';
import { withoutPlotConditions } from './described.ts';
import type { IntentDefinition } from './intent.ts';
import { defaultCount, listingCall } from './listing.ts';

/** What the tool takes; a longer description is cut. */
const longestQuery = 500;

export const search: IntentDefinition = {
  name: 'search',
  description: 'The user wants anime that match a description or constraints (genre, year, length, studio, plot), or looks for one by what they remember.',
  examples: [
    'romance from 2023', 'find sci-fi movies from the 90s', 'show me short comedies', 'anime about volleyball', 'list mecha series by Sunrise', 'horror with less than 13 episodes',
    'the one where a boy finds a notebook that kills people', 'search for time travel anime', 'any studio Ghibli films?', 'anime with a female lead in space',
    'sports anime rated over 8', 'what was that show about a girl who climbs mountains', 'isekai but no harem', 'fantasy series after 2015', 'cyberpunk',
  ],
  plan(reading, { slots }) {
    const { text, entities, topic } = withoutPlotConditions(reading);
    const count = entities.count ?? defaultCount;
    const skip = entities.more ? slots.served : [];
    const named = entities.titles.map(({ text }) => text);
    // Every word was a constraint: no query needed. Nothing understood at all: the whole message is the query.
    const query = [...named, topic].filter(Boolean).join(' ') || (hasFilters(filtersOf(entities)) || entities.order !== null ? '' : text);
    const name = entities.exclude_seen ? 'get_recommendations' : 'search_anime';
    const words = query === '' ? {} : name === 'search_anime' ? { query: query.slice(0, longestQuery) } : { context: query.slice(0, longestQuery) };
    return { kind: 'call', calls: [listingCall(name, { ...words, ...filterArgument(entities) }, count, skip, entities.order)], count, skip };
  },
};
