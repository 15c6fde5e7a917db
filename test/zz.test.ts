import { it } from 'vitest';
import { says } from './support/fake-openai-chat.ts';
import { createLlmWorld } from './support/llm-world.ts';
import { emptySlots } from '../graphs/chat/state.ts';
it('x', async () => {
  const { brain, chat, server } = await createLlmWorld({ brain: { log: { warn: (a, b) => console.log(a, b) } } });
  chat.next(says('{"intent":"information","entities":{"titles":["Monster"]}}'));
  console.log(JSON.stringify(await brain.classify({ message: 'what is Monster about', history: [], slots: emptySlots })));
  console.log(JSON.stringify(server.requests[0]?.body['response_format']));
});
