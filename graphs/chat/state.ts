/** State of the conversation. `slots` live on between turns; the rest belongs to one turn (kept only while a question is open). */
import { Annotation, UntrackedValueChannel } from '@langchain/langgraph';
import type { Intent, Interrupt, Result, ToolCallRecord } from '../../src/domain/chat-turn.ts';
import type { Entities, IntentName, TitleMention } from '../../src/domain/entities.ts';
import type { SaidDay } from './intents/said-day.ts';

export type ToolRequest = { readonly name: string; readonly arguments: Record<string, unknown> };

/** What is asked of the user. `mention` = index of the title in doubt; `calls` = what a "yes" carries out. */
export type Question = Interrupt & { readonly mention?: number; readonly calls?: readonly ToolRequest[]; /** What must be typed instead of a "yes". */ readonly word?: string; /** What each option makes of a request that contradicts itself. */ readonly settles?: Readonly<Record<string, Partial<Entities>>> };

/** What an intent decided to do. `preview`: write only if it lowers nothing, otherwise ask with the diff. */
export type CallPlan = {
  readonly kind: 'call';
  readonly calls: readonly ToolRequest[];
  readonly count?: number;
  readonly skip?: readonly string[];
  readonly preview?: boolean;
  /** The diff that the user has said yes to: what differs from it by now is asked about again. */
  readonly agreed?: readonly Record<string, unknown>[];
  /** Instead of `calls`: one change for all that is listed. */
  readonly every?: EveryEntry;
  /** What the message asks besides, when that can be done at once. */
  readonly then?: { readonly intent: Intent; readonly reading: Reading; readonly plan: CallPlan };
};
/** One change for all that a tool lists: a part of the user's list, or what the catalogue has of a kind. */
export type EveryEntry = {
  readonly change: Change;
  readonly from: ToolRequest;
  /** Ids that are left as they are. */
  readonly except: readonly string[];
};
export type Plan =
  | CallPlan
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'say'; readonly topic: string }
  | { readonly kind: 'agent' };

export type ToolResult = ToolRequest & ({ readonly ok: true; readonly structured: Record<string, unknown> } | { readonly ok: false; readonly error: { code: string; message: string; hint?: string; data?: Record<string, unknown> } });

/** A title the user has seen in an answer, with why it was there. */
export type Shown = { readonly anime_id: string; readonly title: string; readonly reasons?: readonly string[] };

/** A message's changes of the list, which the list's own log takes back; or a standing wish, by the arguments of `set_preferences` that do. */
export type Written = { readonly of: 'list' } | { readonly of: 'wish'; readonly back: Change };

/** Memory of the thread that is not text: what "the second one", "shorter", "more", "it" refer to, and the running facts. */
export type Slots = {
  readonly intent: IntentName | null;
  readonly entities: Partial<Entities> | null;
  /** The words that were searched for, titles and bounds taken out. */
  readonly topic: string;
  readonly shown: readonly Shown[];
  /** Every id already shown for the current request: "more" goes past them. */
  readonly served: readonly string[];
  /** What "it" is. */
  readonly focus: Shown | null;
  readonly last_change: Shown | null;
  /** Genres and tags that the last message of the request named: "what about boxing?" replaces them. */
  readonly last_terms?: readonly string[];
  /** What "the other one" is when two are not all that was shown: the option not chosen, what was spoken of before. */
  readonly beside?: readonly Shown[];
  /** What the last turn wrote: "and X too" writes it again, "no, I meant Y" moves it. `undo` puts back what was before; null = several. */
  readonly changed?: { readonly change: Change; readonly undo: Change | null; /** Not written yet: the title was not known. */ readonly open?: true } | null;
  /** What was asked in the turn before, in its own words: "and Shippuden?" asks the same again. */
  readonly last?: { readonly intent: IntentName; readonly text: string };
  /** The part of the user's own list that was shown last: "and the mysteries?" */
  readonly part?: Part | null;
  /** What this thread has written and not taken back, the last at the end. */
  readonly done?: readonly Written[];
  /** What it has taken back since the last write, the last at the end: "redo". */
  readonly undone?: readonly Written[];
  readonly facts: { readonly liked: readonly string[]; readonly rejected: readonly string[]; readonly constraints: readonly string[] };
};

/** A part of the user's own list, told by its shelf, by facts of the anime and by the user's own scores. */
export type Part = { readonly entities: Partial<Entities>; readonly own_score: OwnScore };
export type OwnScore = { readonly rated?: boolean; readonly min_own_score?: number; readonly max_own_score?: number };

export const emptySlots: Slots = {
  intent: null, entities: null, topic: '', shown: [], served: [], focus: null, last_change: null,
  facts: { liked: [], rejected: [], constraints: [] },
};

/** How one of the shown titles is told apart from the others. */
export type Pick = 'longest' | 'shortest' | 'newest' | 'oldest' | 'best' | 'popular' | 'start' | 'other' | 'next';

/** A number alone, and whether it puts right what was said before. */
export type Figure = { readonly value: number; readonly corrects: boolean };

/** What is written of one title, as `update_watchlist` takes it. */
export type Change = Readonly<Record<string, unknown>>;

/** A kind of bound that a follow-up can take back. */
export type Condition = 'years' | 'length' | 'studios' | 'types' | 'airing' | 'score' | 'order' | 'terms';

/** What the user takes back. `refused`: those of the terms that are to be left out where nobody had asked for them ("forget horror"); `words`: how they were called. */
export type Lifted = { readonly conditions: readonly Condition[]; readonly terms: readonly string[]; readonly refused: readonly string[]; readonly words: readonly string[] };

/**
 * What is wanted once and for all. `target`: the words that name or point at titles, of which the entities tell which; `said` of them: never again (with all that
 * belongs to it), welcome again, what a suggestion was like, or that it was seen and not liked.
 */
export type Wish =
  | { readonly about: 'titles'; readonly target: string; readonly said: 'no' | 'no_franchise' | 'again' | 'liked' | 'disliked' | 'not_liked' }
  | { readonly about: 'terms'; readonly terms: readonly string[]; readonly again: boolean; readonly levels: Readonly<Record<string, string>> }
  | { readonly about: 'levels'; readonly levels: Readonly<Record<string, string>> }
  /** For good, but told by what cannot be kept: a studio, a year, a length. */
  | { readonly about: 'unkept'; readonly words: string }
  /** Only to be told. */
  | { readonly about: 'nothing' };

/** What a brain read in a message; `text` is the message, `topic` what is left of it when titles, bounds and filler are taken out. */
export type Reading = {
  readonly text: string;
  readonly entities: Entities;
  readonly topic: string;
  /** Which of the titles shown is meant. */
  readonly pick?: Pick;
  /** What the user says of each title, in the order of `entities.titles`, where it differs; null = nothing that could be written. */
  readonly changes?: readonly (Change | null)[];
  /** One reading per title that something else is said of, until references are resolved. */
  readonly parts?: readonly Reading[];
  /** The title that was changed by mistake: what was said of it is meant of this one. */
  readonly insteadOf?: Shown;
  /** The options that were not chosen. */
  readonly others?: readonly Shown[];
  /** Points more or less than the score it has. */
  readonly score_by?: number;
  /** Watched again: to the end, or begun anew. */
  readonly rewatch?: 'done' | 'begun';
  /** When it happened, where that is said. */
  readonly days?: readonly SaidDay[];
  /** A note on the title; "" = its words are still missing. */
  readonly note?: string;
  /** Many titles are meant, by what `entities` and `own_score` say of them; `change` null = not said what becomes of them. `unclear`: words that tell them apart in a way nobody here knows. */
  readonly every?: { readonly change: Change | null; readonly from: 'list' | 'catalogue'; readonly except: readonly TitleMention[]; readonly unclear: string };
  /** The user's own scores that are asked for. */
  readonly own_score?: OwnScore;
  /** A number alone: of what was counted last. */
  readonly figure?: Figure;
  /** Numbers alone that may be episodes or places. */
  readonly numbers?: readonly number[];
  /** Places in the list shown that are left out: "all but the third". */
  readonly butNot?: readonly number[];
  /** The question before, when this one is the same of something else. */
  readonly asked?: string;
  /** Another part of what is spoken of: "season 2", "the movie". */
  readonly member?: string;
  /** Titles between which the words do not tell: "the shorter one" of two as long. */
  readonly tied?: readonly Shown[];
  /** Wanted for good, not for this request. */
  readonly wish?: Wish;
  /** Genres and tags that this message names, when it continues a request. */
  readonly own?: readonly string[];
  /** Genres and tags that the request before left out, and that are welcome after all. */
  readonly allowed?: readonly string[];
  /** Conditions of the request before that no longer count. */
  readonly lifted?: Lifted;
  /** Names of people that were asked for, of whom the catalogue knows nothing. */
  readonly people?: readonly string[];
  /** In a language that nobody here reads. */
  readonly foreign?: true;
  /** What the catalogue does not record and was asked for: "a dub". `alone`: nothing else was. */
  readonly unrecorded?: { readonly words: string; readonly alone: boolean };
  /** What the message asks besides, in the user's words: to be done after, or offered. */
  readonly also?: { readonly text: string; readonly intent: Intent; readonly reading: Reading };
};

export type Outcome = {
  readonly intent: Intent;
  readonly entities: Entities;
  readonly response: string;
  readonly results: readonly Result[];
  readonly success: boolean;
};

/** Of one turn, never stored. It begins with a value, for LangGraph throws (and catches) an error for each channel that is empty. */
const turnValue = <Value>(first: Value) => () => new UntrackedValueChannel<Value>({ initialValueFactory: () => first });

export const ChatState = Annotation.Root({
  slots: Annotation<Slots>,
  intent: Annotation<Intent | null>,
  reading: Annotation<Reading | null>,
  plan: Annotation<Plan | null>,
  tool_results: turnValue<readonly ToolResult[]>([]),
  /** Of what was asked besides. */
  then_results: turnValue<readonly ToolResult[]>([]),
  /** The question that this message left open: what to say of it. */
  left: turnValue<string | null>(null),
  tool_calls: turnValue<readonly ToolCallRecord[]>([]),
  degraded: turnValue(false),
  outcome: turnValue<Outcome | null>(null),
});
export type ChatStateValue = typeof ChatState.State;
export type ChatUpdate = typeof ChatState.Update;
