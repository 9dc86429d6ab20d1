import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type About, prove } from '../../../src/directory/operations/prove.ts';
import { limitsFrom } from '../../../src/directory/throttle/limits.ts';
import { createThrottle, type Throttle } from '../../../src/directory/throttle/throttle.ts';

type Policy = NonNullable<Parameters<typeof prove>[1]['whenTooMany']>;

let storage: Storage;
let throttle: Throttle;
/** What happened, in its order. */
let steps: string[];

beforeEach(async () => {
  steps = [];
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  const limits = limitsFrom({ perAccount: 2, perAddress: 3, forEveryone: 100, windowSeconds: 600 });
  const counting = createThrottle({ storage, limits, clock: Date.now });
  throttle = {
    ...counting,
    attempt(action, about) {
      steps.push('counted');
      return counting.attempt(action, about);
    },
  };
});
afterEach(() => storage.close());

const own: About = { action: 'sign_in', key: 'u1', accountId: 'u1', address: '192.0.2.1', browserId: undefined };
/** Of another account at the same address. */
const other: About = { ...own, key: 'u2', accountId: 'u2' };
const knownBrowsers = { isKnown: async (_id: string, browserId?: string) => browserId === 'known' };

/** Tries a right or a wrong proof, and commits what is right. */
async function attempt(about: About, right: boolean, whenTooMany?: Policy) {
  const given = whenTooMany === undefined ? about : { ...about, whenTooMany };
  const proved = await prove({ throttle, knownBrowsers }, given, (refused) => {
    steps.push(refused ? 'pretended' : 'compared');
    return right && !refused ? { ok: true, writes: [] } : { ok: false, reason: refused ? 'throttled' : 'wrong' };
  });
  if (proved.ok) await storage.commit(proved.writes);
  return proved.ok ? 'right' : `${proved.reason}${'retryAfterSeconds' in proved ? ', come back' : ''}`;
}
async function fail(about: About, times: number) {
  for (let n = 0; n < times; n += 1) expect(await attempt(about, false)).toBe('wrong');
  steps = [];
}

describe('AS-14: what is proved', () => {
  it('is counted before it is looked at, and taken back when it is right', async () => {
    for (let n = 0; n < 6; n += 1) expect(await attempt(own, true)).toBe('right');
    expect(steps.slice(0, 4)).toEqual(['counted', 'compared', 'counted', 'compared']);
    await fail(own, 1);
    expect(await attempt(own, true)).toBe('right');
    await fail(own, 2);
    expect(await attempt(own, true)).toBe('throttled, come back');
  });

  it.each<[Policy, string, string[], string, string[]]>([
    ['stop', 'throttled, come back', ['counted'], 'throttled, come back', ['counted']],
    ['disguise', 'throttled', ['counted', 'pretended'], 'throttled, come back', ['counted']],
    ['pass_right', 'right', ['counted', 'compared'], 'right', ['counted', 'compared']],
  ])('when there were too many, by the policy %s', async (policy, atAccount, stepsAtAccount, atAddress, stepsThere) => {
    await fail(own, 2);
    expect([await attempt(own, true, policy), steps]).toEqual([atAccount, stepsAtAccount]);
    await fail({ ...other, key: 'u3', address: '198.51.100.1' }, 2);
    await fail({ ...other, key: 'u4', address: '198.51.100.1' }, 1);
    const there = { ...other, address: '198.51.100.1' };
    expect([await attempt(there, true, policy), steps]).toEqual([atAddress, stepsThere]);
  });

  it('passes only what is right after too many, and says of the rest that they were too many', async () => {
    await fail(own, 2);
    expect(await attempt(own, false, 'pass_right')).toBe('throttled, come back');
  });

  it('spares a known browser the limits that strangers share', async () => {
    await fail(other, 2);
    await fail(own, 1);
    expect(await attempt({ ...own, browserId: 'unknown' }, true)).toBe('throttled, come back');
    expect(await attempt({ ...own, browserId: 'known' }, true)).toBe('right');
  });
});
