import { setTimeout as delay } from 'node:timers/promises';
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';

const TOKEN_SECONDS = 10;
const CLOCK_TOLERANCE_SECONDS = 0;

skipUnless('chromium')('the web app in a browser', () => {
  let product: Product;
  let browser: Browser;
  let password: string;

  beforeAll(async () => {
    [product, browser] = await Promise.all([
      startProduct({
        GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS: String(TOKEN_SECONDS),
        API_CLOCK_TOLERANCE_SECONDS: String(CLOCK_TOLERANCE_SECONDS),
        // As late as can be: the web app learns from its clock that the token has ended, not before.
        WEB_RENEW_BEFORE_SECONDS: '0',
      }),
      chromium(),
    ]);
    password = await product.passwordOf('alice');
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  describe.each([
    { how: 'with JavaScript', javaScriptEnabled: true },
    { how: 'without JavaScript', javaScriptEnabled: false },
  ])('$how', ({ javaScriptEnabled }) => {
    let context: BrowserContext;
    let page: Page;
    let complaints: string[];

    beforeEach(async () => {
      context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
      page = await context.newPage();
      complaints = [];
      // A style or a form that the content security policy stops shows here.
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
    });
    afterEach(() => context.close());

    async function signIn(secret = password): Promise<void> {
      await page.goto(product.webApp);
      await page.click('#sign-in');
      expect(new URL(page.url()).origin).toBe(product.issuer);
      await page.fill('input[name=login]', 'alice');
      await page.fill('input[name=password]', secret);
      await page.click('#submit');
    }

    const invoiceCount = () => page.locator('#invoices tbody tr').count();

    it('a person signs in, sees the invoices of the department, and signs out everywhere', async () => {
      await signIn();
      expect(new URL(page.url()).origin).toBe(product.webApp);
      expect(await page.textContent('[data-user]')).toBe('Alice Archer');
      expect(await invoiceCount()).toBeGreaterThan(0);
      expect(await page.textContent('.heading')).toContain('Finance');

      await page.click('#logout');
      // The authorization server may ask whether to end its own session too.
      if (new URL(page.url()).origin === product.issuer) await page.click('#logout');
      await page.waitForURL(`${product.webApp}/**`);
      await page.waitForSelector('#sign-in');

      await page.click('#sign-in');
      expect(await page.locator('input[name=password]').count()).toBe(1);
      expect(complaints).toEqual([]);
    });

    it('the invoices are there after the access token has ended, because the web app renews it', async () => {
      await signIn();
      const before = await invoiceCount();
      const refreshes = await countRefreshes(product);
      await delay(TOKEN_SECONDS * 1000 + 500);
      await page.reload();
      expect(await invoiceCount()).toBe(before);
      expect(await countRefreshes(product)).toBeGreaterThan(refreshes);
      expect(complaints).toEqual([]);
    });

    it('a wrong password stays on the page and says so', async () => {
      await signIn('wrong horse battery staple');
      expect(new URL(page.url()).origin).toBe(product.issuer);
      expect(await page.locator('[data-error]').count()).toBe(1);
      await page.fill('input[name=password]', password);
      await page.click('#submit');
      expect(await page.textContent('[data-user]')).toBe('Alice Archer');
    });
  });
});

/** Token requests of the grant refresh_token that succeeded so far, by the server's own count. */
async function countRefreshes({ env }: Product): Promise<number> {
  const metrics = await fetch(`http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/metrics`);
  const counts = (await metrics.text()).matchAll(/^[a-z_]*token_requests_total\{(?<labels>[^}]*)\} (?<count>\d+)/gmu);
  return [...counts]
    .filter(({ groups }) => /refresh_token/u.test(groups!['labels']!) && /success/u.test(groups!['labels']!))
    .reduce((sum, { groups }) => sum + Number(groups!['count']), 0);
}
