import { describe } from '@jest/globals';
import { lostRaceContract } from './contract/lost-races.ts';
import { onEveryDatabase } from './databases.ts';

describe('AS-03: a unit whose statements each change a row of their own', () => {
  onEveryDatabase(lostRaceContract);
});
