import { describe, expect, it } from '@jest/globals';
import { claimMapping, mapClaims, subjectAt, valueAt } from '../../../src/directory/connections/mapping.ts';

const usual = claimMapping.parse({});

describe('mapping of upstream claims', () => {
  it('takes the standard claims', () => {
    const claims = { sub: '1', name: ' Ann Lee ', email: 'ann@example.com', email_verified: true, locale: 'de' };
    expect(mapClaims(usual, claims)).toEqual({
      name: 'Ann Lee',
      email: 'ann@example.com',
      emailVerified: true,
      locale: 'de',
      groups: [],
      claims: {},
    });
  });

  it.each(['true', 'TRUE', 1, {}, ['true'], null, undefined, false])(
    'an address is verified by the boolean true alone, not by %p',
    (verified) => {
      const { emailVerified } = mapClaims(usual, { email: 'ann@example.com', email_verified: verified });
      expect(emailVerified).toBe(false);
    },
  );

  it('nothing is verified without an address', () => {
    expect(mapClaims(usual, { email_verified: true }).emailVerified).toBe(false);
  });

  it('names places by name or by JSON pointer, and never what objects inherit', () => {
    const claims = { 'a/b': 1, deep: { 'x/y~z': { of: 'it' } }, list: ['first'] };
    expect(valueAt(claims, 'a/b')).toBe(1);
    expect(valueAt(claims, '/deep/x~1y~0z/of')).toBe('it');
    expect(valueAt(claims, '/list/0')).toBe('first');
    for (const none of ['toString', '__proto__', '/deep/constructor', '/list/length/x', '/a', '/deep/x/y'])
      expect(valueAt(claims, none)).toBeUndefined();
    expect(() => claimMapping.parse({ name: '/a~2' })).toThrow('JSON pointer');
  });

  it('takes groups and declared claims from where it is said', () => {
    const mapping = claimMapping.parse({
      groups: '/realm/roles',
      login: 'preferred_username',
      claims: { team: 'department', none: 'missing' },
    });
    const claims = { realm: { roles: ['a', 7, 'b'] }, preferred_username: 'ann', department: 'blue' };
    expect(mapClaims(mapping, claims)).toMatchObject({ groups: ['a', 'b'], login: 'ann', claims: { team: 'blue' } });
    expect(mapClaims(mapping, { realm: { roles: 'one' } }).groups).toEqual(['one']);
  });

  it('leaves out what has another type, is empty or too long', () => {
    const claims = { name: ['Ann'], email: `${'a'.repeat(250)}@x.example`, locale: '  ' };
    expect(mapClaims(usual, claims)).toEqual({ emailVerified: false, groups: [], claims: {} });
  });

  it('a subject is a text or a whole number', () => {
    expect(subjectAt({ id: 42 }, 'id')).toBe('42');
    expect(subjectAt({ id: '042' }, 'id')).toBe('042');
    for (const wrong of [1.5, 2 ** 60, '', 'x'.repeat(256), null, {}, true])
      expect(subjectAt({ id: wrong }, 'id')).toBeUndefined();
  });
});
