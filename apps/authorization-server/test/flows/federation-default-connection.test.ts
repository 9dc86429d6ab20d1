/** Where users of a client go without a page: to its `default_connection`, or where the request says; over pushed requests and devices. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, openPage, type Page, signIn, submitPassword } from '../browser.ts';
import { TestClient } from '../client.ts';
import { xsrfOf } from '../device-approval.ts';
import { api } from '../server.ts';
import { comeBack, type Federation, startFederation, throughUpstream } from '../upstream.ts';

const domain = 'example.com';
const proof = { connection: 'other', domain, token: 'token' };

let federation: Federation;
let device: TestClient;
beforeAll(async () => {
  federation = await startFederation({
    further: [
      { name: 'other', domains: [domain] },
      { name: 'broken', issuer: 'https://localhost:1' },
      { name: 'hidden', enabled: false },
    ],
  });
  const { domainProofs } = federation.server.server.storage;
  await federation.server.change(
    'connections',
    domainProofs.writes.add(proof),
    domainProofs.writes.checked(proof, 'found'),
  );
  device = new TestClient(federation.server, 'device');
});
afterAll(() => federation?.stop());

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

/** Gives a client members beside its own. */
async function change(clientId: string, members: object): Promise<void> {
  const { clients } = federation.server.server.storage;
  const { metadata } = (await clients.find(clientId))!;
  const { default_connection: _default, connections: _connections, ...own } = metadata;
  await federation.server.change('clients', clients.writes.put({ clientId, metadata: { ...own, ...members } }));
}
afterEach(async () => {
  for (const clientId of ['web-app', 'device']) await change(clientId, {});
});

/** The connection to which the answer leads, and what it says there. */
const upstreamAt = (answer: Answer): { readonly to: URL; readonly connection: string | undefined } => {
  expect([answer.status, answer.location]).toEqual([303, expect.stringContaining(federation.upstream.issuer)]);
  const to = new URL(answer.location);
  return { to, connection: /\/federation\/([^/]+)\//u.exec(to.searchParams.get('redirect_uri') ?? '')?.[1] };
};
const hasPassword = (page: Page) => page.answer.body.includes('id="password"');

/** The first answer beyond what leads into the sign-in. */
async function beyond(first: Answer, by = browser): Promise<Answer> {
  const next = new URL(first.location, federation.server.issuer);
  return next.origin === federation.server.issuer && next.pathname.startsWith('/interaction/')
    ? by.get(next.href)
    : first;
}
const ask = async (extra: Record<string, string> = {}): Promise<Answer> =>
  beyond(await browser.get(federation.client.request(extra).url));

/** The same, by a pushed request (RFC 9126). */
async function push(extra: Record<string, string> = {}): Promise<Answer> {
  const pushed = await federation.client.post('/request', federation.client.request(extra).parameters);
  expect(pushed.status).toBe(201);
  const query = new URLSearchParams({ client_id: 'web-app', request_uri: String(pushed.body['request_uri']) });
  return beyond(await browser.get(`${federation.server.issuer}/auth?${query.toString()}`));
}

interface Started {
  readonly device_code: string;
  readonly user_code: string;
}
/** A device begins, and its user types the code. */
async function typeCode(extra: Record<string, string> = {}): Promise<{ started: Started; answer: Answer }> {
  const scope = { scope: 'openid profile_read', resource: api };
  const { status, body } = await device.post('/device/auth', { ...scope, ...extra });
  expect(status).toBe(200);
  const started = body as unknown as Started;
  const url = `${federation.server.issuer}/device`;
  const typed = { user_code: started.user_code };
  const asked = await browser.post(url, { xsrf: xsrfOf((await browser.get(url)).body), ...typed });
  const confirmed = await browser.post(url, { xsrf: xsrfOf(asked.body), ...typed, confirm: 'yes' });
  return { started, answer: await beyond(confirmed) };
}

/** The page of a sign-in that was led elsewhere, opened again. */
const openAgain = (to: URL) => {
  const [uid] = to.searchParams.get('state')!.split('.');
  return openPage(browser, `${federation.server.issuer}/interaction/${uid}`);
};

/** The connection to which another browser is led, and the name that it is told. */
const led = async (extra: Record<string, string>) => {
  browser = new Browser();
  const { to, connection } = upstreamAt(await ask(extra));
  return [connection, to.searchParams.get('login_hint')];
};

describe('default_connection of a client', () => {
  it('leads its users straight to the connection, and nobody else’s', async () => {
    await change('web-app', { default_connection: 'corp' });
    const { to, connection } = upstreamAt(await ask());
    expect(connection).toBe('corp');
    const back = await signIn(new Browser(), to.href, await federation.upstream.person('bob'));
    const next = (await comeBack(browser, back)) as Page;
    expect(next.answer.body).toContain('Connect <bdi>Corp</bdi> to your account');
    browser = new Browser();
    expect((await typeCode()).answer.status).toBe(200);
  });

  it('counts after idp_hint and after login_hint of a proved domain', async () => {
    await change('web-app', { default_connection: 'corp', connections: ['corp', 'other'] });
    expect(await led({ idp_hint: 'other' })).toEqual(['other', null]);
    expect(await led({ login_hint: 'alice@example.com' })).toEqual(['other', 'alice@example.com']);
    // What is no hint changes nothing.
    expect(await led({ idp_hint: 'broken' })).toEqual(['corp', null]);
    expect(await led({ login_hint: 'alice@else.example' })).toEqual(['corp', 'alice@else.example']);
  });

  it('is never in a circle: after a denied sign-in, and after one that did not end, all ways are shown', async () => {
    await change('web-app', { default_connection: 'corp' });
    const { to } = upstreamAt(await ask());
    const page = await openAgain(to);
    expect([hasPassword(page), page.answer.body.includes('value="other"')]).toEqual([true, true]);
    const denied = new URL(`${federation.server.issuer}/federation/corp/callback`);
    const state = to.searchParams.get('state')!;
    denied.search = new URLSearchParams({ error: 'access_denied', state, iss: federation.upstream.issuer }).toString();
    const shown = (await comeBack(browser, denied)) as Page;
    expect([errorOf(shown.answer.body), hasPassword(shown)]).toEqual(['upstream_denied', true]);
    expect(hasPassword(await openAgain(to))).toBe(true);
    expect(await submitPassword(browser, shown, await federation.server.person('bob'))).toBeInstanceOf(URL);
  });

  it('to an upstream that cannot be asked gets the page, which says so', async () => {
    await change('web-app', { default_connection: 'broken' });
    const answer = await ask();
    expect([answer.status, errorOf(answer.body)]).toEqual([502, 'upstream_misconfigured']);
    expect(answer.body).toContain('id="password"');
  });

  it.each([
    ['is turned off', { default_connection: 'hidden' }],
    ['is there no more', { default_connection: 'removed' }],
    ['is not offered', { default_connection: 'corp', connections: ['broken'] }],
  ])('shows the page where the connection %s', async (_why, members) => {
    await change('web-app', members);
    const answer = await ask();
    expect([answer.status, errorOf(answer.body)]).toEqual([200, undefined]);
  });

  it('never counts where the user chooses, is signed in, or is not to be asked', async () => {
    await change('web-app', { default_connection: 'corp' });
    expect((await ask({ prompt: 'select_account' })).status).toBe(200);
    const none = await ask({ prompt: 'none' });
    expect(new URL(none.location).searchParams.get('error')).toBe('login_required');
    await change('web-app', {});
    browser = new Browser();
    await signIn(browser, federation.client.request({ login_hint: 'bob' }).url, await federation.server.person('bob'));
    await change('web-app', { default_connection: 'corp' });
    expect((await ask()).location).toContain('code=');
    const again = await ask({ prompt: 'login' });
    expect([again.status, again.body.includes('Welcome back')]).toEqual([200, true]);
  });
});

describe('by a pushed request', () => {
  it('idp_hint and default_connection lead to the connection', async () => {
    expect(upstreamAt(await push({ idp_hint: 'corp' })).connection).toBe('corp');
    browser = new Browser();
    expect((await push()).status).toBe(200);
    await change('web-app', { default_connection: 'corp' });
    browser = new Browser();
    const { to, connection } = upstreamAt(await push());
    expect(connection).toBe('corp');
    expect(hasPassword(await openAgain(to))).toBe(true);
    browser = new Browser();
    expect(upstreamAt(await push({ idp_hint: 'other' })).connection).toBe('other');
  });
});

describe('in the device flow', () => {
  it('idp_hint and default_connection lead to the connection once the code is confirmed', async () => {
    expect(upstreamAt((await typeCode({ idp_hint: 'corp' })).answer).connection).toBe('corp');
    browser = new Browser();
    expect((await typeCode()).answer.status).toBe(200);
    await change('device', { default_connection: 'corp' });
    browser = new Browser();
    expect(upstreamAt((await typeCode({ idp_hint: 'other' })).answer).connection).toBe('other');
    browser = new Browser();
    const { to, connection } = upstreamAt((await typeCode()).answer);
    expect(connection).toBe('corp');
    const next = await throughUpstream(browser, to, await federation.upstream.person('bob'));
    expect((next as Page).answer.body).toContain('Connect <bdi>Corp</bdi> to your account');
  });
});
