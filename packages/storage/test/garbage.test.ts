import { describe } from '@jest/globals';
import { garbageContract } from './contract/garbage.ts';
import { onEveryDatabase } from './databases.ts';

describe('OPS-11: garbage', () => {
  onEveryDatabase(garbageContract);
});
