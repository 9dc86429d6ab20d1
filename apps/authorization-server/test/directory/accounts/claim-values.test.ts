import { describe, expect, it } from '@jest/globals';
import { claimValues } from '../../../src/directory/accounts/claim-values.ts';
import type { UserClaims } from '../../../src/directory/accounts/schema.ts';
import { registrySchema } from '../../../src/directory/registry/schema.ts';

const { claims } = registrySchema.parse({
  users_policy: {
    claims: {
      team: {},
      level: { type: 'number' },
      member: { type: 'boolean' },
      groups: { type: 'list' },
      address: { scope: 'address' },
      duties: { type: 'list', from: 'roles' },
    },
  },
}).users_policy;

describe('F7: claims as they are typed', () => {
  it.each([
    ['team=a=b', { team: 'a=b' }],
    ['level=-1.5', { level: -1.5 }],
    ['member=false', { member: false }],
    ['groups=admins,editors', { groups: ['admins', 'editors'] }],
    ['groups=["a,b"]', { groups: ['a,b'] }],
    ['groups=', { groups: [] }],
    ['address={"country":"FR"}', { address: { country: 'FR' } }],
  ])('%s', (typed, values) => {
    expect(claimValues(claims as UserClaims, [typed])).toEqual({ values });
  });

  it.each(['level=high', 'member=yes', 'groups=[1]', 'address=Paris', 'nothing=1', 'team', '=x', 'duties=a'])(
    '%s is refused',
    (typed) => {
      expect(claimValues(claims as UserClaims, ['team=x', typed])).toHaveProperty('fault');
    },
  );
});
