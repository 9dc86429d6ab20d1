import { describe, expect, it } from '@jest/globals';
import { claimMapping } from '../../../../src/directory/connections/mapping.ts';
import { claimsParameterOf, saysEnough } from '../../../../src/directory/connections/upstream/wanted-claims.ts';

const told = { claims_parameter_supported: true };
const plain = { mapping: claimMapping.parse({}) };
const grouped = { mapping: claimMapping.parse({ groups: '/realm_access/roles' }) };
const namesOf = (...given: Parameters<typeof claimsParameterOf>) =>
  Object.keys((JSON.parse(claimsParameterOf(...given) ?? '{"id_token":{}}') as { id_token: object }).id_token);

describe('what the ID token of an upstream is asked to hold', () => {
  it('is what is mapped, and nothing of providers that do not know the parameter', () => {
    expect(namesOf(plain, 'openid profile email', told)).toEqual(['name', 'email', 'email_verified', 'locale']);
    expect(namesOf(grouped, 'openid email', told)).toEqual(['email', 'email_verified', 'realm_access']);
    expect(claimsParameterOf(plain, 'openid profile email', {})).toBeUndefined();
  });

  it('is nothing that the scope of the connection does not ask for', () => {
    expect(namesOf(plain, 'openid email', told)).toEqual(['email', 'email_verified']);
    expect(claimsParameterOf(plain, 'openid', told)).toBeUndefined();
  });

  it('the userinfo endpoint is asked for what the ID token does not hold all the same', () => {
    expect(saysEnough(plain, { sub: 'x' }, told)).toBe(false);
    expect(saysEnough(plain, { email: 'a@example.com' }, told)).toBe(true);
    expect(saysEnough(grouped, { email: 'a@example.com' }, told)).toBe(false);
    expect(saysEnough(grouped, { email: 'a@example.com', realm_access: { roles: [] } }, told)).toBe(true);
  });
});
