import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkRequirement, type Requirement, readyRequirement } from '../src/policy.ts';
import type { AccessTokenClaims } from '../src/principal.ts';
import { type ScopeHierarchy, scopeExpander } from '../src/scopes.ts';
import { principalOf } from './principals.ts';

const NOW = 1_999_999_800;

function verdict(
  requirement: Requirement,
  claims: Partial<AccessTokenClaims> = {},
  hierarchy: ScopeHierarchy = {},
): string {
  const refusal = checkRequirement(readyRequirement(requirement), principalOf(claims, { hierarchy }), NOW);
  return refusal === undefined ? 'passed' : refusal.code;
}

describe('scopes', () => {
  it.each([
    ['read', 'read', true],
    ['read', 'read write', true],
    ['write', 'read write', true],
    ['read write', 'write read', true],
    ['read write', 'read', false],
    ['read', 'reader', false],
    ['read', 'rea', false],
    ['read', 'READ', false],
    ['read', 'xread', false],
    ['read', undefined, false],
    ['read', '', false],
    ['invoice:read', 'invoice', false],
  ])('RS-03: %j asked, %j held: %p', (asked, scope, passes) => {
    expect(verdict({ scopes: asked }, scope === undefined ? {} : { scope })).toBe(
      passes ? 'passed' : 'insufficient_scope',
    );
    expect(verdict({ scopes: asked.split(' ') }, scope === undefined ? {} : { scope })).toBe(
      passes ? 'passed' : 'insufficient_scope',
    );
  });

  it('RS-03: pass exactly when all asked are held (property)', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'ab', 'A', 'a:b'), { minLength: 1 });
    fc.assert(
      fc.property(names, fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'ab', 'A', 'a:b')), (asked, held) => {
        const all = asked.every((name) => held.includes(name));
        const any = asked.some((name) => held.includes(name));
        const scope = { scope: held.join(' ') };
        expect(verdict({ scopes: asked }, scope)).toBe(all ? 'passed' : 'insufficient_scope');
        expect(verdict({ anyScope: asked }, scope)).toBe(any ? 'passed' : 'insufficient_scope');
      }),
    );
  });

  it('RS-03: a refusal names all scopes of the operation, not only those that lack', () => {
    const refusal = checkRequirement(readyRequirement({ scopes: 'a b c' }), principalOf({ scope: 'a' }), NOW);
    expect(refusal?.parameters.scopes).toEqual(['a', 'b', 'c']);
    const any = checkRequirement(
      readyRequirement({ scopes: 'a', anyScope: ['b', 'c'] }),
      principalOf({ scope: 'a' }),
      NOW,
    );
    expect(any?.parameters.scopes).toEqual(['a', 'b', 'c']);
  });

  it('RS-03: a broad scope implies narrow ones, over several steps, in a circle too, and never the other way', () => {
    const hierarchy = { admin: ['write', 'delete'], write: ['read'], left: ['right'], right: ['left'] };
    expect(verdict({ scopes: 'read delete' }, { scope: 'admin' }, hierarchy)).toBe('passed');
    expect(verdict({ scopes: 'write' }, { scope: 'read' }, hierarchy)).toBe('insufficient_scope');
    expect(verdict({ scopes: 'right' }, { scope: 'left' }, hierarchy)).toBe('passed');
    expect(verdict({ scopes: 'left' }, { scope: 'right' }, hierarchy)).toBe('passed');
    const principal = principalOf({ scope: 'admin' }, { hierarchy });
    expect(principal.scopes).toEqual(['admin']);
    expect(principal.hasScope('read')).toBe(true);
    expect(principal.hasScope('left')).toBe(false);
  });

  it.each<[ScopeHierarchy]>([[{ 'a b': ['c'] }], [{ a: [''] }], [{ a: [] }], [{ '': ['a'] }], [{ a: ['é'] }]])(
    'a hierarchy with names that are no scopes is a mistake: %j',
    (hierarchy) => {
      expect(() => scopeExpander(hierarchy)).toThrow(TypeError);
    },
  );
});

describe('claims', () => {
  it.each<[Requirement['claims'], Partial<AccessTokenClaims>, boolean]>([
    [{ department: 'Finance' }, { department: 'Finance' }, true],
    [{ department: 'Finance' }, { department: 'finance' }, false],
    [{ department: 'Finance' }, { department: ['Finance'] }, false],
    [{ department: 'Finance' }, {}, false],
    [{ level: 3 }, { level: 3 }, true],
    [{ level: 3 }, { level: '3' }, false],
    [{ vip: true }, { vip: true }, true],
    [{ vip: true }, { vip: 1 }, false],
    [{ vip: false }, {}, false],
    [{ toString: 'x' }, {}, false],
    [{ department: { oneOf: ['Finance', 'Sales'] } }, { department: 'Sales' }, true],
    [{ department: { oneOf: ['Finance', 'Sales'] } }, { department: 'Legal' }, false],
    [{ department: { oneOf: ['Finance'] } }, { department: ['Finance'] }, false],
    [{ roles: { includesAny: ['admin', 'boss'] } }, { roles: ['user', 'boss'] }, true],
    [{ roles: { includesAny: ['admin', 'boss'] } }, { roles: ['user'] }, false],
    [{ roles: { includesAny: ['admin'] } }, { roles: 'admin' }, false],
    [{ roles: { includesAll: ['a', 'b'] } }, { roles: ['b', 'c', 'a'] }, true],
    [{ roles: { includesAll: ['a', 'b'] } }, { roles: ['a'] }, false],
    [{ roles: { includesAll: ['a'] } }, { roles: 'a' }, false],
    [{ roles: { includesAll: ['1'] } }, { roles: [1] }, false],
    [{ a: 1, b: 2 }, { a: 1, b: 2 }, true],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, false],
    [{ a: 1, b: 2 }, { a: 0, b: 2 }, false],
  ])('RS-03: %j against %j: %p', (claims, held, passes) => {
    expect(verdict({ claims: claims as NonNullable<typeof claims> }, held)).toBe(
      passes ? 'passed' : 'insufficient_claims',
    );
  });
});

describe('G7: claims inside claims', () => {
  const admins = { includesAny: ['admin'] };
  const prototype = JSON.parse('{"constructor":{"name":"Object"}}') as Record<string, unknown>;

  it.each<[string, Record<string, unknown>, boolean]>([
    ['realm_access.roles', { realm_access: { roles: ['user', 'admin'] } }, true],
    ['realm_access.roles', { realm_access: { roles: ['user'] } }, false],
    ['realm_access.roles', { realm_access: {} }, false],
    ['realm_access.roles', { realm_access: null }, false],
    ['realm_access.roles', { realm_access: 'roles' }, false],
    ['realm_access.roles', { realm_access: [{ roles: ['admin'] }] }, false],
    ['realm_access.roles', { roles: ['admin'] }, false],
    ['realm_access.roles', {}, false],
    ['realm_access.roles', { 'realm_access.roles': ['admin'] }, true],
    ['realm_access.roles', { 'realm_access.roles': ['user'], realm_access: { roles: ['admin'] } }, false],
    ['resource_access.orders.roles', { resource_access: { orders: { roles: ['admin'] } } }, true],
    ['resource_access.orders.roles', { resource_access: { other: { roles: ['admin'] } } }, false],
    ['resource_access.my.api.roles', { resource_access: { 'my.api': { roles: ['admin'] } } }, true],
    ['resource_access.my.api.roles', { resource_access: { 'my.api': {}, my: { api: { roles: ['admin'] } } } }, false],
    ['https://example.com/roles', { 'https://example.com/roles': ['admin'] }, true],
    ['https://example.com/app.roles', { 'https://example.com/app': { roles: ['admin'] } }, true],
    ['https://example.com/roles', { 'https://example': { 'com/roles': ['user'] } }, false],
    ['a.length', { a: ['admin'] }, false],
    ['a.0', { a: [['admin']] }, false],
    ['a.', { 'a.': ['admin'] }, true],
    ['.a', { '': { a: ['admin'] } }, true],
    ['__proto__.roles', {}, false],
    ['a.__proto__.roles', { a: {} }, false],
    ['constructor.name', {}, false],
    ['a.constructor.name', { a: {} }, false],
    ['a.roles', { a: Object.create({ roles: ['admin'] }) as object }, false],
  ])('%s in %j: %p', (name, held, passes) => {
    expect(verdict({ claims: { [name]: admins } }, held)).toBe(passes ? 'passed' : 'insufficient_claims');
  });

  it('are compared as others, and only their own members count', () => {
    expect(verdict({ claims: { 'address.country': 'CH' } }, { address: { country: 'CH' } })).toBe('passed');
    expect(verdict({ claims: { 'address.country': { oneOf: ['CH', 'AT'] } } }, { address: { country: 'DE' } })).toBe(
      'insufficient_claims',
    );
    expect(verdict({ claims: { 'constructor.name': 'Object' } }, {})).toBe('insufficient_claims');
    expect(verdict({ claims: { 'constructor.name': 'Object' } }, prototype)).toBe('passed');
  });

  it('that are wrong are told to the log by name', () => {
    const told = checkRequirement(readyRequirement({ claims: { 'a.b': 1 } }), principalOf(), NOW);
    expect(told?.parameters.detail).toBe('the claim "a.b" is not what is asked for');
  });
});

describe('G7: roles', () => {
  const held = { roles: ['clerk', 'auditor of books'] };
  const verdictOf = (requirement: Requirement): string => {
    const auth = Object.create(principalOf(), { roles: { value: held.roles } }) as ReturnType<typeof principalOf>;
    return checkRequirement(readyRequirement(requirement), auth, NOW)?.code ?? 'passed';
  };

  it.each<[Requirement, boolean]>([
    [{ roles: 'clerk' }, true],
    [{ roles: 'auditor of books' }, true],
    [{ roles: ['clerk', 'auditor of books'] }, true],
    [{ roles: ['clerk', 'admin'] }, false],
    [{ roles: 'Clerk' }, false],
    [{ anyRole: ['admin', 'clerk'] }, true],
    [{ anyRole: ['admin', 'boss'] }, false],
    [{ roles: 'clerk', anyRole: ['admin'] }, false],
    [{ roles: 'admin', anyRole: ['clerk'] }, false],
  ])('%j: %p', (requirement, passes) => {
    expect(verdictOf(requirement)).toBe(passes ? 'passed' : 'insufficient_claims');
  });
});

describe('G7: a check of one’s own', () => {
  const request = { params: { id: '7' } };
  const asked = (check: unknown, claims = {}): ReturnType<typeof checkRequirement> =>
    checkRequirement(readyRequirement({ check } as Requirement), principalOf(claims), NOW, request);

  it('is given the principal and the request, and asked last', () => {
    const seen: unknown[] = [];
    const check = (...given: unknown[]): boolean => seen.push(...given) > 0;
    expect(asked(check)).toBeUndefined();
    expect(seen).toEqual([expect.objectContaining({ subject: 'alice' }), request]);
    const requirement = readyRequirement({ acr: ['gold'], check });
    expect(checkRequirement(requirement, principalOf(), NOW)?.code).toBe('insufficient_user_authentication');
    expect(seen).toHaveLength(2);
  });

  it.each<[string, () => unknown]>([
    ['check returned false', () => false],
    ['check returned a value of type undefined; only true lets a request through', () => undefined],
    ['check returned a value of type number; only true lets a request through', () => 1],
    ['check returned a value of type string; only true lets a request through', () => 'true'],
    ['check returned a value of type object; only true lets a request through', () => ({})],
    ['check returned a promise; it must be synchronous', () => Promise.resolve(true)],
    ['check returned a promise; it must be synchronous', () => Promise.reject(new Error('a secret'))],
    [
      'check threw RangeError',
      () => {
        throw new RangeError('a secret');
      },
    ],
    [
      'check threw object',
      () => {
        throw null;
      },
    ],
  ])('refuses unless it says true: %s', (detail, check) => {
    expect(asked(check)).toMatchObject({ code: 'not_allowed', parameters: { detail } });
  });
});

describe('sign-in (RFC 9470)', () => {
  it.each<[Requirement, Partial<AccessTokenClaims>, boolean]>([
    [{ acr: ['gold'] }, { acr: 'gold' }, true],
    [{ acr: ['gold', 'silver'] }, { acr: 'silver' }, true],
    [{ acr: ['gold'] }, { acr: 'silver' }, false],
    [{ acr: ['gold'] }, { acr: 'golden' }, false],
    [{ acr: ['gold'] }, {}, false],
    [{ maxAuthAgeSeconds: 300 }, { auth_time: NOW - 300 }, true],
    [{ maxAuthAgeSeconds: 300 }, { auth_time: NOW - 301 }, false],
    [{ maxAuthAgeSeconds: 300 }, {}, false],
    [{ maxAuthAgeSeconds: 0 }, { auth_time: NOW }, true],
    [{ maxAuthAgeSeconds: 0 }, { auth_time: NOW - 1 }, false],
    [{ acr: ['gold'], maxAuthAgeSeconds: 300 }, { acr: 'gold', auth_time: NOW }, true],
    [{ acr: ['gold'], maxAuthAgeSeconds: 300 }, { acr: 'gold', auth_time: NOW - 301 }, false],
    [{ acr: ['gold'], maxAuthAgeSeconds: 300 }, { acr: 'tin', auth_time: NOW }, false],
  ])('RS-03: %j with %j: %p', (requirement, claims, passes) => {
    expect(verdict(requirement, claims)).toBe(passes ? 'passed' : 'insufficient_user_authentication');
  });

  it('RS-03: a refusal says which sign-in is needed', () => {
    const both = checkRequirement(readyRequirement({ acr: ['a', 'b'], maxAuthAgeSeconds: 60 }), principalOf(), NOW);
    expect(both?.parameters).toEqual({ acrValues: ['a', 'b'], maxAgeSeconds: 60 });
    const one = checkRequirement(readyRequirement({ acr: ['a'] }), principalOf(), NOW);
    expect(one?.parameters).toEqual({ acrValues: ['a'] });
  });
});

describe('requirements', () => {
  it('RS-08: ask for a sender constraint', () => {
    expect(verdict({ senderConstrained: true })).toBe('sender_constraint_required');
    expect(verdict({ senderConstrained: true }, { cnf: { jkt: 'x' } })).toBe('passed');
    expect(verdict({ senderConstrained: true }, { cnf: { 'x5t#S256': 'x' } })).toBe('passed');
  });

  it('are checked in the order binding, scope, claims, sign-in', () => {
    const requirement = { senderConstrained: true, scopes: 'a', claims: { b: 1 }, acr: ['c'] };
    expect(verdict(requirement)).toBe('sender_constraint_required');
    expect(verdict(requirement, { cnf: { jkt: 'x' } })).toBe('insufficient_scope');
    expect(verdict(requirement, { cnf: { jkt: 'x' }, scope: 'a' })).toBe('insufficient_claims');
    expect(verdict(requirement, { cnf: { jkt: 'x' }, scope: 'a', b: 1 })).toBe('insufficient_user_authentication');
    expect(verdict(requirement, { cnf: { jkt: 'x' }, scope: 'a', b: 1, acr: 'c' })).toBe('passed');
    expect(verdict({})).toBe('passed');
  });

  it.each<[string, unknown]>([
    ['no member "scope"; there are scopes, anyScope, claims,', { scope: 'read' }],
    ['"" is not a scope', { scopes: '' }],
    ['scopes is empty', { scopes: [] }],
    ['"a\\"b" is not a scope', { scopes: ['a"b'] }],
    ['"" is not a scope', { scopes: ['a', ''] }],
    ['"" is not a scope', { scopes: 'a  b' }],
    ['anyScope is empty', { anyScope: [] }],
    ['anyScope: "é" is not a scope', { anyScope: ['é'] }],
    ['acr must be a list', { acr: [] }],
    ['acr must be a list', { acr: 'gold' }],
    ['acr must be a list', { acr: ['gold silver'] }],
    ['acr must be a list', { acr: [1] }],
    ['acr must be a list', { acr: ['gold', 'not one'] }],
    ['maxAuthAgeSeconds', { maxAuthAgeSeconds: -1 }],
    ['maxAuthAgeSeconds', { maxAuthAgeSeconds: Number.NaN }],
    ['maxAuthAgeSeconds', { maxAuthAgeSeconds: '300' }],
    ['a requirement must be an object', 'read'],
    ['a requirement must be an object', ['read']],
    ['a requirement must be an object', null],
    ['claims must be an object', { claims: ['admin'] }],
    ['claims must be an object', { claims: null }],
    ['optional must be true or false', { optional: 'false' }],
    ['senderConstrained must be true or false', { senderConstrained: 'false' }],
    ['scopes must be a scope or a list', { scopes: 7 }],
    ['anyScope must be a scope or a list', { anyScope: ['a', 7] }],
    ['claims: a claim has a name', { claims: { '': 'x' } }],
    ['claims.a.b: a rule is', { claims: { 'a.b': undefined } }],
    ['roles must name at least one role', { roles: [] }],
    ['roles must name at least one role', { roles: '' }],
    ['roles must name at least one role', { roles: { includesAny: ['x'] } }],
    ['anyRole must name at least one role', { anyRole: ['x', 7] }],
    ['check must be a function', { check: 'admin' }],
    ['check must be synchronous', { check: async () => true }],
    ['claims.a: a rule is', { claims: { a: undefined } }],
    ['claims.a: a rule is', { claims: { a: null } }],
    ['claims.a: a rule is', { claims: { a: Number.NaN } }],
    ['claims.a: a rule is', { claims: { a: '' } }],
    ['claims.a: a rule is', { claims: { a: {} } }],
    ['claims.a: a rule is', { claims: { a: { oneOf: [] } } }],
    ['claims.a: a rule is', { claims: { a: { oneOf: 'x' } } }],
    ['claims.a: a rule is', { claims: { a: { oneOf: [{}] } } }],
    ['claims.a: a rule is', { claims: { a: { oneOf: ['x', {}] } } }],
    ['claims.a: a rule is', { claims: { a: { oneOf: ['x'], includesAny: ['y'] } } }],
    ['claims.a: there is no rule "equals"', { claims: { a: { equals: ['x'] } } }],
  ])('RS-03: a mistake is a TypeError at start-up: %s', (message, requirement) => {
    const make = (): unknown => readyRequirement(requirement as Requirement);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message.replaceAll('\\"', '"'));
  });

  it('are frozen and without duplicates', () => {
    const ready = readyRequirement({ scopes: 'a b a', acr: ['c'] });
    expect(ready.scopes).toEqual(['a', 'b']);
    expect([ready, ready.scopes, ready.acr].every(Object.isFrozen)).toBe(true);
    expect(readyRequirement({ optional: true }).optional).toBe(true);
    expect(ready).toMatchObject({ optional: false, senderConstrained: false, maxAuthAgeSeconds: undefined });
  });
});
