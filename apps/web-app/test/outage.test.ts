import { ABrowser, type Visited } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AWebApp, aWebApp } from './a-web-app.ts';

let web: AWebApp;
let browser: ABrowser;

beforeEach(async () => {
  web = await aWebApp();
  browser = new ABrowser();
});
afterEach(() => web.stop());

const signIn = async () => browser.click(await browser.get(web.origin), 'sign-in');
const errorOf = (page: Visited) => /data-error="(\w+)"/.exec(page.text)?.[1];

describe('while the authorization server is away', () => {
  it('shows the first page, answers a sign-in with a friendly 503, and works again without a restart', async () => {
    await web.issuer.stop();
    const home = await browser.get(web.origin);
    expect(home.status).toBe(200);
    const page = await browser.click(home, 'sign-in');
    expect([page.status, errorOf(page)]).toEqual([503, 'sign_in_unavailable']);
    expect(page.headers.get('retry-after')).toBe('5');
    expect(page.text).toContain('id="retry" href="/sign-in"');
    await web.issuer.start();
    expect((await browser.get(`${web.origin}/sign-in`)).text).toContain('data-user');
  });

  it('stays ready: its pages can say what is missing', async () => {
    await web.issuer.stop();
    expect((await fetch(`${web.service.managementUrl}/readyz`)).status).toBe(200);
  });

  it('OPS-08: users who are signed in keep working while their token lives', async () => {
    await signIn();
    await web.issuer.stop();
    const page = await browser.get(web.origin);
    expect([page.status, page.text.includes('data-user')]).toEqual([200, true]);
  });

  it('a token near its end still serves; one past it gives 503 and keeps the session for later', async () => {
    web.issuer.accessTokenTtlSeconds = 20;
    await signIn();
    web.issuer.failTokensWith = 503;
    expect((await browser.get(web.origin)).status).toBe(200);
    web.api.failWith = 401;
    const page = await browser.get(web.origin);
    expect([page.status, errorOf(page)]).toEqual([503, 'invoices_unavailable']);
    Object.assign(web.issuer, { failTokensWith: undefined });
    Object.assign(web.api, { failWith: undefined });
    expect((await browser.get(web.origin)).text).toContain('data-user');
  });

  it('a code that cannot be redeemed ends on the page, with no session and a way to begin again', async () => {
    web.issuer.failTokensWith = 500;
    const page = await signIn();
    expect([page.status, errorOf(page)]).toEqual([503, 'sign_in_unavailable']);
    expect(page.text).toContain('id="retry" href="/sign-in"');
    expect(page.text).not.toContain('code=');
    expect(browser.cookie(web.origin, '__Host-web-app-session')).toBeUndefined();
  });

  it('AS-10: signing out ends the session here all the same', async () => {
    const page = await signIn();
    await web.issuer.stop();
    browser.follow = (url) => url.origin === web.origin;
    expect((await browser.click(page, 'logout')).status).toBe(303);
    expect((await browser.get(web.origin)).text).toContain('id="sign-in"');
  });
});

describe('when the client secret was replaced', () => {
  it('the next sign-in reads the new one, without a restart', async () => {
    await web.stop();
    web = await aWebApp({}, { wrongSecretFirst: true });
    const page = await signIn();
    expect([page.status, errorOf(page)]).toEqual([503, 'sign_in_unavailable']);
    expect((await signIn()).text).toContain('data-user');
  });
});

describe('while the API is away', () => {
  it('says so and keeps the session', async () => {
    const page = await signIn();
    expect(page.text).toContain('data-user');
    await web.api.stop();
    const away = await browser.get(web.origin);
    expect([away.status, errorOf(away)]).toEqual([503, 'invoices_unavailable']);
    expect(away.text).toContain('data-user');
  });
});
