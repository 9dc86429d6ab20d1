/** The upstream side of a sign-in against a real provider: another Gatehouse, over TLS. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutboundFetch } from '../../../../src/delivery/outbound/guard.ts';
import { type Connection, connectionFrom } from '../../../../src/directory/connections/connections.ts';
import { connection as entrySchema } from '../../../../src/directory/connections/schema.ts';
import { UpstreamFailed } from '../../../../src/directory/connections/upstream/failed.ts';
import {
  createUpstream,
  type Upstream,
  type UpstreamWish,
} from '../../../../src/directory/connections/upstream/upstream.ts';
import { Browser, type Person, signIn } from '../../../browser.ts';
import { startServer, type TestServer } from '../../../server.ts';

const redirectUri = 'https://id.example.com/federation/corp/callback';

let server: TestServer;
let alice: Person;
let upstream: Upstream;
beforeAll(async () => {
  server = await startServer({
    registry: ({ clients }) =>
      clients.push({
        client_id: 'downstream',
        client_name: 'Downstream',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid profile email offline_access',
        first_party: true,
        backchannel_logout_uri: 'https://id.example.com/federation/corp/logout',
        backchannel_logout_session_required: true,
      }),
  });
  alice = await server.person('alice');
  upstream = createUpstream({ fetch: createOutboundFetch({ allow: [server.issuer] }), clock: Date.now });
});
afterAll(() => server?.stop());

async function connectionTo(changes: object = {}): Promise<Connection> {
  const {
    name,
    client_secret: _none,
    ...definition
  } = entrySchema.parse({
    name: 'corp',
    kind: 'oidc',
    issuer: server.issuer,
    client_id: 'downstream',
    ...changes,
  });
  return connectionFrom({ name, definition, secret: await server.clientSecret('downstream') }, []);
}

async function answered(connection: Connection, wish: Partial<UpstreamWish> = {}) {
  const { url, request } = await upstream.begin(connection, { redirectUri, ...wish });
  const { searchParams } = await signIn(new Browser(), url.href, alice);
  return { request, answer: searchParams };
}

async function failureOf(promise: Promise<unknown>) {
  try {
    await promise;
    return 'none';
  } catch (error) {
    if (!(error instanceof UpstreamFailed)) throw error;
    return [error.failure, error.message];
  }
}

describe('an OpenID provider upstream', () => {
  it('says who the user is, with the address that userinfo adds', async () => {
    const connection = await connectionTo();
    const { request, answer } = await answered(connection);
    const user = await upstream.finish(connection, request, answer);
    const { id } = (await server.server.storage.accounts.findByLogin('alice'))!;
    expect(user).toMatchObject({
      issuer: server.issuer,
      subject: id,
      mapped: { email: 'alice@example.com', emailVerified: true, name: expect.any(String) },
      acr: undefined,
    });
    expect(user.sid).toEqual(expect.any(String));
    expect(user.authTimeSeconds).toBeCloseTo(Date.now() / 1000, -2);
  });

  it('a level counts only where the connection is trusted for it', async () => {
    const trusted = await connectionTo({ required_acr: { 'urn:gatehouse:acr:1': { acr: ['urn:gatehouse:acr:1'] } } });
    const { request, answer } = await answered(trusted);
    expect(await upstream.finish(trusted, request, answer)).toMatchObject({ acr: 'urn:gatehouse:acr:1' });
  });

  it('is asked again by its refresh token, and lets nobody in whose access it has ended', async () => {
    const connection = await connectionTo({ scope: 'openid email offline_access' });
    const { request, answer } = await answered(connection);
    const { tokens, subject } = await upstream.finish(connection, request, answer);
    const again = await upstream.again(connection, tokens, { subject });
    expect(again).toMatchObject({ subject, mapped: { email: 'alice@example.com' } });
    expect(await failureOf(upstream.again(connection, again.tokens, { subject: 'other' }))).toEqual([
      'invalid_answer',
      expect.stringContaining('another user'),
    ]);
    expect(await failureOf(upstream.again(connection, { access_token: 'x' }, { subject }))).toEqual([
      'denied',
      expect.any(String),
    ]);
    const refused = { ...again.tokens, refresh_token: 'made-up' };
    expect(await failureOf(upstream.again(connection, refused, { subject }))).toEqual([
      'denied',
      expect.stringContaining('invalid_grant'),
    ]);
  });

  it('an answer that is not the one asked for is refused', async () => {
    const connection = await connectionTo();
    const { request, answer } = await answered(connection);
    const changed = (name: string, value: string | undefined) => {
      const other = new URLSearchParams(answer);
      if (value === undefined) other.delete(name);
      else other.set(name, value);
      return other;
    };
    for (const wrong of [
      changed('state', 'other'),
      changed('state', undefined),
      changed('iss', 'https://evil.example'),
      changed('iss', undefined),
    ]) {
      expect(await failureOf(upstream.finish(connection, request, wrong))).toEqual([
        'invalid_answer',
        expect.any(String),
      ]);
    }
    const otherNonce = { ...request, nonce: 'other' };
    expect(await failureOf(upstream.finish(connection, otherNonce, answer))).toEqual([
      'invalid_answer',
      expect.stringContaining('nonce'),
    ]);
    // The code is used up by now.
    expect(await failureOf(upstream.finish(connection, request, answer))).toEqual(['denied', expect.any(String)]);
  });

  it('the code of one request is not redeemed with the verifier of another', async () => {
    const connection = await connectionTo();
    const first = await answered(connection);
    const { request } = await upstream.begin(connection, { redirectUri });
    const mixed = { ...first.request, codeVerifier: request.codeVerifier! };
    expect(await failureOf(upstream.finish(connection, mixed, first.answer))).toEqual([
      'denied',
      expect.stringContaining('invalid_grant'),
    ]);
  });

  it('an error is what it means', async () => {
    const connection = await connectionTo();
    const { request } = await upstream.begin(connection, { redirectUri });
    const failed = (error: string) =>
      failureOf(
        upstream.finish(connection, request, new URLSearchParams({ error, state: request.state, iss: server.issuer })),
      );
    expect(await failed('access_denied')).toEqual(['denied', expect.any(String)]);
    expect(await failed('temporarily_unavailable')).toEqual(['unavailable', expect.any(String)]);
    expect(await failed('unauthorized_client')).toEqual(['misconfigured', expect.any(String)]);
  });

  it('a wrong secret, no secret, another issuer and a private address are said to the operator', async () => {
    const connection = await connectionTo();
    const { request, answer } = await answered(connection);
    expect(await failureOf(upstream.finish({ ...connection, secret: 'wrong' }, request, answer))).toEqual([
      'misconfigured',
      expect.stringContaining('invalid_client'),
    ]);
    expect(await failureOf(upstream.begin({ ...connection, secret: undefined }, { redirectUri }))).toEqual([
      'misconfigured',
      expect.stringContaining('gatehouse connections secret'),
    ]);
    const elsewhere = await connectionTo({ issuer: 'https://127.0.0.1:1' });
    expect(await failureOf(upstream.begin(elsewhere, { redirectUri }))).toEqual([
      'misconfigured',
      expect.stringContaining('not_a_public_address'),
    ]);
    const guarded = createUpstream({ fetch: createOutboundFetch({ allow: ['https://127.0.0.1:1'] }), clock: Date.now });
    expect(await failureOf(guarded.begin(elsewhere, { redirectUri }))).toEqual([
      'unavailable',
      expect.stringContaining('ECONNREFUSED'),
    ]);
    const slash = await connectionTo({ issuer: `${server.issuer}/` });
    expect(await failureOf(upstream.begin(slash, { redirectUri }))).toEqual([
      'misconfigured',
      expect.stringContaining('character by character'),
    ]);
  });
});
