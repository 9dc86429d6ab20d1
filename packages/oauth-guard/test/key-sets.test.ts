import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { certificates } from '@gatehouse/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { createResourceServer, type KeysEvent, type ResourceServer, type SignatureAlgorithm } from '../src/index.ts';
import { createSigningKey, type SigningKey } from '../src/testing/signing.ts';
import { carrying } from './requests.ts';

const resource = 'https://api.example.com';
const issuer = 'https://login.example.com';
const KEYS = {
  RSA: await createSigningKey('RS256'),
  'P-256': await createSigningKey('ES256'),
  'P-384': await createSigningKey('ES384'),
  'P-521': await createSigningKey('ES512'),
  Ed25519: await createSigningKey('EdDSA'),
} satisfies Record<string, SigningKey>;
const ALL = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ') as SignatureAlgorithm[];
let opened: ResourceServer[] = [];

afterEach(() => {
  for (const api of opened) api.close();
  opened = [];
});

function open(keys: unknown, algorithms: readonly SignatureAlgorithm[], events: KeysEvent[] = []): ResourceServer {
  const api = createResourceServer({
    resource,
    issuers: [{ issuer, jwksUri: `${issuer}/jwks`, algorithms }],
    keys: { preload: false },
    fetch: () => Promise.resolve(Response.json({ keys })),
    observe: { keys: (event) => events.push(event) },
  });
  opened.push(api);
  return api;
}

const claims = (): object => {
  const now = Math.floor(Date.now() / 1000);
  return { iss: issuer, sub: 'a', aud: resource, client_id: 'c', jti: 'j', iat: now - 1, exp: now + 300 };
};

async function outcome(api: ResourceServer, token: string): Promise<string> {
  const decision = await api.authenticate(carrying(token));
  return decision.ok ? 'accepted' : decision.code;
}

const tokenOf = (key: SigningKey, alg: string, kid?: string): string =>
  key.signJws({ alg, typ: 'at+jwt', ...(kid !== undefined && { kid }) }, claims());

const bare = ({ publicJwk: { alg: _alg, use: _use, ...jwk } }: SigningKey): JWK & { kid: string } => jwk;

const nameless = (key: SigningKey): JWK => {
  const { kid: _kid, ...jwk } = bare(key);
  return jwk;
};

describe('key sets as servers write them', () => {
  it('G9: one that begins with a byte order mark is read, and a mark alone is no key set', async () => {
    for (const [body, expected] of [
      [JSON.stringify({ keys: [KEYS.RSA.publicJwk] }), 'accepted'],
      ['', 'keys_unavailable'],
    ] as const) {
      const api = createResourceServer({
        resource,
        issuers: [{ issuer, jwksUri: `${issuer}/jwks` }],
        keys: { preload: false },
        fetch: () => Promise.resolve(new Response(`\ufeff${body}`)),
        observe: { keys: () => undefined },
      });
      opened.push(api);
      expect(await outcome(api, tokenOf(KEYS.RSA, 'RS256', KEYS.RSA.publicJwk.kid))).toBe(expected);
    }
  });
});

describe('G9: keys that do not say their algorithm', () => {
  it.each<[keyof typeof KEYS, SignatureAlgorithm[], SignatureAlgorithm, string]>([
    ['RSA', ['RS256'], 'RS256', 'accepted'],
    ['RSA', ['PS256', 'RS256'], 'RS256', 'accepted'],
    ['RSA', ['PS256'], 'RS256', 'unsupported_algorithm'],
    ['RSA', ['PS256'], 'PS256', 'bad_signature'],
    ['P-256', ['ES256'], 'ES256', 'accepted'],
    ['P-256', ALL, 'ES256', 'accepted'],
    ['P-256', ['RS256', 'ES384'], 'ES256', 'unsupported_algorithm'],
    ['P-256', ['ES256', 'ES384'], 'ES384', 'unknown_key'],
    ['P-384', ['ES384'], 'ES384', 'accepted'],
    ['P-521', ['ES512', 'ES256'], 'ES512', 'accepted'],
    ['Ed25519', ['EdDSA'], 'EdDSA', 'accepted'],
    ['Ed25519', ['Ed25519'], 'Ed25519', 'accepted'],
    ['Ed25519', ['EdDSA', 'Ed25519'], 'Ed25519', 'accepted'],
    ['Ed25519', ['EdDSA'], 'Ed25519', 'unsupported_algorithm'],
  ])('%s, algorithms %j, token %s: %s', async (type, algorithms, alg, expected) => {
    const jwk = bare(KEYS[type]);
    const events: KeysEvent[] = [];
    const others = Object.values(KEYS).filter((key) => key !== KEYS[type]);
    const api = open([...others.map(bare), jwk], algorithms, events);
    expect(await outcome(api, tokenOf(KEYS[type], alg, jwk.kid))).toBe(expected);
  });

  it.each(['RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const)(
    'an RSA key serves %s when it is allowed',
    async (alg) => {
      const key = await createSigningKey(alg);
      const jwk = bare(key);
      expect(await outcome(open([jwk], [alg, 'RS256']), tokenOf(key, alg, jwk.kid))).toBe('accepted');
      expect(await outcome(open([jwk], [alg, 'RS256']), tokenOf(key, alg))).toBe('accepted');
      // A key that says its algorithm serves no other.
      const said = { ...jwk, alg: 'RS256' };
      expect(await outcome(open([said], [alg, 'RS256']), tokenOf(key, alg, jwk.kid))).toBe('unknown_key');
    },
  );

  it.each([
    ['EdDSA', 'EdDSA'],
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA'],
    ['Ed25519', 'Ed25519'],
  ])('an Ed25519 key that says %s serves tokens that say %s', async (said, alg) => {
    const jwk = { ...bare(KEYS.Ed25519), alg: said };
    const api = open([jwk], ['EdDSA', 'Ed25519']);
    expect(await outcome(api, tokenOf(KEYS.Ed25519, alg, jwk.kid))).toBe('accepted');
  });

  const P256 = bare(KEYS['P-256']);
  it.each<[string, object, string]>([
    ['use sig', { use: 'sig' }, 'accepted'],
    ['use enc', { use: 'enc' }, 'keys_unavailable'],
    ['use null', { use: null, alg: null, key_ops: null }, 'accepted'],
    ['key_ops verify', { key_ops: ['sign', 'verify'] }, 'accepted'],
    ['other key_ops', { key_ops: ['deriveKey'] }, 'keys_unavailable'],
    [
      'unknown members',
      { 'x-made-by': [{}], exp: 7, iat: 'now', issuer: null, x5t: 'AA', x5u: 'http://a' },
      'accepted',
    ],
    ['a certificate that is none', { x5c: ['AAAA'] }, 'accepted'],
    ['an algorithm for encryption', { alg: 'ECDH-ES' }, 'keys_unavailable'],
    ['an algorithm of another type', { alg: 'RS256' }, 'keys_unavailable'],
    ['an algorithm of another curve', { alg: 'ES384' }, 'keys_unavailable'],
    ['an algorithm that is no text', { alg: ['ES256'] }, 'keys_unavailable'],
    ['HMAC', { alg: 'HS256' }, 'keys_unavailable'],
    ['none', { alg: 'none' }, 'keys_unavailable'],
    ['a curve in other letters', { crv: 'p-256' }, 'keys_unavailable'],
    ['no type', { kty: undefined }, 'keys_unavailable'],
    ['a symmetric key of the same name', { kty: 'oct', k: 'AAAA' }, 'keys_unavailable'],
    ['the private half too', { d: 'AAAA' }, 'accepted'],
  ])('%s', async (_name, members, expected) => {
    const api = open([{ ...P256, ...members }], ['ES256']);
    expect(await outcome(api, tokenOf(KEYS['P-256'], 'ES256', P256.kid))).toBe(expected);
  });

  it('kid: missing in the only key or in several, of one algorithm or of several', async () => {
    const other = await createSigningKey('ES256');
    const token = tokenOf(KEYS['P-256'], 'ES256');
    const all: SignatureAlgorithm[] = ['RS256', 'PS256', 'ES256', 'ES384'];
    expect(await outcome(open([nameless(KEYS['P-256'])], all), token)).toBe('accepted');
    expect(await outcome(open(Object.values(KEYS).map(nameless), all), token)).toBe('accepted');
    expect(await outcome(open(Object.values(KEYS).map(nameless), all), tokenOf(KEYS.RSA, 'RS256'))).toBe('accepted');
    expect(await outcome(open([nameless(other), nameless(KEYS['P-256'])], all), token)).toBe('unknown_key');
    expect(await outcome(open([nameless(KEYS['P-256'])], all), tokenOf(KEYS['P-256'], 'ES256', '0'))).toBe(
      'unknown_key',
    );
    const dangerous = tokenOf(KEYS['P-256'], 'ES256', 'ES256');
    expect(await outcome(open([nameless(KEYS['P-256'])], all), dangerous)).toBe('unknown_key');
  });

  it('one kid for keys of different types, and a broken key or one for encryption before a good one', async () => {
    const kid = 'same';
    const keys = [
      { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA', kid },
      { ...bare(KEYS['P-256']), use: 'enc', kid },
      { kty: 'oct', k: 'AAAA', kid },
      ...Object.values(KEYS).map((key) => ({ ...bare(key), kid })),
    ];
    const events: KeysEvent[] = [];
    const api = open(keys, ALL, events);
    for (const [type, alg] of [
      ['RSA', 'RS256'],
      ['P-256', 'ES256'],
      ['P-384', 'ES384'],
      ['P-521', 'ES512'],
      ['Ed25519', 'Ed25519'],
    ] as const) {
      expect(await outcome(api, tokenOf(KEYS[type], alg, kid))).toBe('accepted');
    }
    expect(events).toEqual([{ issuer, outcome: 'loaded', keys: 5, removed: false }]);
  });

  it('x5c only: the key is that of the certificate', async () => {
    const files = await certificates();
    const certificate = new X509Certificate(readFileSync(files.certFile('client')));
    const privateKey = createPrivateKey(readFileSync(files.keyFile('client')));
    const { kty } = certificate.publicKey.export({ format: 'jwk' });
    const alg = kty === 'RSA' ? 'RS256' : 'ES256';
    const input = [{ alg, typ: 'at+jwt', kid: 'c' }, claims()]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const token = `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    const x5c = [certificate.raw.toString('base64')];
    expect(await outcome(open([{ kty, kid: 'c', x5c }], ['ES256', 'RS256']), token)).toBe('accepted');
    expect(await outcome(open([{ kid: 'c', x5c }], ['ES256', 'RS256']), token)).toBe('accepted');
    expect(await outcome(open([{ kty: 'OKP', kid: 'c', x5c }], ['ES256', 'RS256']), token)).toBe('keys_unavailable');
    expect(await outcome(open([{ kty, kid: 'c', x5c: [7] }], ['ES256', 'RS256']), token)).toBe('keys_unavailable');
    expect(await outcome(open([{ kty, kid: 'c', x5c: ['AA'] }], ['ES256', 'RS256']), token)).toBe('keys_unavailable');
  });

  it('says which algorithm to name when the keys are for others than those that were chosen', async () => {
    const events: KeysEvent[] = [];
    await open([KEYS['P-256'].publicJwk, bare(KEYS.Ed25519)], ['RS256'], events).preload();
    expect(events).toEqual([
      {
        issuer,
        outcome: 'failed',
        keys: 0,
        removed: false,
        detail:
          "the key set has keys for ES256, EdDSA, Ed25519 and none for RS256: name the algorithm of the issuer's tokens in issuers.algorithms",
      },
    ]);
  });
});
