/** Every part by name, in the order of the table. Loaded one by one: each runs in a process of its own. */
import type { Part } from './part.ts';

export const parts: Readonly<Record<string, () => Promise<Part>>> = {
  turn: async () => (await import('./turn.ts')).turn,
  search: async () => (await import('./search.ts')).search,
  growth: async () => (await import('./growth.ts')).growth,
  taste: async () => (await import('./taste.ts')).taste,
  tool: async () => (await import('./tool-call.ts')).toolCall,
  loop: async () => (await import('./event-loop.ts')).eventLoop,
  million: async () => (await import('./million-searches.ts')).millionSearches,
  import: async () => (await import('./list-files.ts')).importing,
  export: async () => (await import('./list-files.ts')).exporting,
  list: async () => (await import('./list.ts')).list,
  streams: async () => (await import('./streams.ts')).streams,
  peer: async () => (await import('./dev-server.ts')).devServer,
  http: async () => (await import('./http.ts')).http,
};
