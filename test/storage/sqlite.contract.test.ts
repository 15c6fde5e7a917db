import { storageContract } from '../contracts/storage.ts';
import { sqliteUnderTest } from './sqlite-under-test.ts';

storageContract('SQLite', sqliteUnderTest);
