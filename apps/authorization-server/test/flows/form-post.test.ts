/** Responses by POST (OAuth 2.0 Form Post Response Mode) in a real browser: by themselves, by the button, and in frames. */
import { chromium, eventually, skipUnless } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { BrowserContext, Browser as Chrome, Page } from 'playwright-core';
import { type Application, startApplication } from '../application.ts';
import { Browser, type Person } from '../browser.ts';
import { confidential, type Parameters, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

skipUnless('chromium')('F18, C8: form_post', () => {
  let application: Application;
  let server: TestServer;
  let client: TestClient;
  let alice: Person;
  let chrome: Chrome;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    application = await startApplication();
    const { sameSite, otherSite } = application;
    server = await startServer({
      registry: ({ clients }) =>
        Object.assign(clients.find(({ client_id: id }) => id === 'web-app') ?? {}, {
          redirect_uris: [`${sameSite}/callback`, `${otherSite}/callback`],
        }),
    });
    client = await confidential(server, 'web-app', `${sameSite}/callback`);
    alice = await server.person('alice');
    chrome = await chromium();
  });
  afterAll(async () => {
    await chrome?.close();
    application?.stop();
    await server?.stop();
  });
  beforeEach(async () => {
    application.answers.length = 0;
    context = await chrome.newContext({ ignoreHTTPSErrors: true });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const url = (changes: Parameters = {}) => client.request({ response_mode: 'form_post', ...changes }).url;
  const signIn = async (on = page) => {
    await on.goto(url());
    await on.fill('input[name=login]', alice.login);
    await on.fill('input[name=password]', alice.password);
    await on.click('#submit');
  };
  const answered = () =>
    eventually(() => {
      const [answer] = application.answers;
      expect(answer?.method).toBe('POST');
      return answer?.parameters as URLSearchParams;
    });
  const frame = async (origin: string, address: string) => {
    await page.goto(`${origin}/frame?to=${encodeURIComponent(address)}`);
  };

  it('F18: goes on by itself, at the first sign-in, with a session, and with an error', async () => {
    await Promise.all([page.waitForURL('**/callback'), signIn()]);
    expect((await answered()).get('code')).toMatch(/./u);
    for (const [changes, member] of [
      [{}, 'code'],
      [{ prompt: 'none' }, 'code'],
      [{ prompt: 'none', scope: 'nonsense', resource: undefined }, 'error'],
    ] as const) {
      application.answers.length = 0;
      await page.goto(url(changes));
      await page.waitForURL('**/callback');
      expect([changes, (await answered()).has(member)]).toEqual([changes, true]);
      expect((await answered()).get('iss')).toBe(server.issuer);
    }
  });

  it('F18: without scripts there is the button', async () => {
    const plain = await chrome.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false });
    const plainPage = await plain.newPage();
    await signIn(plainPage);
    await plainPage.waitForSelector('main form[action$="/callback"]');
    expect(application.answers).toEqual([]);
    await Promise.all([plainPage.waitForURL('**/callback'), plainPage.click('#submit')]);
    expect((await answered()).get('code')).toMatch(/./u);
    await plain.close();
  });

  it('F18: prompt=none in a frame of the application is answered, with a session and without one', async () => {
    await frame(application.sameSite, url({ prompt: 'none' }));
    expect((await answered()).get('error')).toBe('login_required');
    await signIn();
    await page.waitForURL('**/callback');
    application.answers.length = 0;
    await frame(application.sameSite, url({ prompt: 'none' }));
    expect((await answered()).get('code')).toMatch(/./u);
    // The cookies of a session are not sent into frames of another site; the application is told so.
    application.answers.length = 0;
    await frame(application.otherSite, url({ prompt: 'none', redirect_uri: `${application.otherSite}/callback` }));
    expect((await answered()).get('error')).toBe('login_required');
  });

  it('F18: prompt=none by query in a frame is answered too', async () => {
    await frame(application.sameSite, client.request({ prompt: 'none' }).url);
    const parameters = await eventually(() => {
      expect(application.answers).toHaveLength(1);
      return application.answers[0]?.parameters;
    });
    expect(parameters?.get('error')).toBe('login_required');
  });

  it('F18, AS-17: nothing else is ever framed, and that page by its own client alone', async () => {
    const browser = new Browser();
    const frames = async (address: string) => {
      const { headers } = await browser.get(address);
      const ancestors = /frame-ancestors ([^;]+)/u.exec(String(headers['content-security-policy']))?.[1];
      return [ancestors, headers['x-frame-options']];
    };
    const nobody = ["'none'", 'DENY'];
    const own = [`${application.sameSite} ${application.otherSite}`, undefined];
    expect(await frames(url({ prompt: 'none' }))).toEqual(own);
    await client.signIn(alice, {}, browser);
    expect(await frames(url({ prompt: 'none' }))).toEqual(own);
    expect(await frames(url())).toEqual(nobody);
    expect(await frames(url({ prompt: 'login' }))).toEqual(nobody);
    expect(await frames(url({ prompt: 'none', redirect_uri: 'https://evil.example/' }))).toEqual(nobody);
    expect(await frames(url({ prompt: 'none', client_id: 'nobody' }))).toEqual(nobody);
    expect(await frames(`${server.issuer}/session/end`)).toEqual(nobody);
    const { location } = await browser.get(url({ prompt: 'login' }));
    expect(await frames(server.issuer + location)).toEqual(nobody);
  });
});
