/** `prompt=create` (OpenID Connect, Initiating User Registration 1.0). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, csrfOf, errorOf, follow, openPage, type Page, submitPassword } from '../browser.ts';
import { claimsOf, confidential, encode, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { confirm, Newcomer } from '../newcomer.ts';
import { startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let webApp: TestClient;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
  });
  webApp = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

type Request = ReturnType<TestClient['request']>;
const request = (changes = {}) => webApp.request({ scope: 'openid profile email', prompt: 'create', ...changes });
const isForm = ({ answer, action }: Page) => action.endsWith('/register') && answer.body.includes('id="new_password"');
const errorIn = (location: string) => {
  const { searchParams, origin } = new URL(location);
  return [origin, searchParams.get('error'), searchParams.get('error_description'), searchParams.get('state')];
};
const promptValues = async (issuer: string, path: string) =>
  JSON.parse((await new Browser().get(issuer + path, { accept: 'application/json' })).body)['prompt_values_supported'];

/** Fills the form in, confirms the address and goes back to the client. Gives the claims of the ID token. */
async function register(
  newcomer: Newcomer,
  form: Page,
  { verifier, parameters }: Pick<Request, 'verifier' | 'parameters'>,
) {
  const { browser, email } = newcomer;
  const waiting = await follow(browser, server.issuer, await newcomer.submit(form));
  expect((waiting as Page).action).toMatch(/\/verify$/u);
  const { link } = await mail.mailTo(email);
  const back = (await follow(browser, server.issuer, await confirm(link, browser))) as Page;
  let next = await follow(browser, server.issuer, await browser.post(back.action, { csrf: back.csrf }));
  if (!(next instanceof URL) && next.action.endsWith('/consent'))
    next = await follow(browser, server.issuer, await browser.post(next.action, { csrf: next.csrf }));
  const code = (next as URL).searchParams.get('code') ?? '';
  const { body } = await webApp.redeem({ code, verifier, redirectUri: String(parameters['redirect_uri']) });
  return claimsOf(String(body['id_token']));
}

describe('F28: prompt=create', () => {
  it('F28: begins on the registration page and ends in the client, signed in', async () => {
    const newcomer = new Newcomer('create1@example.com');
    const asked = request();
    const form = await openPage(newcomer.browser, asked.url);
    expect(isForm(form)).toBe(true);
    expect(await register(newcomer, form, asked)).toMatchObject({ email: newcomer.email, email_verified: true });
    const silent = await newcomer.browser.get(webApp.request({ prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.has('code')).toBe(true);
  });

  it('F28: by a pushed request, and by POST', async () => {
    const newcomer = new Newcomer('create2@example.com');
    const { parameters, verifier } = request();
    const requestUri = (await webApp.post('/request', parameters)).body['request_uri'] as string;
    const query = encode({ client_id: 'web-app', request_uri: requestUri });
    const form = await openPage(newcomer.browser, `${server.issuer}/auth?${query.toString()}`);
    expect(isForm(form)).toBe(true);
    expect(await register(newcomer, form, { parameters, verifier })).toMatchObject({ email: newcomer.email });

    const posted = await new Browser().post(`${server.issuer}/auth`, [...encode(request().parameters)] as [
      string,
      string,
    ][]);
    expect(posted.status).toBe(303);
  });

  it('F28: for a user who is signed in, who makes another account and is signed in by that one', async () => {
    const newcomer = new Newcomer('create3@example.com');
    await webApp.signIn(await server.person('alice'), {}, newcomer.browser);
    const asked = request();
    const form = await openPage(newcomer.browser, asked.url);
    expect(isForm(form)).toBe(true);
    expect(form.answer.body).not.toContain('alice');
    expect(await register(newcomer, form, asked)).toMatchObject({ email: newcomer.email });
  });

  it('F28: in a tab that waits while the session of the other ends', async () => {
    const newcomer = new Newcomer('create4@example.com');
    const { browser } = newcomer;
    await webApp.signIn(await server.person('alice'), {}, browser);
    const asked = request();
    const form = await openPage(browser, asked.url);
    const { body } = await browser.get(`${server.issuer}/session/end`);
    const xsrf = /name="xsrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';
    await browser.post(`${server.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    expect(await register(newcomer, form, asked)).toMatchObject({ email: newcomer.email });
  });

  it('F28: who has an account signs in by a link, and can come back to the form', async () => {
    const browser = new Browser();
    const form = await openPage(browser, request().url);
    const href = /<a id="sign-in" href="([^"]+)"/u.exec(form.answer.body)?.[1] ?? '';
    const { body } = await browser.get(new URL(href, server.issuer).href);
    expect(body).toContain('id="password"');
    const formHref = /<a id="register" href="([^"]+)"/u.exec(body)?.[1] ?? '';
    expect((await browser.get(new URL(formHref, server.issuer).href)).body).toContain('id="new_password"');
    const page = { ...form, action: form.action.replace(/register$/u, 'login'), csrf: csrfOf(body) };
    const wrong = await browser.post(page.action, { csrf: page.csrf, login: 'alice', password: 'wrong' });
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'invalid_credentials']);
    const callback = await submitPassword(browser, page, await server.person('alice'));
    expect((callback as URL).searchParams.get('code')).toMatch(/./u);
  });

  it('F28: what is wrong in the form is said above it, and cancelling goes back to the client', async () => {
    const newcomer = new Newcomer('create5@example.com');
    const form = await openPage(newcomer.browser, request().url);
    const short = await newcomer.submit(form, { new_password: 'x' });
    expect([short.status, errorOf(short.body), short.body.includes('id="new_password"')]).toEqual([
      400,
      'password_too_short',
      true,
    ]);
    const abort = form.action.replace(/register$/u, 'abort');
    const { location } = await newcomer.browser.post(abort, { csrf: form.csrf });
    const back = await follow(
      newcomer.browser,
      server.issuer,
      await newcomer.browser.get(new URL(location, server.issuer).href),
    );
    expect((back as URL).searchParams.get('error')).toBe('access_denied');
  });

  it.each(['create login', 'create consent', 'create select_account', 'login create'])(
    'F28: with others (%s) registers too, and asks nothing twice',
    async (prompt) => {
      const newcomer = new Newcomer(`${prompt.replace(' ', '.')}@example.com`);
      await webApp.signIn(await server.person('bob'), {}, newcomer.browser);
      const asked = request({ prompt });
      const form = await openPage(newcomer.browser, asked.url);
      expect(isForm(form)).toBe(true);
      expect(await register(newcomer, form, asked)).toMatchObject({ email: newcomer.email });
    },
  );

  it.each(['create none', 'none create', 'CREATE', 'create,login', 'created'])('F28: %s is refused', async (prompt) => {
    const { url, parameters } = request({ prompt });
    const { status, location } = await new Browser().get(url);
    expect(status).toBe(303);
    expect(errorIn(location)).toEqual([
      new URL(String(parameters['redirect_uri'])).origin,
      'invalid_request',
      expect.stringMatching(/prompt/u),
      parameters['state'],
    ]);
  });

  it.each(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'])(
    'F28: %s lists the values of prompt',
    async (path) => {
      const values = await promptValues(server.issuer, path);
      expect(values.toSorted()).toEqual(['consent', 'create', 'login', 'none', 'select_account']);
    },
  );
});

describe('F28: where nobody may register', () => {
  let closed: TestServer;
  beforeAll(async () => {
    closed = await startServer({ env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_REGISTRATION: 'false' } });
  });
  afterAll(() => closed?.stop());

  it.each(['create', 'create login', 'create none'])('F28: %s is refused before any page', async (prompt) => {
    const client = await confidential(closed, 'web-app');
    const { url, parameters } = client.request({ prompt });
    const { status, location } = await new Browser().get(url);
    expect(status).toBe(303);
    const sentence = 'unsupported prompt value requested';
    const { origin } = new URL(String(parameters['redirect_uri']));
    expect(errorIn(location)).toEqual([origin, 'invalid_request', sentence, parameters['state']]);
    const pushed = await client.post('/request', parameters);
    expect([pushed.status, pushed.body]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request', error_description: sentence }),
    ]);
  });

  it('F28: discovery does not list it, and the address of the form is no way around', async () => {
    const values = await promptValues(closed.issuer, '/.well-known/openid-configuration');
    expect(values.toSorted()).toEqual(['consent', 'login', 'none', 'select_account']);
    const client = await confidential(closed, 'web-app');
    const browser = new Browser();
    const page = await openPage(browser, client.request().url);
    const answer = await new Newcomer('no@example.com', { browser }).submit({
      ...page,
      action: page.action.replace(/login$/u, 'register'),
    });
    expect([answer.status, errorOf(answer.body)]).toEqual([404, 'not_found']);
  });
});
