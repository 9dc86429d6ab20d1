import { expect, it } from '@jest/globals';
import { upstreamOnDemand } from '../../../../src/directory/connections/upstream/on-demand.ts';

it('an upstream side that could not be loaded is loaded by the next sign-in', async () => {
  const failures = [new Error('too many open files')];
  const upstream = upstreamOnDemand({
    get fetch(): never {
      throw failures.shift() ?? new Error('loaded anew');
    },
    clock: Date.now,
  });
  const begun = () => upstream.begin({} as never, {} as never);
  await expect(begun()).rejects.toThrow('too many open files');
  await expect(begun()).rejects.toThrow('loaded anew');
});
