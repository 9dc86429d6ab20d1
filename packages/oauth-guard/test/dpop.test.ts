import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createDpopNonces,
  createResourceServer,
  type DpopOptions,
  type ReplayStore,
  type ResourceServer,
} from '../src/index.ts';
import {
  createDpopClient,
  createManualTime,
  createTestIssuer,
  type DpopClient,
  type ManualTime,
  type TestIssuer,
} from '../src/testing.ts';
import { requestOf } from './requests.ts';

const resource = 'https://api.example.com';
const url = `${resource}/orders/7`;
let issuer: TestIssuer;
let client: DpopClient;
let other: DpopClient;
let time: ManualTime;
let token: string;
let api: ResourceServer;
let opened: ResourceServer[] = [];

beforeAll(async () => {
  time = createManualTime();
  issuer = await createTestIssuer({ audience: resource, now: () => time.now() });
  client = await createDpopClient('ES256', () => time.now());
  other = await createDpopClient('RS256', () => time.now());
});

afterAll(() => issuer.close());

beforeEach(async () => {
  token = await issuer.issueToken({ dpop: client });
  api = await open();
});

afterEach(() => {
  for (const one of opened) one.close();
  opened = [];
});

async function open(
  dpop: DpopOptions | 'off' | 'allowed' | 'required' = 'allowed',
  more: object = {},
): Promise<ResourceServer> {
  const opening = createResourceServer({ resource, issuers: issuer.issuer, dpop, time, ...more });
  opened.push(opening);
  await opening.preload();
  return opening;
}

interface Sent {
  readonly server?: ResourceServer;
  readonly scheme?: string;
  readonly token?: string;
  readonly proof?: string | readonly string[] | undefined;
  readonly method?: string;
  readonly url?: string;
}

async function send(sent: Sent): Promise<string> {
  const { server = api, scheme = 'DPoP', method = 'GET' } = sent;
  const headers = {
    authorization: `${scheme} ${sent.token ?? token}`,
    ...(sent.proof === undefined ? {} : { dpop: sent.proof }),
  };
  const decision = await server.authenticate(requestOf({ method, url: sent.url ?? '/orders/7', headers }));
  if (!decision.ok) return `${decision.status} ${decision.code}`;
  expect(decision.auth?.subject).toBe('alice');
  return 'accepted';
}

const proof = (changes: Parameters<DpopClient['proof']>[0] | object = {}): Promise<string> =>
  client.proof({ url, token, ...changes });

/** How a proof of another moment fares, in seconds from now. */
const at = async (seconds: number): Promise<string> => {
  const iat = time.now() / 1000 + seconds;
  return send({ proof: await proof({ claims: { iat } }) });
};
/** How a good proof fares when the replay store answers so. */
const answering = async (use: ReplayStore['use']): Promise<string> =>
  send({ server: await open({ replayStore: { use } }), proof: await proof() });

describe('DPoP', () => {
  it('RS-08: a bound token with a fresh proof is accepted, each time with a new one', async () => {
    expect(await send({ proof: await proof() })).toBe('accepted');
    expect(await send({ proof: await proof() })).toBe('accepted');
    expect(await send({ scheme: 'dpop', proof: await proof() })).toBe('accepted');
  });

  it('RS-08: with an RSA key too', async () => {
    const bound = await issuer.issueToken({ dpop: other });
    expect(await send({ token: bound, proof: await other.proof({ url, token: bound }) })).toBe('accepted');
  });

  it.each<[string, (good: string) => Sent | Promise<Sent>, string]>([
    ['no proof', () => ({}), '401 dpop_proof_missing'],
    ['a bound token as Bearer', () => ({ scheme: 'Bearer' }), '401 dpop_scheme_required'],
    [
      'a bound token as Bearer with its proof',
      (good) => ({ scheme: 'Bearer', proof: good }),
      '401 dpop_proof_with_bearer',
    ],
    ['two proofs', async (good) => ({ proof: [good, await proof()] }), '401 dpop_proof_malformed'],
    ['the same proof twice', (good) => ({ proof: [good, good] }), '401 dpop_proof_malformed'],
    ['two proofs in one header', async (good) => ({ proof: `${good}, ${await proof()}` }), '401 dpop_proof_malformed'],
    ['an empty proof', () => ({ proof: '' }), '401 dpop_proof_malformed'],
    ['rubbish', () => ({ proof: 'eyJ.rubbish' }), '401 dpop_proof_malformed'],
    [
      'a proof over 8 KB',
      async () => ({ proof: await proof({ claims: { x: 'x'.repeat(8000) } }) }),
      '401 dpop_proof_malformed',
    ],
    ['another method', async () => ({ proof: await proof({ method: 'POST' }) }), '401 dpop_proof_mismatch'],
    ['a method in lower case', async () => ({ proof: await proof({ method: 'get' }) }), '401 dpop_proof_mismatch'],
    ['another path', async () => ({ proof: await proof({ url: `${resource}/orders/8` }) }), '401 dpop_proof_mismatch'],
    [
      'another host',
      async () => ({ proof: await proof({ url: 'https://evil.example/orders/7' }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'another scheme',
      async () => ({ proof: await proof({ url: 'http://api.example.com/orders/7' }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'another port',
      async () => ({ proof: await proof({ url: 'https://api.example.com:8443/orders/7' }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'a relative htu',
      async () => ({ proof: await proof({ claims: { htu: '/orders/7' } }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'an htu that goes on',
      async () => ({ proof: await proof({ claims: { htu: `${url}/` } }) }),
      '401 dpop_proof_mismatch',
    ],
    ['no htu', async () => ({ proof: await proof({ claims: { htu: undefined } }) }), '401 dpop_proof_malformed'],
    [
      'an htu that is no text',
      async () => ({ proof: await proof({ claims: { htu: [url] } }) }),
      '401 dpop_proof_malformed',
    ],
    ['no htm', async () => ({ proof: await proof({ claims: { htm: undefined } }) }), '401 dpop_proof_mismatch'],
    ['another token', async () => ({ proof: await proof({ token: 'another' }) }), '401 dpop_proof_mismatch'],
    ['no ath', async () => ({ proof: await proof({ claims: { ath: undefined } }) }), '401 dpop_proof_mismatch'],
    ['no jti', async () => ({ proof: await proof({ claims: { jti: undefined } }) }), '401 dpop_proof_malformed'],
    ['an empty jti', async () => ({ proof: await proof({ claims: { jti: '' } }) }), '401 dpop_proof_malformed'],
    ['a jti that is no text', async () => ({ proof: await proof({ claims: { jti: 7 } }) }), '401 dpop_proof_malformed'],
    [
      'a jti of 257',
      async () => ({ proof: await proof({ claims: { jti: 'x'.repeat(257) } }) }),
      '401 dpop_proof_malformed',
    ],
    ['no iat', async () => ({ proof: await proof({ claims: { iat: undefined } }) }), '401 dpop_proof_malformed'],
    [
      'an iat that is no number',
      async () => ({ proof: await proof({ claims: { iat: 'now' } }) }),
      '401 dpop_proof_malformed',
    ],
    ['another type', async () => ({ proof: await proof({ header: { typ: 'JWT' } }) }), '401 dpop_proof_malformed'],
    [
      'a crit header',
      async () => ({ proof: await proof({ header: { b64: true, crit: ['b64'] } }) }),
      '401 dpop_proof_malformed',
    ],
    ['no jwk', async () => ({ proof: await proof({ header: { jwk: undefined } }) }), '401 dpop_proof_malformed'],
    [
      'a jwk that is no object',
      async () => ({ proof: await proof({ header: { jwk: 'x' } }) }),
      '401 dpop_proof_malformed',
    ],
    [
      'a jwk of another kind',
      async () => ({ proof: await proof({ header: { jwk: other.publicJwk } }) }),
      '401 dpop_proof_malformed',
    ],
    [
      'a private jwk',
      async () => ({ proof: await proof({ header: { jwk: { ...client.publicJwk, d: 'AAAA' } } }) }),
      '401 dpop_proof_malformed',
    ],
    [
      'the key of somebody else',
      async () => ({ proof: await other.proof({ url, token }) }),
      '401 dpop_proof_key_mismatch',
    ],
    ['a jwk that is not the one that signed', async () => ({ proof: await forged() }), '401 dpop_proof_bad_signature'],
    [
      'an unbound token',
      async () => ({ token: await issuer.issueToken(), proof: await proof() }),
      '401 dpop_token_not_bound',
    ],
    ['a bad token', async (good) => ({ token: `${token.slice(0, -8)}AAAAAAAA`, proof: good }), '401 bad_signature'],
  ])('RS-08: refuses %s', async (_name, make, expected) => {
    expect(await send(await make(await proof()))).toBe(expected);
  });

  it('RS-08: an algorithm that was not chosen, and one that is none, are refused', async () => {
    const narrow = await open({ algorithms: ['RS256'] });
    expect(await send({ server: narrow, proof: await proof() })).toBe('401 dpop_proof_malformed');
    const [, payload, signature] = (await proof()).split('.');
    for (const alg of ['none', 'HS256', 'toString']) {
      const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg, jwk: client.publicJwk })).toString('base64url');
      expect(await send({ proof: `${header}.${payload}.${signature}` })).toBe('401 dpop_proof_malformed');
    }
  });

  it('RS-08: a key of its own that is broken is refused, though its thumbprint fits', async () => {
    const jwk = { crv: 'P-256', kty: 'EC', x: 'AAAA', y: 'AAAA' };
    const jkt = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');
    const bound = await issuer.issueToken({ claims: { cnf: { jkt } } });
    expect(await send({ token: bound, proof: await client.proof({ url, token: bound, header: { jwk } }) })).toBe(
      '401 dpop_proof_malformed',
    );
  });

  it('RS-08: a proof is used once, also when forty requests bring it at once', async () => {
    const once = await proof();
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => send({ proof: once })));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '401 dpop_proof_replayed')).toHaveLength(39);
  });

  it('RS-08: is accepted within its time only: 60 s old, 5 s ahead', async () => {
    expect(await at(-64.9)).toBe('accepted');
    expect(await at(-65)).toBe('401 dpop_proof_expired');
    expect(await at(5)).toBe('accepted');
    expect(await at(5.1)).toBe('401 dpop_proof_expired');
    const short = await open({ proofAgeSeconds: 10 }, { clockToleranceSeconds: 0 });
    const aged = async (seconds: number): Promise<string> =>
      send({ server: short, proof: await proof({ claims: { iat: time.now() / 1000 - seconds } }) });
    expect(await aged(9.9)).toBe('accepted');
    expect(await aged(10)).toBe('401 dpop_proof_expired');
  });

  it.each([
    ['/orders/7?x=1', url],
    ['/orders/7', `${url}?x=1#y`],
    ['/orders/7', 'HTTPS://API.EXAMPLE.COM:443/orders/7'],
    ['/orders/7', 'https://api.example.com/orders/x/../7'],
    ['/orders/%37', url],
    ['/orders/caf%c3%a9', 'https://api.example.com/orders/caf%C3%A9'],
    ['/orders/~a', 'https://api.example.com/orders/%7Ea'],
    ['/', 'https://api.example.com'],
    ['/?a', 'https://api.example.com/'],
  ])('RS-08: a request for %s and an htu of %s are the same', async (requested, htu) => {
    expect(await send({ url: requested, proof: await proof({ claims: { htu } }) })).toBe('accepted');
  });

  it.each([
    ['/orders/x/../7', url],
    ['/orders/7/', url],
    ['/Orders/7', url],
    ['/orders/%2F7', 'https://api.example.com/orders//7'],
    ['https://api.example.com/orders/7', url],
    ['//api.example.com/orders/7', url],
  ])('RS-08: a request for %s and an htu of %s are not', async (requested, htu) => {
    expect(await send({ url: requested, proof: await proof({ claims: { htu } }) })).toBe('401 dpop_proof_mismatch');
  });

  it('RS-08: the URL is the configured one, base path included', async () => {
    const behind = await open('allowed', { publicUrl: 'https://www.example.com/api/v1' });
    const through = await proof({ url: 'https://www.example.com/api/v1/orders/7' });
    expect(await send({ server: behind, proof: through })).toBe('accepted');
    expect(await send({ server: behind, proof: await proof() })).toBe('401 dpop_proof_mismatch');
  });

  it('RS-08: off: neither the scheme nor a bound token is accepted', async () => {
    const off = await open('off');
    expect(await send({ server: off, proof: await proof() })).toBe('401 dpop_not_accepted');
    expect(await send({ server: off, scheme: 'Bearer' })).toBe('401 unsupported_confirmation');
  });

  it('RS-08: required: a bearer token is refused, and only DPoP is offered', async () => {
    const strict = await open('required');
    expect(await send({ server: strict, proof: await proof() })).toBe('accepted');
    expect(await send({ server: strict, scheme: 'Bearer', token: await issuer.issueToken() })).toBe(
      '401 dpop_scheme_required',
    );
    const decision = await strict.authenticate(requestOf());
    expect(decision.ok ? '' : decision.headers['www-authenticate']).toMatch(
      /^DPoP algs="ES256 RS256 PS256 EdDSA", resource_metadata="[^"]+"$/,
    );
  });

  it('RS-08: asks for a nonce, takes it, and offers the next one with the answer', async () => {
    const nonces = createDpopNonces({ time });
    const asking = await open({ nonces });
    const refused = await asking.authenticate(
      requestOf({ url: '/orders/7', headers: { authorization: `DPoP ${token}`, dpop: await proof() } }),
    );
    expect(refused).toMatchObject({
      ok: false,
      status: 401,
      code: 'use_dpop_nonce',
      headers: { 'dpop-nonce': nonces.current() },
    });
    expect(refused.ok ? '' : refused.headers['www-authenticate']).toMatch(/^DPoP error="use_dpop_nonce"/);
    const answered = { authorization: `DPoP ${token}`, dpop: await proof({ nonce: nonces.current() }) };
    expect(await asking.authenticate(requestOf({ url: '/orders/7', headers: answered }))).toMatchObject({
      ok: true,
      headers: { 'dpop-nonce': nonces.current() },
    });
    expect(await send({ server: asking, proof: await proof({ claims: { nonce: 7 } }) })).toBe('401 use_dpop_nonce');
    expect(await send({ server: asking, proof: await proof({ nonce: 'made up' }) })).toBe('401 use_dpop_nonce');
    const unbound = await asking.authenticate(
      requestOf({ headers: { authorization: `Bearer ${await issuer.issueToken()}` } }),
    );
    expect(unbound).toMatchObject({ ok: true, headers: {} });
  });

  it('RS-08: a store that is full or broken is 503, one that says replayed is 401, one that is asynchronous is waited for', async () => {
    expect(await answering(() => 'full')).toBe('503 replay_store_full');
    expect(await answering(() => 'replayed')).toBe('401 dpop_proof_replayed');
    expect(await answering(() => Promise.resolve('first'))).toBe('accepted');
    expect(await answering(() => Promise.resolve('full'))).toBe('503 replay_store_full');
    expect(await answering(() => Promise.reject(new Error('away')))).toBe('503 replay_store_unavailable');
    expect(
      await answering(() => {
        throw new Error('broken');
      }),
    ).toBe('503 replay_store_unavailable');
    expect(await answering(() => undefined as never)).toBe('503 replay_store_unavailable');
    expect(await answering(() => 'yes' as never)).toBe('401 dpop_proof_replayed');
  });

  it('RS-08: the store learns key, jti and the moment from which the proof is too old anyway', async () => {
    const uses: unknown[] = [];
    const store: ReplayStore = { use: (seen) => (uses.push(seen), 'first') };
    const recording = await open({ replayStore: store });
    expect(
      await send({ server: recording, proof: await proof({ claims: { jti: 'x'.repeat(256), iat: 2_000_000_000 } }) }),
    ).toBe('401 dpop_proof_expired');
    const iat = Math.floor(time.now() / 1000);
    expect(await send({ server: recording, proof: await proof({ claims: { jti: 'x'.repeat(256), iat } }) })).toBe(
      'accepted',
    );
    expect(uses).toEqual([{ thumbprint: client.thumbprint, jti: 'x'.repeat(256), expiresAt: iat + 65 }]);
  });

  it('RS-08: nothing is recorded for a proof that does not hold', async () => {
    let used = 0;
    const recording = await open({ replayStore: { use: () => (used++, 'first') } });
    await send({ server: recording, proof: await forged() });
    await send({ server: recording, proof: await proof({ method: 'PUT' }) });
    expect(used).toBe(0);
  });

  it('RS-08: a proof cannot be used at verify without its request', async () => {
    const auth = await api.verify(token, { method: 'PUT', url, dpopProof: await proof({ method: 'PUT' }) });
    expect(auth.scheme).toBe('DPoP');
    expect(auth.confirmation).toEqual({ jkt: client.thumbprint });
    await expect(api.verify(token, { scheme: 'DPoP' })).rejects.toMatchObject({
      code: 'dpop_proof_missing',
      status: 401,
    });
    await expect(api.verify(token)).rejects.toMatchObject({ code: 'dpop_scheme_required' });
    await expect(api.verify(token, { dpopProof: await proof() })).rejects.toMatchObject({
      code: 'dpop_proof_mismatch',
    });
  });

  it('RS-08: more clients than keys are kept ready for are all served', async () => {
    const replayStore: ReplayStore = { use: () => 'first' };
    const busy = await open({ replayStore });
    const outcomes = new Set<string>();
    for (let i = 0; i < 1010; i++) {
      const one = await createDpopClient('ES256', () => time.now());
      const bound = await issuer.issueToken({ dpop: one });
      outcomes.add(await send({ server: busy, token: bound, proof: await one.proof({ url, token: bound }) }));
    }
    expect([...outcomes]).toEqual(['accepted']);
  });
});

/** Names the client's key and is signed with another. */
async function forged(): Promise<string> {
  const stranger = await createDpopClient('ES256', () => time.now());
  return stranger.proof({ url, token, header: { jwk: client.publicJwk } });
}
