/** The yardstick graph: five nodes that do nothing much, no model, no checkpointer. Also what the peer's dev server serves. */
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';

type Said = { role: 'user' | 'assistant'; content: string };

export const words = 'show me something like the long good friday but newer and a bit funnier please'.padEnd(200, ' ok');
const reply = 'Here are three titles you may like: '.padEnd(600, 'lorem ipsum ');

const State = Annotation.Root({
  messages: Annotation<Said[]>({ reducer: (before, added) => before.concat(added), default: () => [] }),
  input: Annotation<string>,
  intent: Annotation<string>,
  entities: Annotation<{ title: string; year: number }>,
  route: Annotation<string>,
  result: Annotation<{ ids: number[]; q: string }>,
  reply: Annotation<string>,
});

export const graph = new StateGraph(State)
  .addNode('n_classify', (state) => ({ intent: state.input.length % 2 ? 'search' : 'recommend' }))
  .addNode('n_extract', (state) => ({ entities: { title: state.input.slice(0, 12), year: 1999 } }))
  .addNode('n_route', (state) => ({ route: state.intent }))
  .addNode('n_tool', (state) => ({ result: { ids: [1, 2, 3], q: state.entities.title } }))
  .addNode('n_respond', (state) => ({ reply, messages: [{ role: 'user' as const, content: state.input }, { role: 'assistant' as const, content: reply }] }))
  .addEdge(START, 'n_classify')
  .addEdge('n_classify', 'n_extract')
  .addEdge('n_extract', 'n_route')
  .addEdge('n_route', 'n_tool')
  .addEdge('n_tool', 'n_respond')
  .addEdge('n_respond', END)
  .compile();
