import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type AWebApp, aWebApp } from './a-web-app.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const invoicePath = '/invoices/7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c001';

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (values) =>
      await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values } }),
    wcag,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

skipUnless('chromium')('the pages in a real browser', () => {
  let web: AWebApp;
  let browser: Browser;
  beforeAll(async () => {
    [web, browser] = await Promise.all([aWebApp(), chromium()]);
    web.issuer.user = 'Wilhelmina_Charlotte_Maximiliane_von_Hohenstein-Wernigerode';
  });
  afterAll(async () => {
    await browser.close();
    await web.stop();
  });

  /** Walks through every kind of page; what the browser complains about is handed back. */
  async function walk(
    options: BrowserContextOptions,
    look: (page: Page, name: string) => Promise<void>,
  ): Promise<string[]> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
    const complaints: string[] = [];
    const page = await context.newPage();
    // Chromium reports each answer with an error status too; those are what the last pages are about.
    page.on('console', (message) => {
      if (!message.text().includes('the server responded with a status of')) complaints.push(message.text());
    });
    web.api.status = 'open';
    await page.goto(web.origin);
    await look(page, 'home');
    await page.click('#sign-in');
    await page.locator('#invoices').waitFor();
    await look(page, 'invoices');
    await page.click('#invoices tbody a');
    await look(page, 'invoice');
    await page.click('#approve');
    await page.locator('[data-notice=confirmed]').waitFor();
    await look(page, 'confirmed');
    await page.click('#approve');
    await page.locator('[data-notice=approved]').waitFor();
    await look(page, 'approved');
    await page.goto(`${web.origin}/nothing`);
    await look(page, 'error');
    web.api.failWith = 503;
    await page.goto(web.origin + invoicePath);
    await look(page, 'unavailable');
    web.api.failWith = undefined;
    await page.click('#logout');
    await page.click('#yes');
    await page.locator('#sign-in').waitFor();
    await look(page, 'signed out');
    await context.close();
    return complaints;
  }

  it.each([
    ['light', 1280],
    ['light', 390],
    ['light', 320],
    ['dark', 1280],
    ['dark', 390],
  ] as const)('are accessible and fit, %s at %d pixels', async (colorScheme, width) => {
    const faults: string[] = [];
    const options = { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' } as const;
    const complaints = await walk(options, async (page, name) => {
      faults.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
      const scrolls = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      if (scrolls === true) faults.push(`${name}: scrolls sideways`);
      if (!/^\S.* – Invoices$/.test(await page.title())) faults.push(`${name}: has no title`);
    });
    expect([...faults, ...complaints]).toEqual([]);
  });

  it('work without JavaScript', async () => {
    const names: string[] = [];
    const complaints = await walk({ javaScriptEnabled: false }, async (_page, name) => void names.push(name));
    expect([names.length, complaints]).toEqual([8, []]);
  });

  it('show the user, the table and the buttons by names that others may rely on', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(web.origin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.locator('[data-user]').textContent()).toBe(web.issuer.user);
    expect(await page.locator('table#invoices tbody tr').count()).toBe(1);
    expect(await page.locator('button#logout').isVisible()).toBe(true);
    const cookies = await context.cookies(web.origin);
    const session = cookies.find(({ name }) => name === '__Host-web-app-session');
    expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await page.evaluate('document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)')).toBe(
      '{}{}',
    );
    await context.close();
  });
});
