import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brandOf } from '@gatehouse/html';
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { formPostScript, passkeyScript, stylesheet } from '../../src/pages/assets.ts';
import { text } from '../../src/texts/catalog.ts';
import { samplePages } from './samples.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const image = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const long = ' Buchhaltungsdienstleistungsgesellschaft_ohne_Leerzeichen_im_Namen';

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (values) =>
      await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values } }),
    wcag,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

skipUnless('chromium')('pages in a real browser', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    const pages = { en: samplePages(), ar: samplePages('', text('ar')) };
    const longPages = { en: samplePages(long), ar: samplePages(long, text('ar')) };
    // Some of the samples have a brand: its colours are looked at too.
    const brand = brandOf({ radius: 4, colours: { light: { accent: '#1a4fd6' } } }, '/assets', 'Northwind');
    const [brandSheet] = brand.assets;
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname === stylesheet.path) {
        response.setHeader('content-type', stylesheet.contentType).end(stylesheet.body);
        return;
      }
      if (pathname === passkeyScript.path) {
        response.setHeader('content-type', passkeyScript.contentType).end(passkeyScript.body);
        return;
      }
      if (pathname === formPostScript.path) {
        // The page is to stay where it can be looked at.
        response.setHeader('content-type', formPostScript.contentType).end();
        return;
      }
      if (pathname.startsWith('/assets/')) {
        response.setHeader('content-type', pathname.includes('.css') ? 'text/css' : 'image/gif');
        response.end(pathname.includes('.css') ? brandSheet?.body : image);
        return;
      }
      const name = decodeURIComponent(pathname.slice(1));
      const { [searchParams.has('rtl') ? 'ar' : 'en']: documents } = searchParams.has('long') ? longPages : pages;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader(
        'content-security-policy',
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'",
      );
      response.end(documents[name] ?? '');
    });
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening);
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium();
  });

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((closed) => {
      server.close(closed);
    });
  });

  /** Visits every page; whatever the browser complains about on its console fails the test. */
  async function visit(
    options: { width: number; dark?: boolean; query?: string; scripts?: boolean },
    look: (page: Page, name: string) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({
      viewport: { width: options.width, height: 800 },
      colorScheme: options.dark === true ? 'dark' : 'light',
      reducedMotion: 'reduce',
      javaScriptEnabled: options.scripts ?? true,
    });
    const complaints: string[] = [];
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    for (const name of Object.keys(samplePages())) {
      await page.goto(`${origin}/${encodeURIComponent(name)}${options.query ?? ''}`);
      await look(page, name);
    }
    await context.close();
    expect(complaints).toEqual([]);
  }

  it.each([
    { title: 'light, wide', width: 1280 },
    { title: 'dark, wide, Arabic', width: 1280, dark: true, query: '?rtl' },
    { title: 'light, phone, Arabic', width: 390, query: '?rtl' },
    { title: 'dark, phone', width: 390, dark: true },
  ])(
    'WCAG 2.2 AA: axe finds nothing on any page ($title)',
    async (options) => {
      await visit(options, async (page, name) => {
        for (const fold of await page.locator('summary').all()) await fold.click();
        expect([name, ...(await violations(page))]).toEqual([name]);
      });
    },
    180_000,
  );

  it('WCAG 2.2 AA: nothing needs sideways scrolling at 320 pixels, long names and right-to-left included', async () => {
    for (const query of ['', '?long', '?long&rtl']) {
      await visit({ width: 320, query }, async (page, name) => {
        const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect([name, query, Math.max(0, excess)]).toEqual([name, query, 0]);
      });
    }
  });

  it('WCAG 2.2 AA: all that is pressed or typed into is 44 pixels high, and shows its focus', async () => {
    await visit({ width: 390 }, async (page, name) => {
      for (const fold of await page.locator('summary').all()) await fold.click();
      for (const control of await page.locator('button, .button, input:not([type=hidden])').all()) {
        expect([name, (await control.boundingBox())!.height >= 44]).toEqual([name, true]);
        await control.focus();
        await page.keyboard.press('Shift');
        const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
        expect([name, outline]).toEqual([name, 'solid']);
      }
    });
  });

  it('AS-17: markup in names makes no element', async () => {
    const hostile = samplePages(`"'><img src=x onerror=alert(1)>`);
    const context = await browser.newContext();
    const page = await context.newPage();
    for (const [name, document] of Object.entries(hostile)) {
      await page.setContent(document, { waitUntil: 'commit' });
      expect([name, await page.locator('[onerror]').count()]).toEqual([name, 0]);
    }
    await context.close();
  });

  it('without JavaScript: the first wrong or empty input has the focus', async () => {
    await visit({ width: 390, scripts: false }, async (page, name) => {
      const focused = await page.locator(':focus').count();
      const inputs = await page.locator('input:not([type=hidden])').count();
      if (inputs > 0) expect([name, focused]).toEqual([name, 1]);
    });
  });
});
