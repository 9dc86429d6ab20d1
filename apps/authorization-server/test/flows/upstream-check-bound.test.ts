/** Refreshes that ask the upstream again, of refresh tokens that are bound to a key or a certificate, and two of one token at once. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { certificates } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, importX509 } from 'jose';
import * as oauth from 'oauth4webapi';
import { Browser, openPage, type Person } from '../browser.ts';
import { claimsOf, encode, type Parameters, TestClient } from '../client.ts';
import { api, type Instance, startInstance, webAppRedirect } from '../server.ts';
import { addUpstreamUser, chooseConnection, type Federation, startFederation, throughUpstream } from '../upstream.ts';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
/** Asks the token endpoint, as the holder of a key or certificate, as somebody with another one, or with none. */
type Holder = 'own' | 'other' | 'none';
type Ask = (form: Parameters, as: Holder) => Promise<Answer>;

let federation: Federation;
let second: Instance;
let users = 0;
let eve: Person;
let browser: Browser;
let asks: Record<string, Ask>;

const web = {
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [webAppRedirect],
  first_party: true,
  scope: 'openid offline_access',
  scopes: { [api]: ['profile_read'] },
};

beforeAll(async () => {
  const certs = await certificates();
  const pair = (name: 'client' | 'authorization-server') => ({
    cert: readFileSync(certs.certFile(name)),
    key: readFileSync(certs.keyFile(name)),
  });
  const pairs = { own: pair('client'), other: pair('authorization-server'), none: {} };
  const { cert } = pairs.own;
  const x5c = [new X509Certificate(cert).raw.toString('base64')];
  const jwk = { ...(await exportJWK(await importX509(cert.toString(), 'ES256', { extractable: true }))), x5c };
  federation = await startFederation({
    connection: { scope: 'openid profile email offline_access', keep_tokens: true, check_at_refresh: true },
    registry: ({ clients }) =>
      void clients.push(
        { client_id: 'key', sender_constrained: 'dpop', token_endpoint_auth_method: 'none', ...web },
        { client_id: 'certificate', sender_constrained: 'mtls', token_endpoint_auth_method: 'none', ...web },
        {
          client_id: 'certified',
          sender_constrained: 'mtls',
          token_endpoint_auth_method: 'self_signed_tls_client_auth',
          jwks: { keys: [jwk] },
          ...web,
        },
      ),
  });
  second = await startInstance(federation.server);
  const { issuer } = federation.server;
  const as = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer)));
  const client: oauth.Client = { client_id: 'key' };
  const handles = {
    own: oauth.DPoP(client, await oauth.generateKeyPair('ES256')),
    other: oauth.DPoP(client, await oauth.generateKeyPair('ES256')),
  };
  const byKey: Ask = async ({ grant_type: grantType, ...form }, holder) => {
    const send = async () => {
      const parameters = encode(form);
      const options = holder === 'none' ? {} : { DPoP: handles[holder] };
      const response = await oauth.genericTokenEndpointRequest(
        as,
        client,
        oauth.None(),
        String(grantType),
        parameters,
        options,
      );
      const copy = response.clone();
      // Keeps the nonce of the answer.
      await oauth.processGenericTokenEndpointResponse(as, client, response).catch(() => undefined);
      return { status: copy.status, body: (await copy.json()) as Record<string, unknown> };
    };
    const first = await send();
    return first.body['error'] === 'use_dpop_nonce' ? send() : first;
  };
  const byCertificate =
    (clientId: string): Ask =>
    (form, holder) =>
      new Promise((resolve, reject) => {
        const body = encode({ client_id: clientId, ...form }).toString();
        const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
        const options = { method: 'POST', agent: false, headers, ...pairs[holder] } as const;
        const outgoing = request(`${issuer}/token`, options, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as never }));
        });
        outgoing.on('error', reject).end(body);
      });
  asks = { key: byKey, certificate: byCertificate('certificate'), certified: byCertificate('certified') };
});
afterAll(async () => {
  await second?.stop();
  await federation?.stop();
});
beforeEach(async () => {
  users += 1;
  eve = await addUpstreamUser(federation, `eve-${users}`);
  browser = new Browser();
});
afterEach(() => {
  federation.server.aheadMs = 0;
});

const later = () => {
  federation.server.aheadMs += 11_000;
};
const isOf = (data: object, subject: string) => (data as { subject?: unknown }).subject === subject;
/** How often the upstream gave tokens to us for the user. */
const asked = async (): Promise<number> =>
  (await federation.upstream.audited({ type: 'token.issued' })).filter(({ data }) => isOf(data, eve.login)).length;
const identity = () =>
  federation.server.server.storage.identities.find({ issuer: federation.upstream.issuer, subject: eve.login });
/** What of the upstream the next question is asked by. */
const keptToken = async (): Promise<unknown> => (await identity())?.tokens?.['refresh_token'];
async function setStatus(status: 'active' | 'disabled'): Promise<void> {
  const { accounts, commit } = federation.upstream.server.storage;
  await commit([accounts.writes.put({ ...(await accounts.find(eve.login))!, status })]);
}

/** A code of a client for the user, who signs in upstream. */
async function codeOf(client: TestClient): Promise<Parameters> {
  const { url, verifier } = client.request({ scope: 'openid profile_read offline_access' });
  const to = await chooseConnection(browser, await openPage(browser, url));
  const back = (await throughUpstream(browser, to, eve)) as URL;
  const code = back.searchParams.get('code') ?? '';
  return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: client.redirectUri };
}
const isSignedIn = async (clientId: string): Promise<boolean> => {
  const silent = new TestClient(federation.server, clientId).request({ prompt: 'none', scope: 'openid' });
  return new URL((await browser.get(silent.url)).location).searchParams.has('code');
};

const outcome = ({ status, body }: Answer) => [status, body['error']];

describe.each([
  ['a key', 'key', 'jkt', [400, 'invalid_grant']],
  ['a certificate', 'certificate', 'x5t#S256', [400, 'invalid_grant']],
  ['the certificate of its client', 'certified', 'x5t#S256', [401, 'invalid_client']],
] as const)('a grant that is bound to %s', (_name, clientId, member, refused) => {
  let token: string;
  let cnf: unknown;
  const refresh = (as: Holder) => asks[clientId]!({ grant_type: 'refresh_token', refresh_token: token }, as);
  beforeEach(async () => {
    const { status, body } = await asks[clientId]!(await codeOf(new TestClient(federation.server, clientId)), 'own');
    expect([status, body['error_description']]).toEqual([200, undefined]);
    token = String(body['refresh_token']);
    ({ cnf } = claimsOf(String(body['access_token'])));
    expect(cnf).toEqual({ [member]: expect.any(String) });
  });

  it('FED-07: asks the upstream once for its holder, and for nobody else', async () => {
    const before = await asked();
    const strangers = [await refresh('other'), await refresh('none')];
    expect(strangers.map(outcome)).toEqual([refused, refused]);
    expect((await asked()) - before).toBe(0);
    const own = await refresh('own');
    expect([own.status, claimsOf(String(own.body['access_token']))['cnf']]).toEqual([200, cnf]);
    expect((await asked()) - before).toBe(1);
    token = String(own.body['refresh_token']);
    later();
    expect(outcome(await refresh('other'))).toEqual(refused);
    expect((await refresh('own')).status).toBe(200);
    expect((await asked()) - before).toBe(2);
  });

  it('FED-07: ends when the upstream says so to its holder, and by nobody else’s asking', async () => {
    await setStatus('disabled');
    expect(outcome(await refresh('other'))).toEqual(refused);
    expect(await isSignedIn(clientId)).toBe(true);
    const { body, ...answer } = await refresh('own');
    expect([answer.status, body['error'], body['error_description']]).toEqual([
      400,
      'invalid_grant',
      expect.stringContaining('lets the user in no more'),
    ]);
    expect(await isSignedIn(clientId)).toBe(false);
    await setStatus('active');
    expect(outcome(await refresh('own'))).toEqual([400, 'invalid_grant']);
  });

  it('FED-07: while the upstream is away gets nothing, loses nothing, and stays bound', async () => {
    await federation.upstream.server.service.stop();
    const answers = [await refresh('own'), await refresh('other')];
    await federation.upstream.restart();
    expect(answers.map(outcome)).toEqual([[503, 'temporarily_unavailable'], refused]);
    later();
    expect(outcome(await refresh('other'))).toEqual(refused);
    const own = await refresh('own');
    expect([own.status, claimsOf(String(own.body['access_token']))['cnf']]).toEqual([200, cnf]);
  });
});

describe('one refresh token that is used twice at once', () => {
  it.each(['the same instance', 'two instances'])(
    'FED-07: at %s asks the upstream once, and gives one answer',
    async (where) => {
      const { client, server } = federation;
      const { body: first } = await client.token(await codeOf(client));
      const elsewhere =
        where === 'two instances'
          ? new TestClient({ issuer: second.url }, 'web-app', { secret: await server.clientSecret('web-app') })
          : client;
      const headers = { host: new URL(server.issuer).host };
      const refresh = (at: TestClient, token: unknown) =>
        at.token({ grant_type: 'refresh_token', refresh_token: String(token) }, headers);
      const [before, kept] = [await asked(), await keptToken()];
      const answers = await Promise.all([client, elsewhere].map((at) => refresh(at, first['refresh_token'])));
      expect((await asked()) - before).toBe(1);
      const rotated = await keptToken();
      expect(rotated).not.toBe(kept);
      // An instance that found the other one asking says so, and gives the same refresh token to who comes again.
      for (const { status } of answers) expect([200, 503]).toContain(status);
      const all: Answer[] = [];
      for (const [n, answer] of answers.entries())
        all.push(answer.status === 200 ? answer : await refresh(n === 0 ? client : elsewhere, first['refresh_token']));
      expect(all.map(({ status, body }) => [status, body['refresh_token']])).toEqual(
        all.map(() => [200, all[0]!.body['refresh_token']]),
      );
      expect(all[0]!.body['refresh_token']).not.toBe(first['refresh_token']);
      // Who repeats a refresh within the window gets what was issued, and nobody is asked for it.
      const { accountId, tokens } = (await identity())!;
      const old = { ...tokens, asked_at: 0 };
      const { identities, commit } = server.server.storage;
      const of = { issuer: federation.upstream.issuer, subject: eve.login, accountId };
      await commit([identities.writes.keepTokens({ ...of, tokens: old })]);
      const repeated = await refresh(client, first['refresh_token']);
      expect([repeated.status, repeated.body['refresh_token']]).toEqual([200, all[0]!.body['refresh_token']]);
      expect([(await asked()) - before, await keptToken()]).toEqual([1, rotated]);
      // What the upstream gave was used once, or it would have ended the family by now.
      expect((await refresh(elsewhere, all[0]!.body['refresh_token'])).status).toBe(200);
      expect((await asked()) - before).toBe(2);
    },
  );
});
