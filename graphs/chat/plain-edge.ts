/** A choice of the next node without a run of its own: LangGraph wraps a plain function into a traced chain, which costs a sixteenth of a whole turn. */
import { Runnable } from '@langchain/core/runnables';

/** @param choose pure: state -> name of the next node */
export const plainEdge = <State, Next extends string>(choose: (state: State) => Next): Runnable<State, Next> => new PlainEdge(choose);

// LangGraph takes functions, which it wraps, or a subclass of this.
class PlainEdge<State, Next extends string> extends Runnable<State, Next> {
  override readonly lc_namespace = ['animetrackr'];
  readonly #choose: (state: State) => Next;

  constructor(choose: (state: State) => Next) {
    super();
    this.#choose = choose;
  }

  override getName(): string {
    return this.#choose.name;
  }

  override invoke(state: State): Promise<Next> {
    return Promise.resolve(this.#choose(state));
  }
}
