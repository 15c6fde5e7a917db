/** Every tool, one line each, in the order clients see them. */
import type { RunTurn } from '../domain/chat-turn.ts';
import type { SetPreferences } from '../preferences/set-preferences.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Recommend } from '../recommend/recommend.ts';
import type { Explain } from '../recommend/explain.ts';
import type { MakeTasteReport } from '../recommend/report/taste-report.ts';
import type { Seasonal } from '../recommend/seasonal.ts';
import type { compare } from '../retrieval/compare.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Search } from '../retrieval/search.ts';
import type { Similar } from '../retrieval/similar.ts';
import type { watchOrder } from '../retrieval/watch-order.ts';
import type { ExportWatchlist } from '../watchlist/export.ts';
import type { ImportWatchlist } from '../watchlist/import.ts';
import type { ReadWatchlist } from '../watchlist/read.ts';
import type { UndoWatchlist } from '../watchlist/undo.ts';
import type { UpdateWatchlist } from '../watchlist/update.ts';
import { analyzeUserPreferences } from './analyze-user-preferences.ts';
import { compareAnime } from './compare-anime.ts';
import { exportWatchlist } from './export-watchlist.ts';
import { explainRecommendation } from './explain-recommendation.ts';
import { getAnimeDetails } from './get-anime-details.ts';
import { getRecommendations } from './get-recommendations.ts';
import { getSeasonalAnime } from './get-seasonal-anime.ts';
import { getSimilarAnime } from './get-similar-anime.ts';
import { getWatchOrder } from './get-watch-order.ts';
import { getWatchlistChanges } from './get-watchlist-changes.ts';
import { getWatchlist } from './get-watchlist.ts';
import { importWatchlist } from './import-watchlist.ts';
import type { ListReader } from './list-reader.ts';
import { naturalLanguageQuery } from './natural-language-query.ts';
import { createOnce, type Recall } from './once.ts';
import { searchAnime } from './search-anime.ts';
import { setPreferences } from './set-preferences.ts';
import type { Tool } from './tool.ts';
import { undoWatchlistChange } from './undo-watchlist-change.ts';
import { updateWatchlist } from './update-watchlist.ts';

export type ToolDeps = {
  /** What is derived from the catalogue in use. */
  readonly current: () => Generation;
  readonly search: Search;
  readonly similar: Similar;
  readonly compare: typeof compare;
  readonly watchOrder: typeof watchOrder;
  readonly recommend: Recommend;
  readonly explain: Explain;
  readonly seasonal: Seasonal;
  readonly tasteReport: MakeTasteReport;
  readonly updateWatchlist: UpdateWatchlist;
  readonly undoWatchlist: UndoWatchlist;
  readonly readWatchlist: ReadWatchlist;
  readonly importWatchlist: ImportWatchlist;
  readonly exportWatchlist: ExportWatchlist;
  /** The person that a tool answers. */
  readonly viewerOf: ViewerOf;
  readonly setPreferences: SetPreferences;
  /** Of the list store. */
  readonly list: ListReader;
  /** Of the idempotency store. */
  readonly recall: Recall;
  readonly runTurn: RunTurn;
  readonly now: () => Date;
};

export const createTools = (deps: ToolDeps): Tool[] => {
  const once = createOnce(deps.recall);
  return [
  searchAnime(deps),
  getAnimeDetails(deps),
  getSimilarAnime(deps),
  getRecommendations(deps),
  explainRecommendation(deps),
  compareAnime(deps),
  getSeasonalAnime(deps),
  getWatchOrder(deps),
  getWatchlist(deps),
  getWatchlistChanges(deps),
  updateWatchlist({ ...deps, once }),
  undoWatchlistChange({ ...deps, once }),
  importWatchlist({ ...deps, once }),
  exportWatchlist(deps),
  analyzeUserPreferences(deps),
  setPreferences({ ...deps, once }),
  naturalLanguageQuery(deps),
];
};
