import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import { gallery, galleryPaths } from './gallery.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const mostBytes = 60 * 1024;

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
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole({ pages: gallery }), chromium()]);
    app.issuer.user = 'Wilhelmina_Charlotte_Maximiliane_von_Hohenstein-Wernigerode';
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    ['light', 1280, 'en', true],
    ['dark', 390, 'ar', true],
    ['light', 320, 'de', false],
  ] as const)(
    'are accessible, small and fit without a script, %s at %d pixels in %s',
    async (colorScheme, width, locale, isJudged) => {
      const faults: string[] = [];
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        colorScheme,
        locale,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      // Chromium reports each answer with an error status too; the last page is about one.
      page.on('console', (message) => {
        if (!message.text().includes('the server responded with a status of')) faults.push(message.text());
      });
      const look = async (name: string) => {
        if (isJudged) faults.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
        const scrolls = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        if (scrolls === true) faults.push(`${name}: scrolls sideways`);
        if (!/^\S.* – \S/u.test(await page.title())) faults.push(`${name}: has no title`);
        const bytes = Buffer.byteLength(await page.content());
        if (bytes > mostBytes) faults.push(`${name}: has ${bytes} bytes`);
      };
      await page.goto(app.origin);
      await look('welcome');
      await page.click('#sign-in');
      await page.locator('[data-user]').waitFor();
      for (const path of galleryPaths) {
        await page.goto(app.origin + path);
        await look(path);
      }
      expect(await page.locator('script, [style]').count()).toBe(0);
      await context.close();
      expect(faults).toEqual([]);
    },
  );

  it('keep the session in a cookie that no script can read, and nothing else in the browser', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(`${app.origin}/sign-in`);
    const cookies = await context.cookies(app.origin);
    const session = cookies.find(({ name }) => name === '__Host-console-session');
    expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await page.evaluate('document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)')).toBe(
      '{}{}',
    );
    await context.close();
  });
});
