import { describe, expect, it } from '@jest/globals';
import { nextOf, type Situation } from '../../../src/browser/interaction/dispatch.ts';
import type { Factors } from '../../../src/directory/accounts/second-factors.ts';

const factors = (more: Partial<Factors> = {}): Factors => ({ accountId: 'alice', passkeys: [], ...more });
const stored = <Data>(data: Data) => ({ data, version: 1, createdAtSeconds: 0 });
const app = factors({ totp: stored({ secret: 'S' }) });
const pwd = { accountId: 'alice', methods: ['pwd'] };
const at = (more: Partial<Situation>): Situation => ({
  prompt: 'login',
  progress: { methods: [] },
  factors: undefined,
  neededLevel: 0,
  ...more,
});

describe('what comes next', () => {
  it.each([
    ['nothing is proved', at({}), 'sign_in'],
    ['the account is gone', at({ progress: pwd }), 'sign_in'],
    ['a password is enough', at({ progress: pwd, factors: factors() }), 'finished'],
    ['one factor is asked for', at({ progress: pwd, factors: factors(), neededLevel: 1 }), 'finished'],
    [
      'two are asked for of somebody who has one',
      at({ progress: pwd, factors: factors(), neededLevel: 2 }),
      'add_totp',
    ],
    [
      'codes are mailed to who has nothing else',
      at({ progress: pwd, factors: factors(), neededLevel: 2, emailCode: true }),
      'email_code',
    ],
    [
      'a mailed code is no second factor',
      at({ progress: { ...pwd, methods: ['pwd', 'email'] }, factors: factors(), neededLevel: 2, emailCode: true }),
      'add_totp',
    ],
    [
      'a mailed code is enough where one factor is',
      at({ progress: { ...pwd, methods: ['pwd', 'email'] }, factors: factors(), emailCode: true }),
      'finished',
    ],
    ['a mailed code never stands in for an app', at({ progress: pwd, factors: app, emailCode: true }), 'second_factor'],
    ['there is a second factor', at({ progress: pwd, factors: app }), 'second_factor'],
    [
      'recovery codes alone are no factor',
      at({ progress: pwd, factors: factors({ recoveryCodes: stored({ hashes: [] }) }) }),
      'finished',
    ],
    [
      'both are proved',
      at({ progress: { ...pwd, methods: ['pwd', 'otp'] }, factors: app, neededLevel: 2 }),
      'finished',
    ],
    [
      'a recovery code counts',
      at({ progress: { ...pwd, methods: ['pwd', 'recovery_code'] }, factors: app }),
      'finished',
    ],
    [
      'a code without the password does not',
      at({ progress: { ...pwd, methods: ['otp'] }, factors: app }),
      'second_factor',
    ],
    [
      'the same factor twice does not',
      at({ progress: { ...pwd, methods: ['pwd', 'pwd', 'mfa'] }, factors: app }),
      'second_factor',
    ],
    [
      'new codes are to be kept',
      at({ progress: { ...pwd, methods: ['pwd', 'otp'], recoveryCodes: ['c'] }, factors: app }),
      'recovery_codes',
    ],
    ['creating an account', at({ prompt: 'create', progress: { methods: [] }, factors: undefined }), 'sign_in'],
    ['consent', at({ prompt: 'consent', progress: { methods: [] }, factors: undefined }), 'consent'],
    [
      'consent, but of another account',
      at({ prompt: 'consent', progress: { methods: [], anotherAccount: true }, factors: undefined }),
      'sign_in',
    ],
    ['whose second factor is asked for first', at({ prompt: 'consent', progress: pwd, factors: app }), 'second_factor'],
  ] as const)('AS-20: %s', (_, situation, next) => {
    expect(nextOf(situation)).toBe(next);
  });

  it('a prompt without a page is our mistake', () => {
    expect(() => nextOf(at({ prompt: 'unknown' }))).toThrow(TypeError);
  });
});
