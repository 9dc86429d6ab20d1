import { describe, expect, it } from '@jest/globals';
import { longestFirst } from '../src/order.ts';

describe('the order of the files of tests', () => {
  it('begins with what takes longest, and leaves the rest as it was', () => {
    const paths = [
      '/x/packages/b/test/b.test.ts',
      '/x/packages/a/test/a.test.ts',
      '/x/apps/s/test/cli/users.test.ts',
      '/x/apps/q/test/browser/web-app.test.ts',
      '/x/apps/q/test/interop/federation.test.ts',
      '/x/apps/q/test/interop/admin-api/admin-api.test.ts',
    ];
    expect(longestFirst(paths.map((path) => ({ path }))).map(({ path }) => path)).toEqual([
      '/x/apps/q/test/interop/admin-api/admin-api.test.ts',
      '/x/apps/q/test/interop/federation.test.ts',
      '/x/apps/q/test/browser/web-app.test.ts',
      '/x/apps/s/test/cli/users.test.ts',
      '/x/packages/b/test/b.test.ts',
      '/x/packages/a/test/a.test.ts',
    ]);
  });
});
