import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, csrfOf, errorOf, follow, isErrorPage, openPage, type Page, submitPassword } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
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

const request = () => webApp.request({ scope: 'openid profile_read' }).url;
const pageOf = ({ action }: Page) => action.replace(/\/[\w-]+$/u, '');
const goOn = async (browser: Browser, page: Page, step: string) =>
  follow(browser, server.issuer, await browser.post(`${pageOf(page)}/${step}`, { csrf: page.csrf }));

/** An error page that names what happened, says how to go on, and gives nothing away. */
function expectPage(
  { status, body, location }: { status: number; body: string; location: string },
  code: string,
): void {
  expect([status, errorOf(body), isErrorPage(body), location]).toEqual([400, code, true, '']);
  expect(body).toContain('What you can do');
  expect(body).not.toMatch(/SessionNotFound|Error:|at \w+ \(/u);
}

describe('a sign-in that was interrupted', () => {
  it('AS-17: one that took too long says so, on its page, on its forms and on the way back', async () => {
    const browser = new Browser();
    const page = await openPage(browser, request());
    const alice = await server.person('alice');
    server.aheadMs = 3_700_000;
    const shown = await browser.get(pageOf(page));
    const sent = await browser.post(page.action, { csrf: page.csrf, ...alice });
    const resumed = await browser.get(`${server.issuer}/auth/${pageOf(page).split('/').at(-1)}`);
    server.aheadMs = 0;
    for (const answer of [shown, sent, resumed]) expectPage(answer, 'session_not_found');
  });

  it('AS-17: with cookies off every page of the way says so, the links in mails too', async () => {
    const alice = await server.person('alice');
    const page = await openPage(new Browser(), request());
    expectPage(await new Browser().get(pageOf(page)), 'cookies_missing');
    expectPage(await new Browser().post(page.action, { csrf: page.csrf, ...alice }), 'cookies_missing');
    const cara = new Newcomer('cara@example.com');
    await cara.register(request());
    const { link } = await mail.mailTo(cara.email);
    const opened = await new Browser().get(link);
    const token = new URL(link).searchParams.get('token') ?? '';
    const form = { csrf: csrfOf(opened.body), token, password: cara.password };
    const refused = await new Browser().post(`${server.issuer}/account/confirm`, form);
    expect([refused.status, errorOf(refused.body)]).toEqual([403, 'csrf_failed']);
    expect(refused.body).toContain('accepts cookies');
  });

  it('AS-17: loading any page again shows it again, and does nothing twice', async () => {
    const dora = new Newcomer('dora@example.com');
    const waiting = await dora.register(request());
    const before = mail.mails.length;
    await mail.mailTo(dora.email);
    for (let n = 0; n < 3; n += 1) {
      const again = await dora.browser.get(pageOf(waiting));
      expect([again.status, again.body.includes('id="resend"')]).toEqual([200, true]);
    }
    expect(mail.mails.length - before).toBeLessThanOrEqual(1);
    // The form that began it, sent once more from an older tab: the page that waits, and no second account.
    const fields = { csrf: waiting.csrf, name: 'D', email: 'dora-2@example.com', new_password: dora.password };
    const older = await dora.browser.post(`${pageOf(waiting)}/register`, fields);
    expect([older.status, older.body.includes('dora@example.com')]).toEqual([200, true]);
    expect(await server.server.storage.accounts.findByLogin('dora-2@example.com')).toBeUndefined();
  });

  it('AS-17: two tabs register and sign in beside each other, each on its own way', async () => {
    const browser = new Browser();
    const finn = new Newcomer('finn@example.com', { browser });
    const waiting = await finn.register(request());
    const other = await openPage(browser, request());
    expect(await submitPassword(browser, other, await server.person('alice'))).toBeInstanceOf(URL);
    await confirm((await mail.mailTo(finn.email)).link, browser);
    // Alice is signed in by now; the first tab goes on as Finn.
    const next = await goOn(browser, waiting, 'verify');
    expect((next as URL).searchParams.has('code')).toBe(true);
  });

  it('AS-17: after the end, the back button leads to a page that says how to go on', async () => {
    const gina = new Newcomer('gina@example.com');
    const waiting = await gina.register(request());
    await confirm((await mail.mailTo(gina.email)).link, gina.browser);
    expect(await goOn(gina.browser, waiting, 'verify')).toBeInstanceOf(URL);
    expectPage(await gina.browser.get(pageOf(waiting)), 'session_not_found');
    const sent = await gina.browser.post(`${pageOf(waiting)}/verify`, { csrf: waiting.csrf });
    expectPage(sent, 'session_not_found');
  });

  it('AS-17: nothing in a request leads a person away from here, but to where the client is registered', async () => {
    const evil = 'https://evil.example/';
    const browser = new Browser();
    const page = await openPage(browser, request());
    const query = new URLSearchParams({ return_to: evil, redirect: evil, next: evil, returnTo: evil }).toString();
    const form = { csrf: page.csrf, return_to: evil, returnTo: evil, redirect_uri: evil, next: evil };
    const answers = [
      await browser.get(`${pageOf(page)}?${query}`),
      await browser.get(`${server.issuer}/account?${query}`),
      await browser.get(`${server.issuer}/account/recover?${query}`),
      await browser.post(`${server.issuer}/language`, { ...form, language: 'de' }),
      await browser.post(`${server.issuer}/language`, { ...form, language: 'de', return_to: '//evil.example/' }),
      await browser.post(`${server.issuer}/language`, { ...form, language: 'de', return_to: '/\\evil.example/' }),
      await browser.post(page.action, { ...form, ...(await server.person('alice')) }),
    ];
    for (const { location } of answers) {
      expect(new URL(location, server.issuer).origin).toBe(server.issuer);
    }
  });
});
