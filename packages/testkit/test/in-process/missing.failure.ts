import { it } from '@jest/globals';

it('never runs', () => undefined);

throw new Error('not even loaded');
