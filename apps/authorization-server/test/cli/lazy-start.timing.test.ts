import { expectWithin } from '@gatehouse/testkit';
import { describe, it } from '@jest/globals';
import { startOf } from './lazy-start.ts';

describe('a start of the command line', () => {
  it.each(['--help', '--version'])('%s takes at most 0.25 s of processor time', async (line) => {
    // The first start compiles; what it compiled is kept.
    await startOf([line]);
    const { processorMs } = await startOf([line]);
    expectWithin(processorMs, 250);
  });
});
