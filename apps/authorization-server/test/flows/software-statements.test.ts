/** Software statements (RFC 7591, section 2.3), attacked: who is believed, and what nobody can say by one. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { startKeySet } from '../key-set.ts';
import { bearer, forgetRegistrations, initialToken, register, sendJson, withRegistration } from '../registering.ts';
import { api, startServer, type TestServer } from '../server.ts';

const plain = { redirect_uris: ['https://agent.example/back'], client_name: 'Agent' };
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let server: TestServer;
let vendor: Keys;
let other: Keys;
let sets: Awaited<ReturnType<typeof startKeySet>>[];
/** Connections to where the guard lets nobody go. */
let caught = 0;
const trap = createServer((socket) => {
  caught += 1;
  socket.destroy();
});

const named = async ({ publicKey }: Keys, kid: string, alg = 'ES256') => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg,
});

const issuerOf = (name: string, jwksUri: string) => ({
  issuer: `https://${name}.example`,
  jwks_uri: jwksUri,
  algorithms: ['ES256'],
});

beforeAll(async () => {
  vendor = await generateKeyPair('ES256');
  other = await generateKeyPair('ES256');
  const broken = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'broken', alg: 'ES256' };
  sets = [
    await startKeySet([await named(vendor, 'v'), broken]),
    await startKeySet([await named(other, 'o'), await named(other, 'v')]),
  ];
  trap.listen(0, '127.0.0.1');
  await once(trap, 'listening');
  const inside = `localhost:${(trap.address() as AddressInfo).port}/jwks`;
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: sets.map(({ origin }) => origin).join(',') },
    registry: withRegistration(
      {
        mode: 'open',
        clients_per_network: 1000,
        software_statement_issuers: [
          issuerOf('vendor', `${sets[0]?.origin}/jwks`),
          issuerOf('other', `${sets[1]?.origin}/jwks`),
          issuerOf('inside', `https://${inside}`),
          issuerOf('plain', `http://${inside}`),
        ],
      },
      { scope: 'openid', scopes: { [api]: ['profile_read'] }, blocked_domains: ['blocked.example'] },
    ),
  });
});
afterAll(async () => {
  await server?.stop();
  for (const set of sets ?? []) set.stop();
  trap.close();
});
beforeEach(() => forgetRegistrations(server));

interface Made {
  readonly key?: Keys;
  readonly issuer?: string;
  readonly header?: Partial<JWTHeaderParameters>;
}

const statement = (claims: JWTPayload = {}, { key = vendor, issuer = 'https://vendor.example', header }: Made = {}) =>
  new SignJWT({ iss: issuer, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'v', ...header })
    .sign(key.privateKey);
const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** With a header and a signature of one's own. */
const forged = (header: object, sign: (input: string) => string = () => '') => {
  const input = `${coded(header)}.${coded({ iss: 'https://vendor.example', client_name: 'Bank' })}`;
  return `${input}.${sign(input)}`;
};
const nowSeconds = () => Math.floor(Date.now() / 1000);
const count = () => server.server.storage.unregisteredClients.count({ kind: 'dynamic' });
const withStatement = (text: string, body: object = plain) => register(server, { ...body, software_statement: text });

describe('a statement that is not believed', () => {
  it.each<[string, () => string | Promise<string>]>([
    ['unsigned', () => forged({ alg: 'none' })],
    ['unsigned, in other letters', () => forged({ alg: 'NonE', kid: 'v' })],
    ['signed with an empty key', () => forged({ alg: 'ES256', kid: 'v' })],
    [
      'signed with the public key as a shared one',
      async () => {
        const spki = await exportSPKI(vendor.publicKey);
        return forged({ alg: 'HS256', kid: 'v' }, (input) =>
          createHmac('sha256', spki).update(input).digest('base64url'),
        );
      },
    ],
    [
      'signed with a key that it brings along',
      async () => statement({}, { key: other, header: { jwk: await exportJWK(other.publicKey) } }),
    ],
    [
      'signed with a key at an address that it names',
      () => statement({}, { key: other, header: { jku: `${sets[1]?.origin}/jwks`, x5u: `${sets[1]?.origin}/jwks` } }),
    ],
    ['of one issuer, signed with the key of another', () => statement({}, { key: other })],
    ['of one issuer, with the key and its name of another', () => statement({}, { key: other, header: { kid: 'o' } })],
    ['of another key that is not there', () => statement({}, { header: { kid: 'x' } })],
    ['of a key that cannot be used', () => statement({}, { header: { kid: 'broken' } })],
    ['expired', () => statement({ exp: nowSeconds() - 61 })],
    ['not valid yet', () => statement({ nbf: nowSeconds() + 120 })],
    ['with a time that is none', () => statement({ exp: 'never' as never })],
    ['for somebody else', () => statement({ aud: ['https://elsewhere.example'] })],
    ['an access token', () => statement({}, { header: { typ: 'at+jwt' } })],
    ['a logout token', () => statement({}, { header: { typ: 'application/logout+jwt' } })],
    ['an authorization request', () => statement({}, { header: { typ: 'oauth-authz-req+jwt' } })],
    ['a DPoP proof', () => statement({}, { header: { typ: 'dpop+jwt' } })],
    ['with critical members', () => forged({ alg: 'ES256', kid: 'v', crit: ['x'], x: 1 }, () => 'AA')],
    ['no JWT', () => 'x.y.z'],
    ['encrypted', () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c'],
    ['too long', () => statement({ client_name: 'x'.repeat(16_384) })],
  ])('%s', async (_what, made) => {
    const before = await count();
    const answer = await withStatement(await made());
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_software_statement' } });
    expect(await count()).toBe(before);
  });

  it.each([
    ['of nobody', undefined],
    ['of an issuer in other letters', 'https://Vendor.example'],
    ['of an issuer with a slash', 'https://vendor.example/'],
    ['of issuers', ['https://vendor.example']],
  ])('%s is unapproved', async (_what, issuer) => {
    const answer = await withStatement(await statement({ iss: issuer as never }));
    expect(answer).toMatchObject({ status: 400, body: { error: 'unapproved_software_statement' } });
  });

  it('is believed when all is right, with the type that it may have', async () => {
    for (const typ of [undefined, 'JWT', 'jwt', 'software-statement+jwt']) {
      const said = await statement(
        { client_name: 'By the vendor', aud: server.issuer, exp: nowSeconds() + 60, nbf: nowSeconds() },
        { header: typ === undefined ? {} : { typ } },
      );
      expect(await withStatement(said)).toMatchObject({ status: 201, body: { client_name: 'By the vendor' } });
    }
    const ofOther = await statement({}, { key: other, issuer: 'https://other.example', header: { kid: 'o' } });
    expect(await withStatement(ofOther)).toMatchObject({ status: 201 });
  });
});

describe('what nobody can say by a statement', () => {
  const secret = { token_endpoint_auth_method: 'client_secret_basic' };
  it.each<[string, JWTPayload, string]>([
    ['a redirect that no client may have', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['a redirect to a blocked host', { redirect_uris: ['https://blocked.example/'] }, 'invalid_redirect_uri'],
    ['no redirect', { redirect_uris: [] }, 'invalid_redirect_uri'],
    ['null for the redirects', { redirect_uris: null }, 'invalid_redirect_uri'],
    ['more redirects than a stranger has', { redirect_uris: many(6) }, 'invalid_redirect_uri'],
    ['a secret, where there is no initial access token', secret, 'invalid_client_metadata'],
    ['a secret of its own', { client_secret: 'x' }, 'invalid_client_metadata'],
    ['keys, where there is no initial access token', { jwks: { keys: [{ kty: 'RSA' }] } }, 'invalid_client_metadata'],
    ['the address of keys', { jwks_uri: 'https://agent.example/jwks' }, 'invalid_client_metadata'],
    ['other grants', { grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    ['tokens by redirect', { response_types: ['token'] }, 'invalid_client_metadata'],
    ['a name that misleads', { client_name: 'moc.knab\u202e' }, 'invalid_client_metadata'],
    ['a page inside', { client_uri: 'https://10.0.0.1/' }, 'invalid_client_metadata'],
    ['a name that is none', { client_name: { en: 'Agent' } }, 'invalid_client_metadata'],
  ])('%s', async (_what, claims, error) => {
    const before = await count();
    expect(await withStatement(await statement(claims))).toMatchObject({ status: 400, body: { error } });
    expect(await count()).toBe(before);
  });

  it('scopes, identifiers and what is for operators: left out, and nothing comes of it', async () => {
    const said = await statement({
      scope: 'openid invoice_write admin',
      scopes: { [api]: ['invoice_write'] },
      client_id: 'web-app',
      first_party: true,
      registration_access_token: 'mine',
      software_statement: 'x',
    });
    const { status, body } = await withStatement(said);
    expect([status, body['client_id'], body['software_statement']]).toEqual([
      201,
      expect.stringMatching(/^dyn_/u),
      said,
    ]);
    expect(body['registration_access_token']).not.toBe('mine');
    const kept = await server.server.storage.unregisteredClients.find(String(body['client_id']));
    expect(Object.keys(kept?.metadata ?? {}).toSorted()).toEqual([
      'application_type',
      'client_name',
      'redirect_uris',
      'software_statement',
      'token_endpoint_auth_method',
    ]);
  });

  it('what the body says otherwise does not count, at a change neither', async () => {
    const said = await statement({ redirect_uris: ['https://vendor.example/back'], client_name: 'By the vendor' });
    const { status, body } = await withStatement(said, { ...plain, redirect_uris: ['https://evil.example/'] });
    const ofVendor = { redirect_uris: ['https://vendor.example/back'], client_name: 'By the vendor' };
    expect([status, body]).toEqual([201, expect.objectContaining(ofVendor)]);
    const { client_id, registration_client_uri: uri, registration_access_token: token } = body;
    const changed = { ...plain, redirect_uris: ['https://evil.example/'], client_id, software_statement: said };
    expect(await sendJson('PUT', String(uri), changed, bearer(token))).toMatchObject({ status: 200, body: ofVendor });
  });

  it('keys in two places, one said by the body', async () => {
    const said = await statement({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://1.1.1.1/jwks' });
    const token = await initialToken(server);
    const body = { ...plain, jwks: { keys: [await exportJWK(other.publicKey)] }, software_statement: said };
    expect(await register(server, body, bearer(token))).toMatchObject({ status: 400 });
    expect(await server.server.storage.registrationTokens.find(token.slice(0, 12))).toMatchObject({ usesLeft: 1 });
  });
});

describe('the keys of an issuer', () => {
  it('are fetched once for forty that register with one statement at once; each counts against the limits', async () => {
    const fresh = await startServer({
      env: { GATEHOUSE_OUTBOUND_ALLOW: sets[0]?.origin ?? '' },
      registry: withRegistration({
        mode: 'open',
        software_statement_issuers: [
          { issuer: 'https://vendor.example', jwks_uri: `${sets[0]?.origin}/jwks`, algorithms: ['ES256'] },
        ],
        clients_per_network: 30,
      }),
    });
    try {
      const asked = sets[0]?.asked() ?? 0;
      const body = { ...plain, software_statement: await statement({ jti: 'one' }) };
      const open = await Promise.all(Array.from({ length: 40 }, () => register(fresh, body)));
      expect(open.filter(({ status }) => status === 201)).toHaveLength(10);
      expect(open.filter(({ status }) => status === 429)).toHaveLength(30);
      const token = await initialToken(fresh, { usesLeft: 40 });
      const vouched = await Promise.all(Array.from({ length: 40 }, () => register(fresh, body, bearer(token))));
      expect(vouched.filter(({ status }) => status === 201)).toHaveLength(20);
      expect(vouched.filter(({ status }) => status === 403)).toHaveLength(20);
      expect((sets[0]?.asked() ?? 0) - asked).toBe(1);
    } finally {
      await fresh.stop();
    }
  });

  it('are fetched through the outbound guard alone: nobody connects to what is inside', async () => {
    for (const name of ['inside', 'plain']) {
      const answer = await withStatement(await statement({}, { issuer: `https://${name}.example` }));
      expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
      expect(answer.text).not.toMatch(/localhost|127\.0\.0\.1/u);
    }
    expect(caught).toBe(0);
  });
});

function many(length: number): string[] {
  return Array.from({ length }, (_, n) => `https://agent.example/${n}`);
}
