/** Every part, in the order it is printed. */
import type { EvalPart } from './part.ts';
import { cost } from './parts/cost.ts';
import { dialogues } from './parts/dialogues.ts';
import { entities } from './parts/entities.ts';
import { filters } from './parts/filters.ts';
import { grounding } from './parts/grounding.ts';
import { intents } from './parts/intents.ts';
import { recommendations } from './parts/recommendations.ts';
import { search } from './parts/search.ts';
import { similar } from './parts/similar.ts';
import { titles } from './parts/titles.ts';

export const parts: readonly EvalPart[] = [
  intents,
  entities,
  titles,
  search,
  filters,
  similar,
  recommendations,
  dialogues,
  grounding,
  cost,
];
