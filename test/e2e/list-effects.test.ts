import { startService } from '../support/service.ts';
import { describeListEffects } from './list-effects.ts';

describeListEffects('sqlite', async () => {
  const service = await startService();
  return { service, end: async () => void (await service.kill()) };
});
