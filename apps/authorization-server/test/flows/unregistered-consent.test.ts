/** Consent to a client that nobody registered: asked for every time, and never taken from before. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, csrfOf, errorOf, follow, openPage, type Page, type Person, submitPassword } from '../browser.ts';
import { claimsOf, encode, type Parameters, postForm, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';
import { letRegisteredThemselvesIn, registeredItself } from '../unregistered-client.ts';

let server: TestServer;
let agent: TestClient;
let alice: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ registry: letRegisteredThemselvesIn });
  agent = await registeredItself(server, 'agent');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  browser = new Browser();
});

const scope = 'openid offline_access profile_read';
const isConsent = (page: Page | URL): page is Page => !(page instanceof URL) && page.action.endsWith('/consent');

/** Up to the consent page, signing in where nobody is. */
async function asked(changes: Parameters = {}, client = agent) {
  const { url, verifier } = client.request({ scope, prompt: 'consent', ...changes });
  let page: Page | URL = await openPage(browser, url);
  if (!isConsent(page)) page = await submitPassword(browser, page, alice);
  if (!isConsent(page)) throw new Error('no consent was asked for');
  return { page, verifier };
}

async function press(page: Page, action = page.action): Promise<URL> {
  const next = await follow(browser, server.issuer, await browser.post(action, { csrf: page.csrf }));
  if (!(next instanceof URL)) throw new Error('the sign-in does not end');
  return next;
}

const redeem = async (callback: URL, verifier: string, client = agent) => {
  const code = callback.searchParams.get('code') ?? '';
  return (await client.redeem({ code, verifier, redirectUri: client.redirectUri })).body;
};

/** Consents, and gets the tokens. */
async function allowed(changes: Parameters = {}) {
  const { page, verifier } = await asked(changes);
  return redeem(await press(page), verifier);
}

const grantOf = (body: Record<string, unknown>) => claimsOf(String(body['access_token']))['gid'];
const grants = async () => {
  const { storage } = server.server;
  const account = await storage.accounts.findByLogin('alice');
  return (await storage.artefacts.listByAccount(account?.id ?? '', { models: ['Grant'] })).length;
};

describe('consent to a client that nobody registered', () => {
  it.each([undefined, 'consent'])(
    'MCP: with prompt=%s it is asked for every time; the grant of before stays for its own refresh tokens',
    async (prompt) => {
      const first = await allowed({ prompt });
      expect(first).toMatchObject({ scope: 'profile_read' });
      const second = await allowed({ prompt });
      expect(grantOf(second)).not.toBe(grantOf(first));
      const refreshed = await agent.refresh(String(first['refresh_token']));
      expect(refreshed.status).toBe(200);
      expect(grantOf(refreshed.body)).toBe(grantOf(first));
      expect((await agent.refresh(String(second['refresh_token']))).status).toBe(200);
    },
  );

  it('MCP: a grant of before adds nothing to what is asked for now', async () => {
    await allowed({ scope: 'openid email invoice_read profile_read' });
    const { page, verifier } = await asked({ scope: 'openid profile_read' });
    expect([...page.answer.body.matchAll(/<li data-scope="([^"]+)"/gu)].map(([, name]) => name)).toEqual([
      'openid',
      'profile_read',
    ]);
    const body = await redeem(await press(page), verifier);
    expect((await agent.refresh(String(body['refresh_token']), { scope: 'invoice_read' })).status).toBe(400);
  });

  it('MCP: what was allowed before is never taken for an answer: prompt=none is consent_required, also right after consent', async () => {
    await allowed();
    const page = await browser.get(agent.request({ scope, prompt: 'none' }).url);
    expect([page.location, errorOf(page.body)]).toEqual(['', 'consent_required']);
  });

  it('RFC 9700: no error leads a browser to a stranger’s site before the user has decided', async () => {
    for (const changes of [
      { prompt: 'none' },
      { scope: 'openid nothing' },
      { resource: 'https://elsewhere.example' },
      { code_challenge: undefined, code_challenge_method: undefined },
      { response_type: 'token' },
    ]) {
      const page = await browser.get(agent.request({ scope, ...changes }).url);
      expect({ location: page.location, isError: errorOf(page.body) !== undefined }).toEqual({
        location: '',
        isError: true,
      });
      const { page: consent } = await asked();
      const cancel = /<form id="cancel-form" method="post" action="([^"]+)"/u.exec(consent.answer.body)?.[1] ?? '';
      const refused = await press(consent, server.issuer + cancel);
      expect(refused.searchParams.get('error')).toBe('access_denied');
    }
  });

  it('RFC 9700: nor into an app, whatever its address would have it do', async () => {
    const uri = 'com.example.launcher://run?what=x';
    const app = await registeredItself(server, 'app', { application_type: 'native', redirect_uris: [uri] });
    const page = await browser.get(app.request({ scope, prompt: 'none' }).url);
    expect([page.location, errorOf(page.body)]).toEqual(['', 'login_required']);
    const { page: consent } = await asked({}, app);
    expect((await press(consent)).protocol).toBe('com.example.launcher:');
  });

  it('RFC 9700: signing out leads no browser to a stranger’s site in which nobody is signed in', async () => {
    const out = 'https://agent.example/out';
    const told = { post_logout_redirect_uris: [out] };
    const stranger = await registeredItself(server, 'stranger', {
      redirect_uris: ['https://agent.example/b'],
      ...told,
    });
    const { page, verifier } = await asked({}, stranger);
    const { id_token: hint } = await redeem(await press(page), verifier, stranger);
    const end = async (parameters: Parameters) => {
      const uri = { post_logout_redirect_uri: out, ...parameters };
      const { location } = await browser.get(`${server.issuer}/session/end?${encode(uri).toString()}`);
      return location;
    };
    const signedIn = browser;
    browser = new Browser();
    for (const parameters of [{ id_token_hint: String(hint) }, { client_id: stranger.clientId }]) {
      expect(await end(parameters)).toContain('/session/end/success');
    }
    // Who let the application in is led back to it.
    browser = signedIn;
    expect(await end({ id_token_hint: String(hint) })).toBe(out);
  });

  it('MCP: native clients too are asked every time, and prompt=none gets none of them in', async () => {
    const native = await registeredItself(server, 'native', {
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
    });
    for (let time = 0; time < 2; time += 1) {
      const { page } = await asked({}, native);
      expect((await press(page)).searchParams.has('code')).toBe(true);
    }
    const { location } = await browser.get(native.request({ scope, prompt: 'none' }).url);
    expect(new URL(location).searchParams.get('error')).toMatch(/^(?:consent|interaction)_required$/u);
  });

  it('MCP: the form that is sent twice, or from a page that lay in another tab, makes one grant', async () => {
    const { page } = await asked();
    const before = await grants();
    const answers = await Promise.all(Array.from({ length: 4 }, () => browser.post(page.action, { csrf: page.csrf })));
    for (const { status, headers } of answers) {
      expect(status < 500 && (headers['location'] ?? '').includes('error')).toBe(false);
    }
    expect(await grants()).toBe(before + 1);
    await follow(
      browser,
      server.issuer,
      await browser.get(answers.find(({ status }) => status === 303)?.location ?? ''),
    );
    const late = await browser.post(page.action, { csrf: page.csrf });
    expect([late.status, await grants()]).toEqual([400, before + 1]);
  });

  it('MCP: two requests at a time are two questions, and the answer to one is none to the other', async () => {
    await asked();
    const second = await asked();
    const before = await grants();
    await press(second.page);
    expect(await grants()).toBe(before + 1);
    const { page } = await asked();
    expect(isConsent(page)).toBe(true);
  });

  it('MCP: no is access_denied, and nothing is granted', async () => {
    const { page } = await asked();
    const before = await grants();
    const cancel = /<form id="cancel-form" method="post" action="([^"]+)"/u.exec(page.answer.body)?.[1] ?? '';
    const callback = await press(page, server.issuer + cancel);
    expect(callback.origin + callback.pathname).toBe(agent.redirectUri);
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({ error: 'access_denied', state: 'the-state' });
    expect(await grants()).toBe(before);
  });

  it('AS-17: the form is refused from another site, and with the token of another browser', async () => {
    const { page } = await asked();
    const before = await grants();
    const foreign = csrfOf((await openPage(new Browser(), agent.request({ scope }).url)).answer.body);
    for (const [form, headers] of [
      [{}, {}],
      [{ csrf: foreign }, {}],
      [{ csrf: page.csrf }, { origin: 'https://evil.example' }],
      [{ csrf: page.csrf }, { 'sec-fetch-site': 'cross-site' }],
    ] as [Record<string, string>, Record<string, string>][]) {
      expect((await browser.post(page.action, form, headers)).status).toBe(403);
    }
    expect(await grants()).toBe(before);
    const { 'content-security-policy': policy } = page.answer.headers;
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('MCP: a pushed request asks the same', async () => {
    await allowed();
    const { parameters, verifier } = agent.request({ scope, prompt: undefined });
    const pushed = await postForm(`${server.issuer}/request`, parameters);
    expect(pushed.status).toBe(201);
    const { request_uri } = pushed.body;
    const url = `${server.issuer}/auth?${new URLSearchParams({ client_id: agent.clientId, request_uri: String(request_uri) }).toString()}`;
    const page = await openPage(browser, url);
    expect(isConsent(page)).toBe(true);
    expect(await redeem(await press(page), verifier)).toHaveProperty('refresh_token');
  });

  it('MCP: other grants are not for it: no device codes, no tokens of its own', async () => {
    const device = await agent.post('/device/auth', { scope: 'openid' });
    expect(device).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(device.body['error_description']).toContain('not allowed for this client');
    for (const grant of ['client_credentials', 'urn:ietf:params:oauth:grant-type:device_code']) {
      expect(await agent.token({ grant_type: grant, device_code: 'x' })).toMatchObject({
        status: 400,
        body: { error: 'unauthorized_client' },
      });
    }
  });

  it('MCP: consent lasts no longer than the policy says', async () => {
    const { page } = await asked();
    expect(page.answer.body).toContain('30 days');
  });
});
