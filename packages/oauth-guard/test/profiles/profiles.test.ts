import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createResourceServer, TOKEN_PROFILES, type TokenProfile } from '../../src/index.ts';
import { type Json, type Outcome, profileSetup, resource, type Setup } from './profile-setup.ts';

let setup: Setup;

beforeAll(async () => {
  setup = await profileSetup();
});

afterAll(() => setup.close());

const dates = (): Json => ({ iat: setup.now, exp: setup.now + 300 });
const plain = (): Json => ({
  iss: setup.issuer,
  sub: 'alice',
  aud: resource,
  client_id: 'web-app',
  jti: 'j',
  ...dates(),
});
/** The access token of a profile of the test's own, which takes `JWT` and asks for `purpose`. */
const own: TokenProfile = {
  types: ['JWT'],
  client: ['client_id'],
  scopes: ['scope', 'scp'],
  roles: ['roles', ['realm_access', 'roles'], { keysOf: 'role_grants' }],
  required: ['purpose'],
  refused: ['nonce'],
};
const ofOwn = (claims: Json, profile: Partial<TokenProfile> = {}): Promise<Outcome> =>
  setup.decide(setup.sign({ typ: 'JWT' }, { ...plain(), purpose: 'access', ...claims }), {
    profile: { ...own, ...profile },
  });

const forty = Array.from({ length: 40 }, (_, i) => `s${i}`);

describe('scopes of a profile (G6)', () => {
  it.each<[string, Json, string[]]>([
    ['a string', { scope: 'read write' }, ['read', 'write']],
    ['a list', { scope: ['read', 'write'] }, ['read', 'write']],
    ['scp as a string', { scp: 'read write' }, ['read', 'write']],
    ['scp as a list', { scp: ['read', 'write'] }, ['read', 'write']],
    ['both, which are read together', { scope: 'read', scp: ['write', 'read'] }, ['read', 'write']],
    ['twice the same in a string', { scope: 'read read' }, ['read']],
    ['twice the same in a list', { scp: ['read', 'read'] }, ['read']],
    ['an empty string', { scope: '' }, []],
    ['an empty list', { scope: [] }, []],
    ['an empty string and a list', { scope: '', scp: ['read'] }, ['read']],
    ['many, with one twice', { scope: `${forty.join(' ')} s3` }, forty],
    ['none', {}, []],
  ])('%s', async (_name, claims, scopes) => {
    const { reason, auth } = await ofOwn(claims);
    expect(reason).toBe('ok');
    expect(auth?.scopes).toEqual(scopes);
    expect(scopes.every((scope) => auth?.hasScope(scope))).toBe(true);
    expect(auth?.hasScope('admin')).toBe(false);
  });

  it.each<[Json, string]>([
    [{ scope: ['read', 7] }, 'scope is not'],
    [{ scope: ['read write'] }, 'scope is not'],
    [{ scope: [''] }, 'scope is not'],
    [{ scope: [['read']] }, 'scope is not'],
    [{ scope: [null] }, 'scope is not'],
    [{ scope: { read: true } }, 'scope is not'],
    [{ scope: null }, 'scope is not'],
    [{ scp: 'read  write' }, 'scp is not'],
    [{ scope: 'read', scp: 7 }, 'scp is not'],
  ])('%j is invalid_claims, and the log says which claim', async (claims, detail) => {
    expect(await ofOwn(claims)).toMatchObject({ reason: 'invalid_claims', detail: expect.stringContaining(detail) });
  });

  it('RFC 9068 has a string and no other form, under no other name', async () => {
    const token = (claims: Json): string => setup.sign({ typ: 'at+jwt' }, { ...plain(), ...claims });
    expect(await setup.decide(token({ scope: ['read'] }))).toMatchObject({
      reason: 'invalid_claims',
      detail: 'scope is not scopes separated by single spaces',
    });
    const { auth } = await setup.decide(token({ scope: 'read', scp: ['admin'], permissions: ['admin'] }));
    expect(auth?.scopes).toEqual(['read']);
  });

  it('a scope hierarchy holds for scopes from anywhere', async () => {
    const token = setup.sign({ typ: 'JWT' }, { ...plain(), purpose: 'access', scp: ['write'] });
    const { auth } = await setup.decide(token, { profile: own }, { scopeHierarchy: { write: ['read'] } });
    expect([auth?.hasScope('read'), auth?.scopes]).toEqual([true, ['write']]);
  });
});

describe('roles of a profile (G7)', () => {
  it.each<[string, Json, string[]]>([
    ['a list', { roles: ['a', 'b'] }, ['a', 'b']],
    ['a string, which is one', { roles: 'a b' }, ['a b']],
    ['inside of another claim', { realm_access: { roles: ['a'] } }, ['a']],
    ['member names of an object', { role_grants: { a: { '1': 'x' }, b: {} } }, ['a', 'b']],
    ['several places together, each once', { roles: ['a', 'b'], realm_access: { roles: ['b', 'c'] } }, ['a', 'b', 'c']],
    ['what is no role is left out', { roles: ['a', 7, null, '', ['b'], { value: 'c' }] }, ['a']],
    ['an object where a list is expected', { roles: { admin: true } }, []],
    ['a list where an object is expected', { role_grants: ['admin'] }, []],
    ['a path that ends early', { realm_access: 'roles' }, []],
    ['a path through a list', { realm_access: [{ roles: ['admin'] }] }, []],
    ['a dotted name is no path', { 'realm_access.roles': ['admin'] }, []],
    ['null', { roles: null }, []],
    ['none', {}, []],
  ])('%s', async (_name, claims, roles) => {
    const { auth } = await ofOwn(claims);
    expect(auth?.roles).toEqual(roles);
    expect(Object.isFrozen(auth?.roles)).toBe(true);
    expect(JSON.parse(JSON.stringify(auth))).toMatchObject({ roles });
  });

  it('RFC 9068: the claim roles', async () => {
    const { auth } = await setup.decide(setup.sign({ typ: 'at+jwt' }, { ...plain(), roles: ['clerk'], groups: ['x'] }));
    expect(auth?.roles).toEqual(['clerk']);
  });
});

describe('a profile of one’s own (G4)', () => {
  it('says where subject and client stand', async () => {
    const profile = { subject: ['sub', 'client_id'], client: [['ext', 'client'], 'client_id'] };
    expect((await ofOwn({ sub: undefined }, profile)).auth).toMatchObject({ subject: 'web-app', clientId: 'web-app' });
    expect((await ofOwn({ ext: { client: 'inner' } }, profile)).auth?.clientId).toBe('inner');
    expect((await ofOwn({ client_id: undefined })).auth?.clientId).toBe('');
    expect((await ofOwn({ client_id: undefined }, { client: [] })).auth?.clientId).toBe('');
    expect(await ofOwn({ sub: undefined })).toMatchObject({
      reason: 'invalid_claims',
      detail: 'sub is missing or does not name anybody',
    });
    expect(await ofOwn({ client_id: 7 })).toMatchObject({
      reason: 'invalid_claims',
      detail: 'client_id is not a name',
    });
  });

  it.each<[string, Json, Partial<TokenProfile>, string | undefined]>([
    ['a required claim', { purpose: undefined }, {}, 'purpose is missing'],
    ['a required claim that is empty', { purpose: '' }, {}, 'purpose is missing'],
    ['a required claim that is null', { purpose: null }, {}, 'purpose is missing'],
    ['a required claim that is an empty list', { purpose: [] }, {}, 'purpose is missing'],
    ['a required claim that is false', { purpose: false }, {}, undefined],
    ['a required path', {}, { required: [['kubernetes.io', 'pod']] }, 'kubernetes.io > pod is missing'],
    ['one of several', {}, { required: [{ anyOf: ['a', 'b'] }] }, 'a or b is missing'],
    ['one of several, the second', { b: 1 }, { required: [{ anyOf: ['a', 'b'] }] }, undefined],
    ['a name from a prototype', {}, { required: ['constructor'] }, 'constructor is missing'],
    ['a name from a prototype, of the token itself', { constructor: 'x' }, { required: ['constructor'] }, undefined],
    ['a value', { use: 'id' }, { values: { use: ['access'] } }, 'use is not "access"'],
    ['a value of another type', { ver: '1' }, { values: { ver: [1] } }, 'ver is not 1'],
    ['a value that is missing', {}, { values: { use: ['a', 'b'] } }, 'use is not "a" or "b"'],
    ['a value in a list', { use: ['access'] }, { values: { use: ['access'] } }, 'use is not'],
    ['a pattern', { use: 'ID.1' }, { values: { use: /^AT\./ } }, 'use is not /^AT\\./'],
    ['a pattern and no string', { use: 7 }, { values: { use: /7/ } }, 'use is not /7/'],
    ['a pattern that fits', { use: 'AT.1' }, { values: { use: /^AT\./ } }, undefined],
    ['a refused claim', { nonce: 'n' }, {}, 'nonce is there'],
    ['a refused claim that is null', { nonce: null }, {}, 'nonce is there'],
    ['jti of the wrong type', { jti: 7 }, {}, 'jti is not a name'],
    ['iat of the wrong type', { iat: 'now' }, {}, 'iat is not a date'],
    ['nbf of the wrong type', { nbf: 'now' }, {}, 'nbf is not a date'],
    ['exp missing', { exp: undefined }, {}, 'exp is missing'],
    ['acr of the wrong type', { acr: 7 }, {}, 'acr is not a string'],
    ['amr of the wrong type', { amr: 'pwd' }, {}, 'amr is not a list of strings'],
    ['auth_time of the wrong type', { auth_time: 'now' }, {}, 'auth_time is not a date'],
    ['no jti, no iat', { jti: undefined, iat: undefined }, {}, undefined],
  ])('%s', async (_name, claims, profile, detail) => {
    expect(await ofOwn(claims, profile)).toMatchObject(
      detail === undefined
        ? { reason: 'ok', detail: undefined }
        : { reason: 'invalid_claims', detail: expect.stringContaining(detail) },
    );
  });

  it('an age limit needs iat', async () => {
    const token = (iat: unknown): string => setup.sign({ typ: 'JWT' }, { ...plain(), purpose: 'access', iat });
    const limit = { maxTokenAgeSeconds: 100 };
    expect((await setup.decide(token(setup.now - 110), { profile: own }, limit)).reason).toBe('ok');
    expect((await setup.decide(token(setup.now - 111), { profile: own }, limit)).reason).toBe('token_too_old');
    expect(await setup.decide(token(undefined), { profile: own }, limit)).toMatchObject({
      reason: 'invalid_claims',
      detail: 'iat is missing, so the age of the token is not known',
    });
  });

  it.each<[string, unknown, boolean, string]>([
    ['another type', 'at+jwt', false, 'typ is "at+jwt"; access tokens of this issuer have JWT'],
    ['none', undefined, false, 'typ is missing; access tokens of this issuer have JWT'],
    ['none, where that is accepted', undefined, true, ''],
    ['the full name', 'application/jwt', false, ''],
    ['in small letters', 'jwt', false, ''],
    ['twice the prefix', 'application/application/jwt', false, 'typ is "application/application/jwt"'],
    ['null', null, true, 'typ is a object; access tokens of this issuer have JWT, none'],
    ['the word none', 'none', true, 'typ is "none"'],
  ])('the type: %s', async (_name, typ, untyped, detail) => {
    const token = setup.sign({ typ }, { ...plain(), purpose: 'access' });
    const outcome = await setup.decide(token, { profile: { ...own, untyped } });
    expect(outcome).toMatchObject(
      detail === '' ? { reason: 'ok' } : { reason: 'wrong_type', detail: expect.stringContaining(detail) },
    );
  });

  it.each<[string, unknown]>([
    ['must be the name of a profile or an object', 7],
    ['must be the name of a profile or an object', null],
    ['must be the name of a profile or an object', ['rfc9068']],
    ['must be one of rfc9068, keycloak', 'RFC9068'],
    ['must be one of rfc9068, keycloak', 'toString'],
    ['profile has no member "type"; there are types', { ...own, type: 'JWT' }],
    ['profile.types must be a list of values of typ', { ...own, types: 'JWT' }],
    ['profile.types must be a list of values of typ', { ...own, types: ['application/jwt'] }],
    ['profile.types must be a list of values of typ', { ...own, types: [null] }],
    ['profile.types is empty', { ...own, types: [] }],
    ['profile.untyped must be true or false', { ...own, untyped: 'yes' }],
    ['profile.scopeLists must be true or false', { ...own, scopeLists: 1 }],
    ['profile.algorithms must be a list of signature algorithms', { ...own, algorithms: ['HS256'] }],
    ['profile.subject must be a list of names of claims', { ...own, subject: 'sub' }],
    ['profile.subject is empty', { ...own, subject: [] }],
    ['profile.client must be a list of names of claims', { ...own, client: [''] }],
    ['profile.client must be a list of names of claims', { ...own, client: undefined }],
    ['profile.scopes must be a list of names of claims', { ...own, scopes: [[]] }],
    ['profile.roles must be a list of names of claims', { ...own, roles: [{ keys: 'x' }] }],
    ['profile.roles must be a list of names of claims', { ...own, roles: [{ keysOf: 'x', more: 1 }] }],
    ['profile.required must be a list of names of claims', { ...own, required: [{ anyOf: [] }] }],
    ['profile.required must be a list of names of claims', { ...own, required: [{ anyOf: ['a'], or: 1 }] }],
    ['profile.required must be a list of names of claims', { ...own, required: [7] }],
    ['profile.required must be a list of names of claims', { ...own, required: [{ oneOf: ['a'] }] }],
    ['profile.refused must be a list of names of claims', { ...own, refused: [['a']] }],
    ['profile.issuerAudiences must be a list of audiences', { ...own, issuerAudiences: 'x' }],
    ['profile.audience must be required or clients', { ...own, audience: 'none' }],
    ['profile.values must be an object', { ...own, values: ['x'] }],
    ['profile.values.use must be a list of values', { ...own, values: { use: 'access' } }],
    ['profile.values.use must be a list of values', { ...own, values: { use: [] } }],
    ['profile.valuesIfThere must be an object', { ...own, valuesIfThere: ['x'] }],
    ['profile.valuesIfThere.use must be a list of values', { ...own, valuesIfThere: { use: [] } }],
    ['profile.values.use must be a list of values', { ...own, values: { use: [null] } }],
    ['profile.values.use must be a list of values', { ...own, values: { use: /x/g } }],
    ['profile.values.use must be a list of values', { ...own, values: { use: /x/y } }],
    ['what only access tokens have', { ...own, required: [] }],
    ['what only access tokens have', { ...own, types: ['at+jwt', 'jwt'], required: ['sub', 'iat'] }],
    ['what only access tokens have', { ...own, required: [['sub'], { anyOf: [['iat'], 'x'] }] }],
    ['what only access tokens have', { ...own, types: [], untyped: true, required: [{ anyOf: ['jti', 'x'] }] }],
  ])('that is wrong is a TypeError: %s', (message, profile) => {
    const issuers = [{ issuer: 'https://login.example.com', profile: profile as TokenProfile }];
    const make = (): unknown => createResourceServer({ resource, issuers, keys: { preload: false } });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('may be one that has a name, with a member changed, and so may each name', () => {
    for (const profile of Object.values(TOKEN_PROFILES)) {
      const issuers = [
        {
          issuer: 'https://login.example.com',
          profile: { ...profile, roles: [['resource_access', 'orders', 'roles']] },
        },
      ];
      createResourceServer({ resource, issuers, keys: { preload: false } }).close();
    }
    const onlyTyped = { ...own, types: ['at+jwt'], required: [], values: { ver: [1, true, 'x'], use: /x/ } };
    const issuers = [{ issuer: 'https://login.example.com', profile: onlyTyped }];
    createResourceServer({ resource, issuers, keys: { preload: false } }).close();
  });

  it('says which algorithms there are, unless the issuer’s option does', async () => {
    const token = setup.sign({ typ: 'JWT' }, { ...plain(), purpose: 'access' });
    const profile: TokenProfile = { ...own, algorithms: ['ES256'] };
    expect((await setup.decide(token, { profile })).reason).toBe('unsupported_algorithm');
    expect((await setup.decide(token, { profile, algorithms: ['RS256'] })).reason).toBe('ok');
  });
});

const withAud = (aud: unknown, how: object = {}, profile: Partial<TokenProfile> = {}): Promise<Outcome> =>
  setup.decide(setup.sign({ typ: 'JWT' }, { ...plain(), purpose: 'access', aud }), {
    profile: { ...own, ...profile },
    ...how,
  });

describe('audience and client (D13, G4)', () => {
  it.each([`${resource}/`, resource.toUpperCase(), `${resource}:443`, `${resource}/?`, `${resource}#`])(
    'D13: %s is another audience',
    async (aud) => {
      expect(await withAud(aud)).toMatchObject({
        reason: 'wrong_audience',
        detail: `aud is "${aud}", not "${resource}"`,
      });
    },
  );

  it('without aud only where the profile says so, and then only for the clients that are named', async () => {
    for (const aud of [undefined, []]) {
      expect(await withAud(aud)).toMatchObject({
        reason: 'invalid_claims',
        detail: 'aud is missing, empty or not names',
      });
      expect(await withAud(aud, { clients: ['web-app'] })).toMatchObject({ reason: 'invalid_claims' });
      expect(await withAud(aud, {}, { audience: 'clients' })).toMatchObject({
        reason: 'wrong_audience',
        detail: expect.stringContaining('name the clients whose tokens are accepted in issuers.clients'),
      });
      expect((await withAud(aud, { clients: ['web-app'] }, { audience: 'clients' })).reason).toBe('ok');
      expect(await withAud(aud, { clients: ['other'] }, { audience: 'clients' })).toMatchObject({
        reason: 'wrong_client',
        detail: 'the client is "web-app", not "other"',
      });
    }
    for (const aud of ['', null, [''], [null], {}, 'https://other.example'])
      expect((await withAud(aud, { clients: ['web-app'] }, { audience: 'clients' })).reason).not.toBe('ok');
  });

  it('with clients, tokens of others are refused whatever their audience, and so are tokens without a client', async () => {
    expect((await withAud(resource, { clients: ['a', 'web-app'] })).reason).toBe('ok');
    expect((await withAud(resource, { clients: ['a', 'b'] })).reason).toBe('wrong_client');
    expect((await withAud(resource, { clients: ['web-app'] }, { client: [] })).reason).toBe('wrong_client');
  });

  it.each([[], [''], 'web-app', [7]])('clients: %j is a TypeError', (clients) => {
    const issuers = [{ issuer: 'https://login.example.com', clients: clients as string[] }];
    expect(() => createResourceServer({ resource, issuers })).toThrow('issuers.clients must be a list');
  });

  it('the issuer’s own audiences do not count as a second one', async () => {
    const profile = { issuerAudiences: ['account', '{issuer}/userinfo'] };
    const both = [resource, `${setup.issuer}/userinfo`];
    expect(await withAud(both)).toMatchObject({
      reason: 'several_audiences',
      detail: expect.stringContaining('allowSeveralAudiences would accept it'),
    });
    expect((await withAud(both, {}, profile)).reason).toBe('ok');
    expect((await withAud(['account', ...both], {}, profile)).reason).toBe('ok');
    expect((await withAud([...both, 'https://other.example'], {}, profile)).reason).toBe('several_audiences');
    expect((await withAud([resource, ...both], {}, profile)).reason).toBe('several_audiences');
    expect((await withAud(['account', 'broker'], {}, profile)).reason).toBe('wrong_audience');
    const token = setup.sign(
      { typ: 'JWT' },
      { ...plain(), purpose: 'access', aud: ['account', 'https://other.example'] },
    );
    const ours = await setup.decide(token, { profile: { ...own, ...profile } }, { audience: 'account' });
    expect(ours.reason).toBe('several_audiences');
  });
});

describe('the generic profile (G4)', () => {
  it.each([
    { tokenName: 'access_token', token_type: 'Bearer' },
    { typ: 'Bearer' },
    { typ: 'DPoP' },
    { typ: 'at+JWT' },
    { token_use: 'access' },
    { token_type: 'access_token' },
    { token_type: 'access-token' },
  ])('takes a token that says it is an access token: %j', async (telling) => {
    const token = setup.sign({ typ: 'JWT' }, { ...plain(), client_id: 'c', scope: 'read', ...telling });
    expect((await setup.decide(token, { profile: 'generic' })).reason).toBe('ok');
  });
});

describe('what the log says of a token (G4, G6)', () => {
  it('wrong_issuer: which came and which are known', async () => {
    const from = (iss: unknown): Promise<Outcome> => setup.decide(setup.sign({ typ: 'at+jwt' }, { ...plain(), iss }));
    expect((await from('https://x.example')).detail).toBe(`iss is "https://x.example", not "${setup.issuer}"`);
    expect((await from(`${setup.issuer}/`)).detail).toBe(`iss is "${setup.issuer}/", not "${setup.issuer}"`);
    expect((await from(undefined)).detail).toBe(`iss is missing, not "${setup.issuer}"`);
    expect((await from([setup.issuer])).detail).toContain('iss is a list');
    expect((await from(7)).detail).toContain('iss is a number');
  });

  it('nothing that is long, cannot be printed or may be a token', async () => {
    const jwt = setup.sign({ typ: 'at+jwt' }, plain());
    for (const iss of [jwt, `x ${jwt}`, 'x'.repeat(121), 'a\nb', '\u202e', 'Zo\u00eb']) {
      const { detail } = await setup.decide(setup.sign({ typ: 'at+jwt' }, { ...plain(), iss }));
      expect(detail).toBe(`iss is a string of ${iss.length}, not "${setup.issuer}"`);
    }
    const many = ['a', 'b', 'c', 'd', 'e', 'f'];
    const { detail } = await setup.decide(setup.sign({ typ: 'at+jwt' }, { ...plain(), aud: many }));
    expect(detail).toBe(`aud is "a", "b", "c", "d" and 2 more, not "${resource}"`);
  });
});
