/** What reading logout tokens costs: anybody can send them. Against a real provider, over TLS. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { createOutboundFetch, type OutboundFetch } from '../../../../src/delivery/outbound/guard.ts';
import { type Connection, connectionFrom } from '../../../../src/directory/connections/connections.ts';
import { connection as entrySchema } from '../../../../src/directory/connections/schema.ts';
import { LogoutTokenRefused, UpstreamFailed } from '../../../../src/directory/connections/upstream/failed.ts';
import { createUpstream, type Upstream } from '../../../../src/directory/connections/upstream/upstream.ts';
import { startServer, type TestServer } from '../../../server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

let upstream: Upstream;
let fetched: string[];
beforeEach(() => {
  fetched = [];
  const guarded = createOutboundFetch({ allow: [server.issuer] });
  const fetch: OutboundFetch = (url, init) => {
    fetched.push(new URL(url).pathname);
    return guarded(url, init);
  };
  upstream = createUpstream({ fetch, clock: Date.now });
});

function connectionTo(changes: object = {}): Connection {
  const {
    name,
    client_secret: _none,
    ...definition
  } = entrySchema.parse({
    name: 'corp',
    client_id: 'downstream',
    ...(Object.hasOwn(changes, 'kind') ? {} : { kind: 'oidc', issuer: server.issuer }),
    ...changes,
  });
  return connectionFrom({ name, definition, secret: 'a secret' }, []);
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const forged = (claims: object = {}) => {
  const now = Math.floor(Date.now() / 1000);
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const good = {
    iss: server.issuer,
    aud: 'downstream',
    sub: 'eve',
    iat: now,
    exp: now + 60,
    jti: randomUUID(),
    events,
  };
  return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'RS256', kid: randomUUID() }).sign(privateKey);
};

describe('reading logout tokens', () => {
  it('what is no good whoever signed it costs no request', async () => {
    const connection = connectionTo();
    for (const claims of [{ aud: 'other' }, { nonce: 'n' }, { exp: 1 }, { events: {} }])
      await expect(upstream.readLogout(connection, await forged(claims))).rejects.toThrow(LogoutTokenRefused);
    expect(fetched).toEqual([]);
  });

  it('keys that nobody has are looked for once, however many tokens name them', async () => {
    const connection = connectionTo();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => forged()));
    const outcomes = await Promise.allSettled(tokens.map((token) => upstream.readLogout(connection, token)));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: expect.any(LogoutTokenRefused) });
    await expect(upstream.readLogout(connection, await forged())).rejects.toThrow(LogoutTokenRefused);
    expect(fetched).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('an upstream that is away is no fault of the token', async () => {
    const connection = connectionTo({ issuer: 'https://localhost:1' });
    const read = upstream.readLogout(connection, await forged({ iss: 'https://localhost:1' }));
    await expect(read).rejects.toThrow(UpstreamFailed);
  });

  it('an upstream without ID tokens sends none', async () => {
    const read = upstream.readLogout(connectionTo({ kind: 'github' }), await forged());
    await expect(read).rejects.toThrow('sends no logout tokens');
    expect(fetched).toEqual([]);
  });
});
