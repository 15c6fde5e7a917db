/** A plot told in words ("a girl works in a bathhouse for spirits"): its words rank, but none of them is a condition. */
import type { Entities } from '../../../src/domain/entities.ts';
import type { Reading } from '../state.ts';

const tells = /\b(?:where|in which|who|whose|about (?:an?|two|the|some|this)|the one with|there(?:'?s| is| was)|an? (?:boy|girl|guy|kid|man|woman|teen\w*|student|group|bunch|family|world))\b/i;
/** One work is looked for, by what is remembered of it: the best match is "it" until something else is. */
const remembered = /\b(?:(?:what|which)(?:'s|s| is| was)? (?:that|the|this) (?:\w+ )?(?:anime|show|series|movie|film|one|cartoon)\b|(?:which|what) (?:\w+ ){0,3}(?:anime|show|series|movie|film|cartoon) (?:is|was|has|had|won|about|with|where|tells?)\b|(?:there (?:was|is)|i remember|i saw|trying to (?:find|remember)|looking for) (?:this|that|an?|the|one) (?:\w+ ){0,2}(?:anime|show|series|movie|film|cartoon|one)\b|(?:the|that) (?:one|anime|show|movie|film) (?:where|in which|with the|about the))/i;

export const looksForOne = (reading: Reading): boolean => remembered.test(reading.text) && reading.text.split(/\s+/).length >= fewestRemembered && !reading.entities.more;

const fewestRemembered = 6;
const shortest = 8;
/** So many tags at once, or so many words that are none, are a description too: "vampires, gothic castles, blood and doomed love". */
const mostConditions = 3;
const fewestWords = 2;

/** Tags that the user wants become words of the query; genres, years, types and lengths stay conditions. */
export const withoutPlotConditions = (reading: Reading): Reading => {
  const { entities, text } = reading;
  if (entities.tags.length === 0) return reading;
  const more = reading.topic.split(' ').filter((word) => word !== '' && !entities.moods.some((mood) => mood.split(' ').includes(word))).length;
  const described = more >= fewestWords || (text.split(/\s+/).length >= shortest && tells.test(text));
  if (!described && entities.tags.length <= mostConditions) return reading;
  const soft: Entities = { ...entities, tags: [] };
  // A follow-up's few words are not the description that it continues.
  const own = reading.topic.split(' ').every((word) => text.toLowerCase().includes(word));
  return { ...reading, entities: soft, topic: described && own ? text : [reading.topic, ...entities.tags].filter(Boolean).join(' ') };
};
