import { describeCheckpointSaver } from '../contracts/checkpoint-saver.ts';
import { sqliteUnderTest } from './sqlite-under-test.ts';

describeCheckpointSaver('SQLite', sqliteUnderTest);
