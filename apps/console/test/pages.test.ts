import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import { gallery, galleryPaths } from './gallery.ts';
import { faultsOfPages } from './looked-at.ts';

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
      const faults = await faultsOfPages(app, browser, galleryPaths, { colorScheme, width, locale, isJudged });
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
