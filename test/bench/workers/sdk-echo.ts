/** The MCP SDK alone: its client, its linked in-memory transports, its server with an echo tool among six. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { costPerTime } from '../measure/cost.ts';
import type { WorkerMethods } from './all.ts';
import { echoServer, echoText } from './echo-server.ts';

export const startSdkEcho = async (): Promise<WorkerMethods> => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await echoServer().connect(far);
  const client = new Client({ name: 'bench', version: '0' });
  await client.connect(near);
  return { run: (times: number) => costPerTime(times, () => client.callTool({ name: 'echo', arguments: { text: echoText } })) };
};
