/** Connections that are disabled or removed, and sessions of which nobody can say how they began: what came by them. Two real servers. */
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { createAudit } from '../../src/directory/audit/audit.ts';
import { createCommit } from '../../src/directory/operations/commit.ts';
import { declareConnection, removeConnection } from '../../src/directory/operations/connections.ts';
import { Browser, errorOf, follow, openPage, type Page, type Person, signIn } from '../browser.ts';
import type { TokenSet } from '../client.ts';
import { chooseConnection, connectUser, type Federation, startFederation, throughUpstream } from '../upstream.ts';

const caller = { actor: { type: 'operator', id: 'test' } } as const;
const scope = 'openid profile_read offline_access';

let federation: Federation;
let alice: Person;
let browser: Browser;
beforeAll(async () => {
  federation = await startFederation({
    connection: { scope: 'openid profile email offline_access', keep_tokens: true, check_at_refresh: true },
    further: [{ name: 'plain' }, { name: 'fleeting' }],
  });
  alice = await federation.upstream.person('alice');
  await connectUser(federation, 'alice', 'alice');
});
afterAll(() => federation?.stop());
beforeEach(() => {
  browser = new Browser();
});

const storage = () => federation.server.server.storage;
const commit: ReturnType<typeof createCommit> = (work) =>
  createCommit({
    storage: storage(),
    audit: createAudit({ storage: storage(), clock: Date.now }),
    wake: () => undefined,
  })(work);

async function signedIn(connection: string, at = browser): Promise<TokenSet> {
  const { client } = federation;
  const request = client.request({ scope });
  const page = await openPage(at, request.url);
  const back = await throughUpstream(at, await chooseConnection(at, page, connection), alice);
  const code = (back as URL).searchParams.get('code') ?? '';
  const { body } = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
  return body as unknown as TokenSet;
}
const refresh = ({ refresh_token: token }: TokenSet) => federation.client.refresh(token);
const isSignedIn = async (one: Browser): Promise<boolean> => {
  const { location } = await one.get(federation.client.request({ prompt: 'none' }).url);
  return new URL(location).searchParams.has('code');
};
const begun = (connection = 'corp') =>
  storage().upstreamSessions.listOfConnection(connection, { afterUid: '', limit: 100 });
const refused = (description: string) => ({
  status: 400,
  body: { error: 'invalid_grant', error_description: expect.stringContaining(description) },
});
const lastRecord = async () => (await federation.server.audited({ type: 'sign_in.upstream' }))[0]?.data;
const definitionOf = async (name: string) => (await storage().connections.find(name))!.definition;
/** As the server itself knows it by now. */
const known = (name: string, is: boolean) =>
  eventually(async () => {
    const { answer } = await openPage(new Browser(), federation.client.request().url);
    return answer.body.includes(`value="${name}"`) === is;
  });

const asked = async () => (await federation.upstream.audited({ type: 'token.issued' })).length;
const said = ({ id_token: jwt }: TokenSet) =>
  (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { federated_at?: number }).federated_at;

const ends = async (end: () => Promise<unknown>) => {
  const [away, other] = [new Browser(), new Browser()];
  const tokens = await signedIn('plain');
  const before = new Set((await begun('plain')).map(({ sessionUid }) => sessionUid));
  const offline = await signedIn('plain', away);
  const stays = await signedIn('corp', other);
  // The session is over, and what the application got to work on while the user is away is not.
  const newest = (await begun('plain')).find(({ sessionUid }) => !before.has(sessionUid))!;
  const { sessionUid } = newest;
  await storage().commit([storage().artefacts.writes.destroyByUid({ model: 'Session', uid: sessionUid })]);
  await end();
  const models = ['RefreshToken', 'Grant'];
  const left = await storage().artefacts.listByAccount(newest.accountId, { models });
  // That of the session by the other connection.
  expect(left.map(({ model }) => model).toSorted()).toEqual(['Grant', 'RefreshToken']);
  for (const one of [tokens, offline]) expect(await refresh(one)).toMatchObject({ body: { error: 'invalid_grant' } });
  expect(await Promise.all([browser, away].map(isSignedIn))).toEqual([false, false]);
  expect(await isSignedIn(other)).toBe(true);
  expect((await refresh(stays)).status).toBe(200);
};
const clear = async () => {
  const [row] = await begun();
  const models = ['Session', 'RefreshToken', 'Grant'];
  await storage().commit([storage().artefacts.writes.destroyByAccount({ accountId: row!.accountId, models })]);
};

describe('FED-07: a refresh for whom no upstream can be asked any more', () => {
  it('is refused when the connection is disabled, and all that came by it ends', async () => {
    const other = new Browser();
    const [tokens, ofOther] = [await signedIn('corp'), await signedIn('plain', other)];
    const definition = await definitionOf('corp');
    // Without the operation, as where the process stopped before it was done.
    await storage().commit([
      storage().connections.writes.put({ name: 'corp', definition: { ...definition, enabled: false } }),
    ]);
    await known('corp', false);
    expect(await refresh(tokens)).toMatchObject(refused('the connection corp is disabled'));
    expect(await lastRecord()).toMatchObject({
      outcome: 'failure',
      reason: 'denied',
      explanation: 'the connection corp is disabled',
      target: { type: 'connection', id: 'corp' },
    });
    expect(await isSignedIn(browser)).toBe(false);
    // It began by another connection, and is the same identity.
    expect(await isSignedIn(other)).toBe(true);
    expect((await refresh(ofOther)).status).toBe(200);
    await storage().commit([storage().connections.writes.put({ name: 'corp', definition })]);
    await known('corp', true);
    expect(await refresh(tokens)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('is refused when the connection is removed', async () => {
    const tokens = await signedIn('fleeting');
    await storage().commit([storage().connections.writes.remove('fleeting')]);
    await known('fleeting', false);
    expect(await refresh(tokens)).toMatchObject(refused('the connection fleeting was removed'));
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('is refused when nothing says how the session began', async () => {
    const before = new Set((await begun()).map(({ sessionUid }) => sessionUid));
    const tokens = await signedIn('corp');
    const one = (await begun()).find(({ sessionUid }) => !before.has(sessionUid));
    await storage().commit([storage().upstreamSessions.writes.remove(one!.sessionUid)]);
    expect(await refresh(tokens)).toMatchObject(refused('nothing says any more by which connection'));
  });

  it('is refused when the tokens that are kept are those of another connection, which are sent nowhere', async () => {
    const tokens = await signedIn('corp');
    const [session] = await begun();
    const identity = (await storage().identities.find(session!))!;
    await storage().commit([
      storage().identities.writes.keepTokens({ ...identity, tokens: { ...identity.tokens, holder: 'another' } }),
    ]);
    const times = await asked();
    expect(await refresh(tokens)).toMatchObject(refused('lets the user in no more'));
    expect(await asked()).toBe(times);
  });
});

it('FED-07: a sign-in that waits for a second factor comes to nothing when its connection is disabled', async () => {
  const { client, server } = federation;
  const page = await openPage(browser, client.request({ acr_values: 'urn:gatehouse:acr:2' }).url);
  const waiting = (await throughUpstream(browser, await chooseConnection(browser, page, 'plain'), alice)) as Page;
  const secret = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(waiting.answer.body)![1]!.replaceAll(' ', '');
  const definition = await definitionOf('plain');
  await storage().commit([
    storage().connections.writes.put({ name: 'plain', definition: { ...definition, enabled: false } }),
  ]);
  await known('plain', false);
  const fields = { csrf: waiting.csrf, otp: new TOTP({ secret }).generate() };
  const next = (await follow(browser, server.issuer, await browser.post(waiting.action, fields))) as Page;
  expect(errorOf(next.answer.body)).toBe('upstream_misconfigured');
  expect(next.answer.body).toContain('Signing in with plain does not work');
  const { id } = (await storage().accounts.findByLogin('alice'))!;
  expect(await storage().credentials.find(id, 'totp')).toBeUndefined();
  await storage().commit([storage().connections.writes.put({ name: 'plain', definition })]);
  await known('plain', true);
});

it('FED-07: a browser that holds the last redirect of a sign-in back until its connection is disabled is asked anew', async () => {
  const { client, server } = federation;
  const page = await openPage(browser, client.request().url);
  const back = await signIn(new Browser(), (await chooseConnection(browser, page, 'plain')).href, alice);
  let { location } = await browser.get(back.href);
  while (!/\/auth\/[\w-]+$/u.test(location)) ({ location } = await browser.get(new URL(location, server.issuer).href));
  const definition = await definitionOf('plain');
  const put = async (enabled: boolean) => {
    await storage().commit([
      storage().connections.writes.put({ name: 'plain', definition: { ...definition, enabled } }),
    ]);
    await known('plain', enabled);
  };
  await put(false);
  const next = (await follow(browser, server.issuer, await browser.get(location))) as Page;
  expect(next.action).toMatch(/\/login$/u);
  expect(await isSignedIn(browser)).toBe(false);
  await put(true);
});

it('FED-07: where nobody asks again, the time at which the upstream vouched for the user stays', async () => {
  const tokens = await signedIn('plain');
  federation.server.aheadMs = 20_000;
  const { status, body } = await refresh(tokens);
  federation.server.aheadMs = 0;
  expect([status, said(body as unknown as TokenSet)]).toEqual([200, said(tokens)]);
  expect(said(tokens)).toEqual(expect.any(Number));
});

describe('FED-07: with a connection that an operator disables or removes', () => {
  it('all ends that came by it, whoever is away', async () => {
    await clear();
    const definition = await definitionOf('plain');
    const declare = async (enabled: boolean) =>
      commit(await declareConnection(storage(), caller, { name: 'plain', definition: { ...definition, enabled } }));
    await ends(() => declare(false));
    await declare(true);
    await known('plain', true);
    await clear();
    await ends(async () => commit(await removeConnection(storage(), caller, 'plain')));
  });
});

it('FED-07: a refresh is refused when the connection by which its user came was the last that there was', async () => {
  const tokens = await signedIn('corp');
  const { connections } = storage();
  // Without the operation, as where the process stopped before it was done.
  await storage().commit((await connections.list()).map(({ name }) => connections.writes.remove(name)));
  await known('corp', false);
  expect(await refresh(tokens)).toMatchObject(refused('the connection corp was removed'));
});
