/** The intents. A new one: its file, and one line here. */
import type { IntentName } from '../../../src/domain/entities.ts';
import { analysis } from './analysis.ts';
import { comparison } from './comparison.ts';
import { explanation } from './explanation.ts';
import { general } from './general.ts';
import { information } from './information.ts';
import type { IntentDefinition } from './intent.ts';
import { recommendation } from './recommendation.ts';
import { search } from './search.ts';
import { seasonal } from './seasonal.ts';
import { statusUpdate } from './status-update.ts';
import { watchlist } from './watchlist.ts';

export const intents: Readonly<Record<IntentName, IntentDefinition>> = {
  recommendation,
  search,
  status_update: statusUpdate,
  information,
  comparison,
  analysis,
  seasonal,
  explanation,
  watchlist,
  general,
};
