/** Where a turn goes next: a pure reading of the plan. */
import type { ChatStateValue } from './state.ts';

export const routes = ['ask_back', 'agent', 'call_tools', 'answer'] as const;
export type Route = (typeof routes)[number];

export const route = ({ plan }: Pick<ChatStateValue, 'plan'>): Route => {
  switch (plan?.kind) {
    case 'ask': return 'ask_back';
    case 'agent': return 'agent';
    case 'call': return 'call_tools';
    default: return 'answer';
  }
};

/** After the tools: a preview that turned into a question is asked, everything else is answered. */
export const afterTools = ({ plan }: Pick<ChatStateValue, 'plan'>): 'ask_back' | 'answer' => (plan?.kind === 'ask' ? 'ask_back' : 'answer');
