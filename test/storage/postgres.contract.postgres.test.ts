import { describeStorage } from '../contracts/storage.ts';
import { postgresUnderTest } from './postgres-under-test.ts';

describeStorage('PostgreSQL', postgresUnderTest);
