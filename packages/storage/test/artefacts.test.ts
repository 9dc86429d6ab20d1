import { describe } from '@jest/globals';
import { artefactContract } from './contract/artefacts.ts';
import { onEveryDatabase } from './databases.ts';

describe('artefacts', () => {
  onEveryDatabase(artefactContract);
});
