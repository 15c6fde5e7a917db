import { describeStorage } from '../contracts/storage.ts';
import { sqliteUnderTest } from './sqlite-under-test.ts';

describeStorage('SQLite', sqliteUnderTest);
