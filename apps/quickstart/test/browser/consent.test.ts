import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { certificates, chromium, freePort, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';
import { Visitor } from './visitor.ts';

skipUnless('chromium')('consent, two tabs and the back button', () => {
  let product: Product;
  let browser: Browser;
  let bob: Visitor;
  let password: string;
  /** Somebody else's application, which only has to be come back to. */
  let application: Server;
  let redirectUri: string;
  /** What the application was sent back. */
  const answers: URLSearchParams[] = [];

  beforeAll(async () => {
    const made = await certificates();
    const port = await freePort();
    redirectUri = `https://localhost:${port}/callback`;
    const [cert, key] = await Promise.all(
      [made.certFile('web-app'), made.keyFile('web-app')].map((file) => readFile(file)),
    );
    application = createServer({ cert, key }, (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', redirectUri);
      if (pathname === '/callback') answers.push(searchParams);
      response.setHeader('content-type', 'text/html').end('back');
    }).listen(port, '127.0.0.1');
    [product, browser] = await Promise.all([
      startProduct({}, ({ clients }) => {
        clients.find(({ client_id: id }) => id === 'third-party')!.redirect_uris = [redirectUri];
      }),
      chromium(),
    ]);
    bob = await Visitor.arrive(product, browser);
    password = await product.passwordOf('bob');
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    application?.closeAllConnections();
    application?.close();
  });

  const request = (scope = 'openid profile invoice_read') =>
    `/auth?${new URLSearchParams({
      client_id: 'third-party',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope,
      resource: product.api,
      state: 'state',
      code_challenge: randomBytes(32).toString('base64url'),
      code_challenge_method: 'S256',
    }).toString()}`;
  const scopesShown = async () =>
    Promise.all((await bob.page.locator('li[data-scope]').all()).map((line) => line.getAttribute('data-scope')));

  it('AS-11: consent is asked for, given, shown among the applications, withdrawn, and asked for again', async () => {
    await bob.open(request());
    await bob.giveLogin('bob', password);
    expect(await bob.page.getAttribute('[data-client]', 'data-client')).toBe('third-party');
    expect(await scopesShown()).toEqual(['openid', 'profile', 'invoice_read']);
    await bob.photograph('consent');
    await bob.press('#cancel');
    expect(answers.pop()?.get('error')).toBe('access_denied');
    await bob.open(request());
    await bob.press('#accept');
    expect(answers.pop()?.get('code')).toBeTruthy();
    await bob.open(request());
    expect(answers.pop()?.get('code')).toBeTruthy();
    // More than was given is asked for.
    await bob.open(request('openid profile email invoice_read'));
    expect(await scopesShown()).toContain('email');

    await bob.open('/account/applications');
    expect(await bob.text('main')).toContain('Acme Reports');
    await bob.photograph('applications');
    await bob.press('form[action="/account/applications/withdraw"] button');
    expect(await bob.count('[data-done=application_withdrawn]')).toBe(1);
    await bob.photograph('applications-withdrawn');
    await bob.open(request());
    expect(await scopesShown()).toEqual(['openid', 'profile', 'invoice_read']);
    expect(bob.complaints).toEqual([]);
  });

  it('AS-16: two tabs do not disturb each other, and the back button leads to a page that says how to go on', async () => {
    await bob.forget();
    const [first, second] = [bob.page, await bob.context.newPage()];
    for (const tab of [first, second]) await tab.goto(`${product.issuer}${request()}`);
    const enter = async (tab: Page) => {
      await tab.fill('input[name=login]', 'bob');
      await tab.fill('input[name=password]', password);
      await Promise.all([tab.waitForEvent('load'), tab.click('#submit')]);
    };
    // The second tab signs in and consents; the first, older, still works, and asks nothing that was answered.
    await enter(second);
    await Promise.all([second.waitForEvent('load'), second.click('#accept')]);
    expect(answers.pop()?.get('code')).toBeTruthy();
    await enter(first);
    expect(answers.pop()?.get('code')).toBeTruthy();

    // Back to a page of a sign-in that is over.
    await first.goBack();
    expect(await bob.error()).toBe('session_not_found');
    await bob.photograph('back-button');
    expect(await bob.text('#error')).toContain('start again');
    await first.reload();
    expect(await bob.error()).toBe('session_not_found');

    // A form that is sent after its sign-in was cancelled in another window.
    await bob.forget();
    await bob.open(request());
    await bob.context.clearCookies({ name: /^__Host-gatehouse_sign_in/u });
    await bob.giveLogin('bob', password);
    expect(await bob.error()).toBe('session_not_found');
    await bob.forget();
    await bob.page.reload();
    expect(['cookies_missing', 'session_not_found']).toContain(await bob.error());
    await bob.photograph('cookies-missing');
    await second.close();
  });
});
