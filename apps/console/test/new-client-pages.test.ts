import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, rootDirectory, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { consolePages } from '../src/sections/all.ts';
import { madeBody } from '../src/sections/new-client/made.ts';
import type { ConsolePage } from '../src/visit.ts';
import { type AConsole, aConsole } from './a-console.ts';
import { faultsOfPages } from './looked-at.ts';
import { anApi, theShop } from './the-shop.ts';

/** The end of the guide, which is otherwise the answer to a form. */
const madePage: ConsolePage = {
  path: '/clients/made',
  scope: 'clients:read',
  show: (visit) => ({ title: 'web-app', body: madeBody(visit, { client: theShop, client_secret: 'x'.repeat(43) }) }),
};
const paths = ['/clients/new', '/clients/new/web', '/clients/new/native', '/clients/made', '/clients/web-app/code'];

skipUnless('chromium')('the guide to a new client in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole({ pages: [madePage, ...consolePages] }), chromium()]);
    app.api.answer = ({ path }) => {
      if (path === '/resources') return { body: { items: [anApi], next: '/resources?cursor=x' } };
      return path === '/clients/web-app' ? { body: theShop } : undefined;
    };
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    ['light', 1366, 'en', true],
    ['dark', 390, 'ar', true],
    ['light', 320, 'de', false],
  ] as const)('is accessible, small and fits, %s at %d pixels in %s', async (colorScheme, width, locale, isJudged) => {
    expect(await faultsOfPages(app, browser, paths, { colorScheme, width, locale, isJudged })).toEqual([]);
  });

  it('shows one program at a time, that of the button that is pressed, and selects all of a file by a click', async () => {
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false })).newPage();
    await page.goto(`${app.origin}/sign-in`);
    await page.goto(`${app.origin}/clients/web-app/code`);
    const shown = () =>
      page.locator('[data-program]:visible').evaluateAll((all) => all.map((one) => one.getAttribute('data-program')));
    expect(await shown()).toEqual(['express']);
    await page.click('label[for=code-java]');
    expect(await shown()).toEqual(['java']);
    await page.click('[data-program=java] [data-file="pom.xml"] code');
    const selected = (await page.evaluate('getSelection().toString()')) as string;
    expect(selected.trim()).toBe(readFileSync(join(rootDirectory, 'examples/java/pom.xml'), 'utf8').trim());
    await page.context().close();
  });
});
