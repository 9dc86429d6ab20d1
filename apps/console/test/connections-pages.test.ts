/** The pages of connections in a real browser, with lists as long and names as long as they get. */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import { problem } from './an-admin-api.ts';
import { faultsOfPages } from './looked-at.ts';

const long = 'Donaudampfschifffahrtsgesellschaftskapitaensmuetze_and_a_long_name_that_does_not_end_soon';
const connection = {
  name: 'a-long-name-of-a-connection-to-a-provider',
  kind: 'oidc',
  issuer: `https://idp.example.com/${long}`,
  client_id: long,
  token_endpoint_auth_method: 'client_secret_basic',
  sync: 'first',
  enabled: true,
  domains: [`${'a'.repeat(60)}.example`],
  proved_domains: [],
  sign_up: true,
  trust_email: false,
  roles: { [long]: [long] },
  mapping: { name: long, email: 'email', email_verified: 'email_verified', locale: 'locale', claims: { [long]: long } },
  has_secret: false,
  redirect_uri: `https://id.example.com/federation/${long}/callback`,
};
const paths = [
  '/connections',
  `/connections/${connection.name}`,
  `/connections/${connection.name}/edit`,
  '/connections/new',
  ...['oauth2', 'microsoft'].map((kind) => `/connections/new/${kind}`),
];

skipUnless('chromium')('the pages of connections in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    const list = { items: Array.from({ length: 25 }, () => connection), next: '/connections?cursor=abc' };
    app.api.answer = ({ path }) =>
      path.startsWith('/connections')
        ? { body: path === '/connections' ? list : connection, headers: { etag: '"1.a"' } }
        : undefined;
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    ['light', 1366, 'en', true],
    ['dark', 390, 'ar', true],
    ['light', 320, 'de', false],
  ] as const)('are accessible, small and fit, %s at %d pixels in %s', async (colorScheme, width, locale, isJudged) => {
    expect(await faultsOfPages(app, browser, paths, { colorScheme, width, locale, isJudged })).toEqual([]);
  });

  it('are filled in by the keyboard alone: what is folded opens, and a fault is read out with its control', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en' });
    const page = await context.newPage();
    await page.goto(`${app.origin}/sign-in`);
    await page.goto(`${app.origin}/connections/${connection.name}/edit`);
    await page.focus('#client_id');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('another');
    await page.focus('.further summary');
    expect(await page.isVisible('[id="mapping.groups"]')).toBe(false);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[id="mapping.groups"]', { state: 'visible' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('full_name');
    const usual = app.api.answer;
    const errors = [{ pointer: '/mapping/name', detail: 'is no JSON pointer' }];
    app.api.answer = (call) =>
      call.method === 'PATCH' ? problem(400, 'invalid_request', 'It is wrong.', { errors }) : usual(call);
    await Promise.all([page.waitForURL(/edit$/u), page.keyboard.press('Enter')]);
    const control = page.locator('[id="mapping.name"][aria-invalid="true"]');
    await control.waitFor({ state: 'visible' });
    expect(await control.inputValue()).toBe('full_name');
    expect(await control.getAttribute('aria-describedby')).toBe('mapping.name-fault');
    expect(app.api.calls.findLast(({ method }) => method === 'PATCH')?.body).toEqual({
      client_id: 'another',
      mapping: { name: 'full_name' },
    });
    app.api.answer = usual;
    await context.close();
  });
});
