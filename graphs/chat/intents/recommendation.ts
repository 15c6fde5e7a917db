import { withoutPlotConditions } from './described.ts';
import { filterArgument } from './filters-of.ts';
import type { Reading } from '../state.ts';
import type { IntentDefinition, PlanContext } from './intent.ts';
import { defaultCount, listingCall, sortOf } from './listing.ts';
import { wantedTitles } from './wanted-titles.ts';

const mostAnchors = 5;
const longestContext = 1000;

export const recommendation: IntentDefinition = {
  name: 'recommendation',
  description: 'The user wants suggestions of what to watch: by mood, by taste, or like titles they name.',
  examples: [
    'recommend me something', 'what should I watch next', 'something like Death Note but shorter', 'anime similar to Naruto', 'I liked Mushishi, what else is there',
    'suggest a cozy show for tonight', 'I am in the mood for something sad', 'got anything like Cowboy Bebop', 'give me 3 dark fantasy recs', 'I want to cry, any ideas?',
    'what would I enjoy after finishing Steins;Gate', 'need a new show', 'hidden gems please', 'anything good to binge this weekend', 'surprise me',
  ],
  plan(reading, context) {
    const wanted = wantedTitles(bestKnownOf(reading, context), context);
    if ('plan' in wanted) return wanted.plan;
    const { entities, topic } = withoutPlotConditions(reading);
    const ids = wanted.ids.slice(0, mostAnchors);
    const [anchor, ...others] = ids;
    const count = entities.count ?? defaultCount;
    const skip = entities.more ? context.slots.served : [];
    // The details of the named titles come first: the answer speaks of them, so they must be tool results.
    const anchors = ids.map((anime_id) => ({ name: 'get_anime_details', arguments: { anime_id } }));
    const plainSimilar = anchor !== undefined && others.length === 0 && topic === '' && !entities.exclude_seen && entities.order !== 'hidden_gems';
    // "The best anime of all time" is a fact, no matter of taste.
    const plainOrder = ids.length === 0 && topic === '' && !entities.exclude_seen && entities.order !== 'popular' && sortOf(entities.order) !== undefined;
    const listing = plainOrder
      ? listingCall('search_anime', filterArgument(entities), count, skip, entities.order)
      : plainSimilar
      ? listingCall('get_similar_anime', { anime_id: anchor, ...filterArgument(entities) }, count, skip, entities.order)
      : listingCall(
          'get_recommendations',
          {
            ...(topic !== '' && { context: topic.slice(0, longestContext) }),
            ...(anchor !== undefined && { similar_to: ids }),
            ...filterArgument(entities),
            ...(entities.order === 'popular' && { diversity: 0 }),
          },
          count,
          skip,
          entities.order,
        );
    return { kind: 'call', calls: [...anchors, listing], count, skip };
  },
};

/** Of several titles to go by, a name that several share means the best known: nothing is written, and one question after the other would be a bother. */
const bestKnownOf = (reading: Reading, { resolve }: PlanContext): Reading => {
  const { titles } = reading.entities;
  if (titles.length < 2) return reading;
  const settled = titles.map((mention) => {
    const [best] = mention.anime_id === null && mention.confidence >= sharedName ? resolve(mention.text) : [];
    return best === undefined ? mention : { ...mention, anime_id: best.anime.anime_id, title: best.anime.title };
  });
  return { ...reading, entities: { ...reading.entities, titles: settled } };
};
const sharedName = 0.8;
