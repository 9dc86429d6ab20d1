/** Back-channel logout from upstream, with two real servers: what ends here, and logout tokens that are no good. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { eventually } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { Browser, openPage, type Person, send } from '../browser.ts';
import { claimsOf, type TokenSet } from '../client.ts';
import { xsrfOf } from '../device-approval.ts';
import { outboxEmpty } from '../outbox.ts';
import { chooseConnection, type Federation, startFederation, throughUpstream } from '../upstream.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';

let federation: Federation;
let eve: Person;
let key: { readonly kid: string; readonly privateKey: KeyObject };
beforeAll(async () => {
  federation = await startFederation();
  const { storage } = federation.upstream.server;
  const { id } = (await storage.accounts.findByLogin('alice'))!;
  const password = (await storage.credentials.find(id, 'password'))!;
  // Of whom nobody here has the address.
  const account = { id: 'eve', login: 'eve', name: 'Eve', email: 'eve@new.example', emailVerified: true };
  const { data } = password;
  await storage.commit([
    storage.accounts.writes.put({ ...account, status: 'active' }),
    storage.credentials.writes.put({ accountId: 'eve', kind: 'password', data, expectedVersion: 0 }),
  ]);
  eve = { login: 'eve', password: (await federation.upstream.person('alice')).password };
  const keys = await storage.signingKeys.list('token');
  const { kid, privateKey } = keys.find(({ algorithm, state }) => algorithm === 'RS256' && state === 'current')!;
  key = { kid, privateKey: createPrivateKey(privateKey) };
});
afterAll(() => federation?.stop());

let atUpstream: Browser;
let browser: Browser;
beforeEach(() => {
  [atUpstream, browser] = [new Browser(), new Browser()];
});

async function signedIn(scope = 'openid profile_read', at = browser, there = atUpstream): Promise<TokenSet> {
  const { client } = federation;
  const request = client.request({ scope });
  const page = await openPage(at, request.url);
  const back = await throughUpstream(at, await chooseConnection(at, page), eve, there);
  const code = (back as URL).searchParams.get('code') ?? '';
  const { body } = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
  return body as unknown as TokenSet;
}

const ours = () =>
  federation.server.server.storage.upstreamSessions.listOfIdentity({
    issuer: federation.upstream.issuer,
    subject: 'eve',
  });
/** Whether a browser still has its session: a client that asks for no page gets a code. */
const isSignedIn = async (one: Browser): Promise<boolean> => {
  const { location } = await one.get(federation.client.request({ prompt: 'none' }).url);
  return new URL(location).searchParams.has('code');
};
const refreshed = async ({ refresh_token: token }: TokenSet) => (await federation.client.refresh(token)).status;
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const events = async (type: string) =>
  (await federation.server.audited({ type }))
    .map(({ data }) => data as { outcome?: string })
    .filter(({ outcome }) => outcome === 'success');

interface Forged {
  readonly claims?: object;
  readonly header?: object;
  readonly by?: KeyObject;
}

async function logoutToken({ claims = {}, header = {}, by = key.privateKey }: Forged = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: federation.upstream.issuer, aud: 'downstream', sub: 'eve', iat: now, exp: now + 120 };
  return new SignJWT({ ...good, jti: randomUUID(), events: { [event]: {} }, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'logout+jwt', ...header })
    .sign(by);
}

const post = (token: string, path = '/federation/corp/logout', more = '') =>
  send(
    'POST',
    `${federation.server.issuer}${path}`,
    { 'content-type': 'application/x-www-form-urlencoded' },
    `logout_token=${token}${more}`,
  );

async function refusalOf(...given: Parameters<typeof post>): Promise<[number, unknown, unknown]> {
  const { status, body } = await post(...given);
  const { error, error_description: description } = JSON.parse(body) as Record<string, unknown>;
  return [status, error, description];
}

describe('back-channel logout from upstream', () => {
  it('who signs out upstream is signed out here, and the tokens of the session are dead', async () => {
    const second = new Browser();
    const [tokens, offline] = [await signedIn(), await signedIn('openid profile_read offline_access', second)];
    const rows = await ours();
    expect(rows).toMatchObject([{ connection: 'corp', sid: expect.any(String) }, { sid: rows[0]?.sid }]);
    // Another session of the upstream, which goes on.
    const [elsewhere, atUpstreamElsewhere] = [new Browser(), new Browser()];
    const goesOn = await signedIn('openid profile_read', elsewhere, atUpstreamElsewhere);
    expect(await Promise.all([browser, second, elsewhere].map(isSignedIn))).toEqual([true, true, true]);

    const question = await atUpstream.get(`${federation.upstream.issuer}/session/end`);
    await atUpstream.post(`${federation.upstream.issuer}/session/end/confirm`, {
      xsrf: xsrfOf(question.body),
      logout: 'yes',
    });
    await eventually(async () => !(await isSignedIn(browser)));
    expect(await refreshed(tokens)).toBe(400);
    // OpenID Connect Back-Channel Logout 1.0, section 2.7: what may work while the user is away stays, as after any sign-out.
    expect(await refreshed(offline)).toBe(200);
    expect(await Promise.all([browser, second, elsewhere].map(isSignedIn))).toEqual([false, false, true]);
    expect(await refreshed(goesOn)).toBe(200);
    const ended = {
      outcome: 'success',
      subject: claimsOf(tokens.id_token)['sub'],
      target: { type: 'connection', id: 'corp' },
    };
    expect(await events('session.ended_upstream')).toMatchObject([ended, ended]);
    await outboxEmpty(federation.upstream);
  });

  it('a token without a sid ends all sessions of the user, once', async () => {
    const other = new Browser();
    await signedIn();
    await signedIn('openid', other, new Browser());
    const token = await logoutToken();
    const answer = await post(token);
    expect([answer.status, answer.body, answer.headers['cache-control']]).toEqual([200, '', 'no-store']);
    expect(await Promise.all([browser, other].map(isSignedIn))).toEqual([false, false]);
    await signedIn('openid', new Browser(), new Browser());
    expect(await refusalOf(token)).toEqual([400, 'invalid_request', 'the logout token was used before']);
  });

  it('somebody unknown here is no fault, and nothing happens', async () => {
    const before = (await events('session.ended_upstream')).length;
    for (const claims of [{ sub: 'nobody' }, { sub: undefined, sid: 'unknown' }, { sid: 'unknown' }])
      expect((await post(await logoutToken({ claims }))).status).toBe(200);
    await signedIn();
    const [row] = await ours();
    expect((await post(await logoutToken({ claims: { sid: row?.sid, sub: 'somebody else' } }))).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(true);
    expect(await events('session.ended_upstream')).toHaveLength(before);
  });

  it('a sid is one of its issuer alone', async () => {
    const before = new Set((await ours()).map(({ sessionUid }) => sessionUid));
    await signedIn();
    const row = (await ours()).find(({ sessionUid }) => !before.has(sessionUid))!;
    const { commit, upstreamSessions } = federation.server.server.storage;
    await commit([upstreamSessions.writes.put({ ...row, issuer: 'https://other.example' })]);
    expect((await post(await logoutToken({ claims: { sid: row.sid, sub: undefined } }))).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(true);
    await commit([upstreamSessions.writes.put(row)]);
    expect((await post(await logoutToken({ claims: { sid: row.sid, sub: undefined } }))).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(false);
  });

  describe('what is no good ends nothing', () => {
    beforeEach(async () => {
      // Tokens that are no good are counted.
      await federation.server.restart();
      await signedIn();
    });
    afterEach(async () => {
      expect(await isSignedIn(browser)).toBe(true);
    });

    const now = Math.floor(Date.now() / 1000);
    it.each<[string, Forged, string]>([
      ['other aud', { claims: { aud: 'web-app' } }, 'aud is not our client_id'],
      ['other iss', { claims: { iss: 'https://other.example' } }, 'iss is not the issuer of this connection'],
      ['an iss with a slash more', { claims: { iss: 'SLASH' } }, 'iss is not the issuer of this connection'],
      ['a nonce', { claims: { nonce: 'n' } }, 'nonce must not be there'],
      ['expired', { claims: { exp: now - 60 } }, 'exp has passed'],
      ['without exp', { claims: { exp: undefined } }, 'iat and exp are needed'],
      ['old, whatever exp says', { claims: { iat: now - 700, exp: now + 9000 } }, 'iat is too long ago'],
      ['of tomorrow', { claims: { iat: now + 86_400, exp: now + 90_000 } }, 'iat is in the future'],
      ['without jti', { claims: { jti: undefined } }, 'jti is needed'],
      ['without events', { claims: { events: undefined } }, `events must hold ${event}`],
      ['another event', { claims: { events: { 'urn:x': {} } } }, `events must hold ${event}`],
      ['an event that is no object', { claims: { events: { [event]: 'x' } } }, `events must hold ${event}`],
      ['nobody', { claims: { sub: undefined } }, 'sub or sid is needed'],
      ['another typ', { header: { typ: 'at+jwt' } }, 'typ is not logout+jwt'],
      ['another key of the same kid', { by: otherKey }, 'its signature is not of this upstream'],
      ['an unknown kid', { by: otherKey, header: { kid: 'unknown' } }, 'its signature is not of this upstream'],
    ])('%s', async (_name, { claims = {}, ...forged }, why) => {
      const iss = (claims as { iss?: string }).iss === 'SLASH' ? { iss: `${federation.upstream.issuer}/` } : {};
      const token = await logoutToken({ ...forged, claims: { ...claims, ...iss } });
      const [status, error, description] = await refusalOf(token);
      expect([status, error]).toEqual([400, 'invalid_request']);
      expect(String(description).split(': ').at(-1)).toBe(why.split(': ').at(-1));
    });

    it('no signature, or one by what everybody knows', async () => {
      const token = await logoutToken();
      const [, payload = ''] = token.split('.');
      const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'logout+jwt' })).toString('base64url');
      for (const one of [`${none}.${payload}.`, `${none}.${payload}.AA`]) {
        expect(await refusalOf(one)).toEqual([400, 'invalid_request', expect.stringMatching(/alg|no signed JWT/u)]);
      }
      const symmetric = await new SignJWT(claimsOf(token))
        .setProtectedHeader({ alg: 'HS256', typ: 'logout+jwt' })
        .sign(Buffer.from(createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' })));
      expect(await refusalOf(symmetric)).toEqual([400, 'invalid_request', expect.stringContaining('alg')]);
      for (const one of ['', 'x', 'a.b.c', 'a.b.c.d.e', '..'])
        expect(await refusalOf(one)).toEqual([400, 'invalid_request', expect.stringContaining('no signed JWT')]);
    });

    it('another connection, another method, two tokens, or far too much', async () => {
      const token = await logoutToken();
      expect((await refusalOf(token, '/federation/none/logout'))[0]).toBe(400);
      expect((await refusalOf(token, '/federation/corp/logout', '&logout_token=x'))[0]).toBe(400);
      const big = await post('x'.repeat(1_000_000));
      expect([big.status, big.headers['cache-control']]).toEqual([413, 'no-store']);
      const url = `${federation.server.issuer}/federation/corp/logout?logout_token=${token}`;
      expect((await send('GET', url)).status).not.toBe(200);
    });

    it('whoever sends many is looked at no more', async () => {
      const refused: number[] = [];
      for (let sent = 0; sent < 31; sent += 1) refused.push((await post('x')).status);
      expect([refused.indexOf(429), new Set(refused)]).toEqual([30, new Set([400, 429])]);
      // Not even what is good.
      const answer = await post(await logoutToken());
      expect([answer.status, Number(answer.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
    });
  });
});
