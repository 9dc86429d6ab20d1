import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { createResourceServer, type Observer, type ResourceServer, type ResourceServerOptions } from '../src/index.ts';
import {
  createManualTime,
  createTestIssuer,
  type ManualTime,
  type TestIssuer,
  type TokenParameters,
} from '../src/testing.ts';
import { carrying } from './requests.ts';

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let time: ManualTime;
let opened: ResourceServer[] = [];

beforeAll(async () => {
  time = createManualTime(1_800_000_000_000);
  issuer = await createTestIssuer({ audience: resource, now: () => time.now() });
});

afterEach(() => {
  for (const api of opened) api.close();
  opened = [];
});

afterAll(() => issuer.close());

function open(options: Partial<ResourceServerOptions> = {}): ResourceServer {
  const api = createResourceServer({
    resource,
    issuers: issuer.issuer,
    time,
    rememberedTokens: false,
    keys: { preload: false },
    ...options,
  });
  opened.push(api);
  return api;
}

async function outcome(api: ResourceServer, token: TokenParameters | string): Promise<string> {
  const decision = await api.authenticate(carrying(typeof token === 'string' ? token : await issuer.issueToken(token)));
  return decision.ok ? 'accepted' : decision.code;
}

const now = (): number => time.now() / 1000;

describe('JWT access tokens', () => {
  it('RS-02: become a principal that says what the token says', async () => {
    const claims = { department: 'Finance', amr: ['pwd'], acr: 'gold', auth_time: 5 };
    const token = await issuer.issueToken({ subject: 'bob', clientId: 'app', scope: 'read write', claims });
    const auth = await open().verify(token);
    expect(auth).toMatchObject({
      token,
      scheme: 'Bearer',
      issuer: issuer.issuer,
      subject: 'bob',
      clientId: 'app',
      scopes: ['read', 'write'],
      expiresAt: now() + 300,
      confirmation: {},
      header: { alg: 'RS256', typ: 'at+jwt' },
      payload: { ...claims, iss: issuer.issuer, sub: 'bob', aud: resource },
    });
    expect(auth.resource).toEqual(new URL(resource));
    expect(auth.extra).toBe(auth.payload);
  });

  it('RS-02: exp, nbf and iat hold to the second, with 10 s of tolerance, as FAPI 2.0 wants it (C2)', async () => {
    const api = open();
    const at = (claims: object): Promise<string> => outcome(api, { claims: { ...claims } });
    expect(await at({ exp: now() - 9.999 })).toBe('accepted');
    expect(await at({ exp: now() - 10 })).toBe('token_expired');
    expect(await at({ nbf: now() + 10 })).toBe('accepted');
    expect(await at({ nbf: now() + 10.001 })).toBe('token_not_yet_valid');
    expect(await at({ iat: now() + 10 })).toBe('accepted');
    expect(await at({ iat: now() + 10.001 })).toBe('token_not_yet_valid');
    expect(await at({ nbf: 0, iat: 0 })).toBe('accepted');
  });

  it('RS-02: the tolerance can be none, or a minute', async () => {
    const strict = open({ clockToleranceSeconds: 0 });
    expect(await outcome(strict, { claims: { exp: now() + 0.001 } })).toBe('accepted');
    expect(await outcome(strict, { claims: { exp: now() } })).toBe('token_expired');
    expect(await outcome(strict, { claims: { iat: now() + 0.001 } })).toBe('token_not_yet_valid');
    const lax = open({ clockToleranceSeconds: 60 });
    expect(await outcome(lax, { claims: { exp: now() - 59.9 } })).toBe('accepted');
    expect(await outcome(lax, { claims: { exp: now() - 60 } })).toBe('token_expired');
  });

  it('RS-02: an age limit counts from iat', async () => {
    const api = open({ maxTokenAgeSeconds: 100 });
    expect(await outcome(api, { claims: { iat: now() - 110 } })).toBe('accepted');
    expect(await outcome(api, { claims: { iat: now() - 110.001 } })).toBe('token_too_old');
    expect(await outcome(open(), { claims: { iat: now() - 1_000_000 } })).toBe('accepted');
  });

  it('RS-02: an age limit holds for remembered tokens', async () => {
    const api = open({ maxTokenAgeSeconds: 100, rememberedTokens: 10 });
    const token = await issuer.issueToken({ expiresInSeconds: 3600 });
    const almost = await issuer.issueToken({ expiresInSeconds: 90 });
    expect(await outcome(api, token)).toBe('accepted');
    expect(await outcome(api, almost)).toBe('accepted');
    time.advance(99);
    expect(await outcome(api, token)).toBe('accepted');
    time.advance(11);
    expect(await outcome(api, token)).toBe('accepted');
    expect(await outcome(api, almost)).toBe('token_expired');
    time.advance(0.5);
    expect(await outcome(api, token)).toBe('token_too_old');
  });

  it('RS-02: dates go from 1970 to the end of 9999', async () => {
    const api = open();
    expect(await outcome(api, { claims: { exp: 253_402_300_799 } })).toBe('accepted');
    expect(await outcome(api, { claims: { exp: 253_402_300_799.5 } })).toBe('invalid_claims');
    expect(await outcome(api, { claims: { nbf: -0.5 } })).toBe('invalid_claims');
    expect(await outcome(api, { claims: { auth_time: 0 } })).toBe('accepted');
  });

  it('RS-02: more than one audience only where it is allowed, and then still ours', async () => {
    const both = { audience: [resource, 'https://other.example.com'] };
    expect(await outcome(open(), both)).toBe('several_audiences');
    expect(await outcome(open({ allowSeveralAudiences: true }), both)).toBe('accepted');
    expect(
      await outcome(open({ allowSeveralAudiences: true }), { audience: ['https://x.example', 'https://y.example'] }),
    ).toBe('wrong_audience');
    expect(await outcome(open({ allowSeveralAudiences: true }), { audience: [resource, ''] })).toBe('invalid_claims');
  });

  it.each<[Partial<ResourceServerOptions>, string, boolean]>([
    [{}, 'https://api.example.com', true],
    [{}, 'https://api.example.com/', false],
    [{ resource: 'https://api.example.com/' }, 'https://api.example.com/', true],
    [{ resource: 'https://api.example.com/' }, 'https://api.example.com', false],
    [{}, 'https://API.example.com', false],
    [{}, 'https://api.example.com:443', false],
    [{ audience: ['https://api.example.com', 'https://api.example.com/'] }, 'https://api.example.com/', true],
    [{ resource: 'https://api.example.com/v1' }, 'https://api.example.com/v1', true],
    [{ resource: 'https://api.example.com/v1' }, 'https://api.example.com/v1/', false],
    [{ resource: 'https://api.example.com/v1' }, 'https://api.example.com', false],
    [{ audience: 'orders' }, 'orders', true],
    [{ audience: 'orders' }, resource, false],
    [{ audience: ['orders', 'https://x.example/'] }, 'https://x.example', false],
    [{ audience: ['orders', 'https://x.example/'] }, 'orders/', false],
  ])('RS-02, D13: with %j the audience %s: %p', async (options, audience, accepted) => {
    expect(await outcome(open(options), { audience })).toBe(accepted ? 'accepted' : 'wrong_audience');
  });

  it('RS-02: dates and texts of the optional claims have their types', async () => {
    const api = open();
    const good = [
      { amr: [] },
      { amr: ['pwd', 'otp'] },
      { acr: '' },
      { scope: 'a' },
      { scope: "a!#$%&'()*+,-./:;<=>?@[]^_`{|}~ b" },
    ];
    for (const claims of good) expect(await outcome(api, { claims })).toBe('accepted');
    const bad = [
      { amr: ['pwd', 7] },
      { amr: 'pwd' },
      { acr: 7 },
      { auth_time: 'x' },
      { scope: 'a"' },
      { scope: 'a\\' },
      { scope: ' ' },
    ];
    for (const claims of bad) expect(await outcome(api, { claims })).toBe('invalid_claims');
  });

  it('RS-01: an algorithm by explicit choice, and then only that one', async () => {
    const es = await createTestIssuer({ audience: resource, algorithm: 'ES256', now: () => time.now() });
    const token = await es.issueToken();
    expect(await outcome(open({ issuers: [{ issuer: es.issuer, algorithms: ['ES256'] }] }), token)).toBe('accepted');
    expect(await outcome(open({ issuers: es.issuer }), token)).toBe('unsupported_algorithm');
    await es.close();
  });

  it('RS-01: two issuers, each with keys and algorithms of its own', async () => {
    const es = await createTestIssuer({ audience: resource, algorithm: 'ES256', now: () => time.now() });
    const api = open({ issuers: [issuer.issuer, { issuer: es.issuer, algorithms: ['ES256'] }] });
    expect(await outcome(api, await es.issueToken())).toBe('accepted');
    expect(await outcome(api, {})).toBe('accepted');
    expect(await outcome(api, await es.issueToken({ claims: { iss: issuer.issuer } }))).toBe('unsupported_algorithm');
    expect(await outcome(api, { claims: { iss: es.issuer } })).toBe('unsupported_algorithm');
    await es.close();
  });

  it('RS-01: the signature is what decides in the end', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const { kid } = issuer.publicKeys[0] as { kid: string };
    const forged = new SignJWT({
      iss: issuer.issuer,
      sub: 'a',
      aud: resource,
      client_id: 'c',
      jti: 'j',
      iat: now(),
      exp: now() + 60,
    });
    expect(
      await outcome(open(), await forged.setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid }).sign(privateKey)),
    ).toBe('bad_signature');
  });

  it('RS-02: a kid may have 256 characters', async () => {
    const api = open();
    await api.preload();
    const token = (kid: string): string =>
      issuer.signJws(
        { alg: 'RS256', typ: 'at+jwt', kid },
        { iss: issuer.issuer, sub: 'a', aud: resource, client_id: 'c', jti: 'j', iat: now(), exp: now() + 60 },
      );
    time.advance(10);
    const before = issuer.requests.keys;
    expect(await outcome(api, token('x'.repeat(257)))).toBe('unknown_key');
    expect(issuer.requests.keys).toBe(before);
    expect(await outcome(api, token('x'.repeat(256)))).toBe('unknown_key');
    expect(issuer.requests.keys).toBe(before + 1);
  });

  it('RS-06: 8,192 characters are read and 8,193 are not', async () => {
    const api = open();
    expect(await outcome(api, 'a'.repeat(8192))).toBe('opaque_token');
    expect(await outcome(api, 'a'.repeat(8193))).toBe('token_too_large');
  });

  it('tells how each token came to be known, and how long it took', async () => {
    const events: unknown[] = [];
    const api = open({ rememberedTokens: 10, observe: { decision: (event) => events.push(event) } });
    const token = await issuer.issueToken();
    for (const sent of [token, token, 'rubbish']) await outcome(api, sent);
    const seconds = expect.any(Number);
    expect(events).toEqual([
      { outcome: 'accepted', reason: 'ok', source: 'verified', seconds, detail: undefined },
      { outcome: 'accepted', reason: 'ok', source: 'remembered', seconds, detail: undefined },
      { outcome: 'refused', reason: 'opaque_token', source: 'none', seconds, detail: undefined },
    ]);
    const slow = open({ observe: { decision: (event) => events.push(event.seconds) } });
    const waiting = outcome(slow, await issuer.issueToken());
    time.advance(0.25);
    await waiting;
    expect(events.at(-1)).toBe(0.25);
  });

  it('an observer that throws changes nothing', async () => {
    const observe = {
      decision() {
        throw new Error('broken');
      },
      keys() {
        throw new Error('broken');
      },
    };
    expect(await outcome(open({ observe }), {})).toBe('accepted');
    // A rejection that nobody handles would end the process.
    const handled: string[] = [];
    const rejecting = (name: string) => (): unknown => ({
      // oxlint-disable-next-line unicorn/no-thenable -- tells whether somebody handles its rejection
      then: (_: unknown, reject: (error: Error) => void) => {
        handled.push(name);
        reject(new Error('broken'));
      },
    });
    const asynchronous = { decision: rejecting('decision'), keys: rejecting('keys') } as Observer;
    expect(await outcome(open({ observe: asynchronous }), {})).toBe('accepted');
    await new Promise((done) => setImmediate(done));
    expect(handled.toSorted()).toEqual(['decision', 'keys']);
    expect(await outcome(open({ observe: {} }), {})).toBe('accepted');
  });
});
