import { describeCheckpointSaver } from '../contracts/checkpoint-saver.ts';
import { postgresUnderTest } from './postgres-under-test.ts';

describeCheckpointSaver('PostgreSQL', postgresUnderTest);
