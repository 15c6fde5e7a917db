import { onServer, postgresUnderTest } from '../storage/postgres-under-test.ts';
import { makeDataDir, startService } from '../support/service.ts';
import { describeListEffects } from './list-effects.ts';

describeListEffects('postgres', async () => {
  const under = postgresUnderTest();
  await onServer(`create schema ${under.schema}`);
  const service = await startService({ dataDir: makeDataDir(), env: { DATABASE_URL: under.url } });
  return {
    service,
    end: async () => {
      await service.kill();
      await under.dispose();
    },
  };
});
