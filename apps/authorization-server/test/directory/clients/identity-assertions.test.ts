import { describe, expect, it } from '@jest/globals';
import { namedWithin, withoutSlash } from '../../../src/directory/clients/identity-assertions.ts';
import { client } from '../../../src/directory/clients/schema.ts';

const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const bearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const grants = [{ audience: 'https://other.example' }];
const issuers = [{ issuer: 'https://idp.example', jwks_uri: 'https://idp.example/jwks', subjects: 'same' }];

/** The faults of a client, as `member: message`. */
const faults = (members: object): string[] => {
  const parsed = client.safeParse({ client_id: 'a', grant_types: [exchange, bearer], ...members });
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
};
const both = { identity_assertion_grants: grants, identity_assertion_issuers: issuers };

describe('which servers a client is paired with', () => {
  it('both lists need their grant and a client that proves itself', () => {
    expect(faults(both)).toEqual([]);
    expect(faults({ ...both, grant_types: ['client_credentials'] })).toEqual([
      'identity_assertion_grants: go together with the grant token-exchange',
      'identity_assertion_issuers: go together with the grant jwt-bearer',
    ]);
    expect(faults({ ...both, token_endpoint_auth_method: 'none' })).toEqual([
      'identity_assertion_grants: are not for a public client',
      'identity_assertion_issuers: are not for a public client',
    ]);
    expect(faults({})).toEqual([
      'token_exchange: goes together with the grant of that name',
      'assertion_issuers: go together with the grant jwt-bearer',
    ]);
  });

  it('what is written wrongly is said', () => {
    const grant = (more: object) => faults({ ...both, identity_assertion_grants: [{ ...grants[0], ...more }] });
    const issuer = (more: object) => faults({ ...both, identity_assertion_issuers: [{ ...issuers[0], ...more }] });
    const address = 'must be an https address: the issuer of an authorization server';
    expect(grant({ audience: 'other' })).toEqual([`identity_assertion_grants.0.audience: ${address}`]);
    expect(grant({ audience: 'http://other.example' })).toEqual([`identity_assertion_grants.0.audience: ${address}`]);
    expect(grant({ audience: 'https://other.example/?a' })).toEqual([
      'identity_assertion_grants.0.audience: must have neither query nor fragment (RFC 8414, section 2)',
    ]);
    expect(grant({ seconds: 301 })).toEqual([expect.stringContaining('identity_assertion_grants.0.seconds')]);
    expect(issuer({ subjects: 'alice@example.com' })).toEqual([
      expect.stringContaining('subjects: must be linked, same, or the id of an account for each subject'),
    ]);
    expect(issuer({ subjects: { 248289761001: 'alice' } })).toEqual([
      'identity_assertion_issuers.0.subjects.248289761001: must be the id of an account, which is a UUID',
    ]);
    expect(issuer({ algorithms: ['HS256'] })).toEqual([expect.stringContaining('algorithms')]);
    expect(faults({ ...both, identity_assertion_grants: [...grants, ...grants] })).toEqual([
      'identity_assertion_grants: name an audience twice',
    ]);
    expect(faults({ ...both, identity_assertion_issuers: [...issuers, ...issuers] })).toEqual([
      'identity_assertion_issuers: name an issuer twice',
    ]);
  });

  it('a grant names what is asked for, or all that the policy has', () => {
    expect(namedWithin(undefined, ['a', 'b'])).toEqual({ names: ['a', 'b'] });
    expect(namedWithin(['b'], ['a', 'b'])).toEqual({ names: ['b'] });
    expect(namedWithin(['b', 'c'], ['a', 'b'])).toEqual({ beyond: ['c'] });
    expect(namedWithin(undefined, undefined)).toEqual({ names: [] });
    expect(namedWithin(['a'], undefined)).toEqual({ beyond: ['a'] });
    expect(namedWithin(['a', 'a'], ['a'])).toEqual({ names: ['a'] });
    expect(namedWithin(['a/'], ['a'])).toEqual({ beyond: ['a/'] });
    expect(namedWithin(['a/', 'a', 'b'], ['a', 'b/'], withoutSlash)).toEqual({ names: ['a', 'b/'] });
    expect(namedWithin(['a//'], ['a'], withoutSlash)).toEqual({ beyond: ['a//'] });
  });
});
