/** Refreshes of users who signed in upstream: the upstream is asked again before anything is issued. Two real servers. */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Browser, openPage, type Person } from '../browser.ts';
import { type JsonAnswer, TestClient, type TokenSet } from '../client.ts';
import { type Instance, startInstance } from '../server.ts';
import { addUpstreamUser, chooseConnection, type Federation, startFederation, throughUpstream } from '../upstream.ts';

let federation: Federation;
let second: Instance;
beforeAll(async () => {
  federation = await startFederation({
    connection: { scope: 'openid profile email offline_access', keep_tokens: true, check_at_refresh: true },
  });
  second = await startInstance(federation.server);
});
afterAll(async () => {
  await second?.stop();
  await federation?.stop();
});

let users = 0;
let eve: Person;
let browser: Browser;
beforeEach(async () => {
  users += 1;
  eve = await addUpstreamUser(federation, `eve-${users}`);
  browser = new Browser();
});
afterEach(() => {
  federation.server.aheadMs = 0;
});

const scope = 'openid profile_read offline_access';
async function signedIn(at = browser): Promise<TokenSet> {
  const { client } = federation;
  const request = client.request({ scope });
  const page = await openPage(at, request.url);
  const back = await throughUpstream(at, await chooseConnection(at, page), eve);
  const code = (back as URL).searchParams.get('code') ?? '';
  const { body } = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
  return body as unknown as TokenSet;
}

const refresh = ({ refresh_token: token }: TokenSet): Promise<JsonAnswer> => federation.client.refresh(token);
const refreshed = async (tokens: TokenSet): Promise<TokenSet> => {
  const { status, body, text } = await refresh(tokens);
  if (status !== 200) throw new Error(text);
  return body as unknown as TokenSet;
};
const said = (jwt: string) =>
  (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { federated_at?: number }).federated_at;
/** The claim federated_at of both tokens. */
const saidIn = ({ id_token: idToken, access_token: accessToken }: TokenSet) => {
  return { idToken: said(idToken), accessToken: said(accessToken) };
};
const later = () => {
  federation.server.aheadMs += 11_000;
};
const identity = () =>
  federation.server.server.storage.identities.find({ issuer: federation.upstream.issuer, subject: eve.login });
const isSignedIn = async (one: Browser): Promise<boolean> => {
  const { location } = await one.get(federation.client.request({ prompt: 'none' }).url);
  return new URL(location).searchParams.has('code');
};
const isOf = (data: object, subject: string) => (data as { subject?: unknown }).subject === subject;
/** How often the upstream gave tokens to us for the user. */
const asked = async (): Promise<number> =>
  (await federation.upstream.audited({ type: 'token.issued' })).filter(({ data }) => isOf(data, eve.login)).length;
const events = async (type: string) => {
  const { accountId } = (await identity())!;
  return (await federation.server.audited({ type })).map(({ data }) => data).filter((data) => isOf(data, accountId));
};
async function setStatus(status: 'active' | 'disabled'): Promise<void> {
  const { accounts, commit } = federation.upstream.server.storage;
  const record = (await accounts.find(eve.login))!;
  await commit([accounts.writes.put({ ...record, status })]);
}

describe('a refresh of a user who signed in upstream', () => {
  it('asks the upstream again, whose new refresh token is kept for the next time', async () => {
    const tokens = await signedIn();
    const first = (await identity())?.tokens?.['refresh_token'];
    const more = await refreshed(tokens);
    // The sign-in was the first time.
    expect(await asked()).toBe(2);
    const rotated = (await identity())?.tokens?.['refresh_token'];
    expect([first, rotated]).toEqual([expect.any(String), expect.any(String)]);
    expect(rotated).not.toBe(first);
    // What it said a moment ago counts.
    const third = await refreshed(more);
    expect(await asked()).toBe(2);
    later();
    await refreshed(third);
    expect(await asked()).toBe(3);
  });

  it('who is disabled upstream is out at the next refresh, everywhere', async () => {
    const other = new Browser();
    const [tokens, ofOther] = [await signedIn(), await signedIn(other)];
    await setStatus('disabled');
    expect(await refresh(tokens)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: expect.stringContaining('lets the user in no more') },
    });
    expect(await Promise.all([browser, other].map(isSignedIn))).toEqual([false, false]);
    expect((await identity())?.tokens).toBeUndefined();
    expect(await events('session.ended_upstream')).toHaveLength(2);
    expect(await events('sign_in.upstream')).toMatchObject([{ outcome: 'failure', reason: 'denied' }, {}, {}]);
    // The end holds, whatever becomes of the user upstream.
    await setStatus('active');
    const anew = await signedIn(new Browser());
    for (const one of [tokens, ofOther]) expect((await refresh(one)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(anew)).status).toBe(200);
  });

  it('who is disabled here while the upstream is asked gets nothing', async () => {
    const tokens = await signedIn();
    const { accounts, commit, identities } = federation.server.server.storage;
    const { accountId } = (await identity())!;
    const find = identities.find.bind(identities);
    jest.spyOn(identities, 'find').mockImplementationOnce(async (name) => {
      await commit([accounts.writes.setStatus(accountId, { from: 'active', to: 'disabled' })]);
      return find(name);
    });
    expect(await refresh(tokens)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await asked()).toBe(2);
  });

  it('while the upstream is away nothing is issued and nothing is used up', async () => {
    const tokens = await signedIn();
    await federation.upstream.server.service.stop();
    const answer = await refresh(tokens);
    await federation.upstream.restart();
    expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    expect(answer.headers['retry-after']).toBe('2');
    expect(await isSignedIn(browser)).toBe(true);
    later();
    expect((await refresh(tokens)).status).toBe(200);
  });

  it('many at once, on two instances, ask once', async () => {
    const all: TokenSet[] = [];
    for (let n = 0; n < 6; n += 1) all.push(await signedIn(new Browser()));
    const before = await asked();
    const secret = await federation.server.clientSecret('web-app');
    const elsewhere = new TestClient({ issuer: second.url }, 'web-app', { secret });
    const host = new URL(federation.server.issuer).host;
    const answers = await Promise.all(
      all.map(({ refresh_token: token }, n) =>
        n % 2 === 0
          ? federation.client.refresh(token)
          : elsewhere.token({ grant_type: 'refresh_token', refresh_token: token }, { host }),
      ),
    );
    expect((await asked()) - before).toBe(1);
    expect(answers.map(({ status }) => status)).toContain(200);
    for (const { status } of answers) expect([200, 503]).toContain(status);
    // Nobody lost anything by that.
    const waiting = all.filter((_tokens, n) => answers[n]?.status === 503);
    for (const tokens of waiting) expect((await refresh(tokens)).status).toBe(200);
    later();
    expect((await refresh(await signedIn(new Browser()))).status).toBe(200);
  });

  it('an instance that stopped while it asked holds nobody up for long', async () => {
    const tokens = await signedIn();
    const { artefacts, commit } = federation.server.server.storage;
    const id = createHash('sha256')
      .update(String((await identity())?.tokens?.['refresh_token']))
      .digest('base64url');
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 30;
    await commit([artefacts.writes.once({ model: 'UpstreamAsked', id, expiresAtSeconds })]);
    expect((await refresh(tokens)).status).toBe(503);
    federation.server.aheadMs += 31_000;
    expect((await refresh(tokens)).status).toBe(200);
    later();
    expect((await refresh(await signedIn(new Browser()))).status).toBe(200);
  });

  it('an upstream that gives no refresh token cannot be asked, and lets nobody in', async () => {
    const tokens = await signedIn();
    const { identities, commit } = federation.server.server.storage;
    const { tokens: kept, ...link } = (await identity())!;
    await commit([identities.writes.keepTokens({ ...link, tokens: { ...kept, refresh_token: undefined } })]);
    expect((await refresh(tokens)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await events('sign_in.upstream')).toMatchObject([
      { outcome: 'failure', explanation: expect.stringContaining('no refresh token') },
      {},
    ]);
  });

  it('an identity that was disconnected lets nobody in any more', async () => {
    const tokens = await signedIn();
    const { storage } = federation.server.server;
    await storage.commit([storage.identities.writes.unlink((await identity())!)]);
    expect((await refresh(tokens)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('FED-07: says when the upstream vouched for the user last', async () => {
    const tokens = await signedIn();
    const { idToken: first, accessToken } = saidIn(tokens);
    const now = Math.floor(Date.now() / 1000);
    expect(first).toBeGreaterThan(now - 60);
    expect(first).toBeLessThanOrEqual(now);
    expect(accessToken).toBe(first);
    federation.server.aheadMs += 2000;
    const unasked = await signedIn(new Browser());
    later();
    const after = await refreshed(unasked);
    const { idToken: moved } = saidIn(after);
    expect(moved).toBeGreaterThanOrEqual(first! + 11);
    expect(saidIn(after)).toEqual({ idToken: moved, accessToken: moved });
    // The answer counts for all sessions of the identity, and stays as old as it is.
    federation.server.aheadMs += 5000;
    expect(saidIn(await refreshed(tokens))).toEqual({ idToken: moved, accessToken: moved });
    const introspected = await federation.client.post('/token/introspection', { token: after.access_token });
    expect(introspected.body).toMatchObject({ active: true, federated_at: moved });
    const ofUser = await federation.client.signIn(await federation.server.person('bob'), { scope });
    expect(saidIn(ofUser)).toEqual({});
  });

  it('who signed in here costs nothing more', async () => {
    const { upstreamSessions } = federation.server.server.storage;
    const tokens = await federation.client.signIn(await federation.server.person('bob'), { scope });
    const looked = jest.spyOn(upstreamSessions, 'find');
    expect((await refresh(tokens)).status).toBe(200);
    expect(looked).not.toHaveBeenCalled();
    looked.mockRestore();
  });
});
