import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { may, type UserAction } from '../../src/users/policy.ts';
import { aPerson } from '../a-principal.ts';

const own = { issuer: 'https://issuer.example', subject: 'alice' };
const bobs = { issuer: 'https://issuer.example', subject: 'bob' };
const sameSubjectElsewhere = { issuer: 'https://other.example', subject: 'alice' };

describe('users/policy', () => {
  it('RS-07: a person reads and changes their own profile with the right scope', () => {
    expect(may(aPerson({ scope: 'profile_read' }), 'read', own)).toEqual({ allowed: true });
    expect(may(aPerson({ scope: 'profile_write' }), 'change', own)).toEqual({ allowed: true });
  });

  it("RS-07: somebody else's profile does not exist, nor does one with the same sub at another issuer", () => {
    const alice = aPerson({ scope: 'profile_read profile_write' });
    for (const action of ['read', 'change'] as const) {
      expect(may(alice, action, bobs)).toMatchObject({ allowed: false, because: 'hidden' });
      expect(may(alice, action, sameSubjectElsewhere)).toMatchObject({ allowed: false, because: 'hidden' });
    }
  });

  it('RS-03: a lacking scope is named, whoever the profile belongs to', () => {
    const cases: [UserAction, string, string][] = [
      ['read', 'profile_write', 'profile_read'],
      ['change', 'profile_read', 'profile_write'],
      ['remove', 'profile_read profile_write', 'users_admin'],
      ['list', 'profile_read profile_write', 'users_admin'],
    ];
    for (const [action, scope, needed] of cases) {
      for (const profile of [own, bobs]) {
        expect(may(aPerson({ scope }), action, profile)).toMatchObject({ because: 'scope', scopes: [needed] });
      }
    }
  });

  it('RS-03: a scope counts only as a whole word', () => {
    const near = aPerson({ scope: 'profile_read2 xprofile_read PROFILE_READ profile' });
    expect(may(near, 'read', own)).toMatchObject({ because: 'scope' });
  });

  it('an administrator needs the scope and, being a person, the role', () => {
    const admin = aPerson({ subject: 'carol', roles: ['admin'], scope: 'users_admin' });
    for (const action of ['read', 'change', 'remove', 'list'] as const) {
      expect(may(admin, action, bobs)).toEqual({ allowed: true });
    }
    const withoutRole = aPerson({ subject: 'carol', roles: ['administrator', 'Admin'], scope: 'users_admin' });
    expect(may(withoutRole, 'list')).toMatchObject({ because: 'forbidden', reason: 'admin_role_required' });
    expect(may(withoutRole, 'read', bobs)).toMatchObject({ because: 'hidden' });
    const client = aPerson({ kind: 'client', subject: 'sync', clientId: 'sync', roles: [], scope: 'users_admin' });
    expect(may(client, 'remove', bobs)).toEqual({ allowed: true });
  });

  it('an administrator of one issuer has no power over the profiles of another', () => {
    const admin = aPerson({ subject: 'carol', roles: ['admin'], scope: 'users_admin profile_read' });
    expect(may(admin, 'read', sameSubjectElsewhere)).toMatchObject({ because: 'hidden' });
  });

  it('nobody removes their own profile without being an administrator', () => {
    expect(may(aPerson({ scope: 'users_admin' }), 'remove', own)).toMatchObject({ because: 'forbidden' });
  });

  it('RS-07: a client never owns a profile, even when its id equals the subject', () => {
    const client = aPerson({ kind: 'client', subject: 'alice', clientId: 'alice', scope: 'profile_read' });
    expect(may(client, 'read', own)).toMatchObject({ because: 'hidden' });
  });

  it('RS-07: whatever the scopes and roles, nothing is allowed at another issuer', () => {
    const scopes = fc.subarray(['profile_read', 'profile_write', 'users_admin', 'invoice_read']);
    const roles = fc.subarray(['admin', 'accountant', 'sales']);
    const action = fc.constantFrom<UserAction>('read', 'change', 'remove');
    fc.assert(
      fc.property(scopes, roles, action, (scope, role, what) => {
        const principal = aPerson({ scope: scope.join(' '), roles: role });
        return !may(principal, what, sameSubjectElsewhere).allowed;
      }),
    );
  });

  it('a missing object is a mistake of the programmer', () => {
    expect(() => may(aPerson({ scope: 'profile_read' }), 'read')).toThrow(/needs a profile/);
  });
});
