import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { catalogs } from '../../src/texts/catalog.ts';
import { axePath, type SampleServer, startSampleServer } from './sample-server.ts';
import { samplePages } from './samples.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What can differ between two looks at one document; all else is in the document itself, and looked at once. */
const visual = [
  'color-contrast',
  'target-size',
  'link-in-text-block',
  'scrollable-region-focusable',
  'region',
  'bypass',
];

interface Looked {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** What axe finds on the page that is open: by all rules, or by those that depend on how it is looked at. */
async function violations(page: Page, how: 'all' | 'visual'): Promise<string[]> {
  if (how === 'all') await page.addScriptTag({ url: axePath });
  const found = await page.evaluate(
    async (values) =>
      await (globalThis as unknown as { axe: typeof axe }).axe.run({
        runOnly: values as axe.RunOnly,
        resultTypes: ['violations'],
      }),
    how === 'all' ? { type: 'tag', values: wcag } : { type: 'rule', values: visual },
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** In the page: each control that is too low, or does not show that it has the focus. Somebody pressed a key before. */
const faultyControls = `[...document.querySelectorAll('button, .button, input:not([type=hidden])')]
  .filter((control) => control.checkVisibility())
  .flatMap((control) => {
    control.focus();
    const { height } = control.getBoundingClientRect();
    const { outlineStyle } = getComputedStyle(control);
    return height >= 44 && outlineStyle === 'solid' ? [] : [control.outerHTML + ' ' + height + ' ' + outlineStyle];
  })`;

/** In the page: what is wider than the place it has. Menus, long secrets and inputs scroll by themselves. */
const overflowing = `[...document.querySelectorAll('body *:not(.menu, .menu *, .visually-hidden, input, pre, code)')]
  .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
  .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
  .map(({ outerHTML }) => outerHTML.slice(0, 200))`;

/** Pages with long words beside each other; in a browser, they stand for all in every language. */
const crowded = [
  'sign-in by passkey',
  'consent',
  'consent to a program with a document',
  'account security',
  'account sessions',
];

/** In the page: what must be seen at once, and is outside of the window, cut off, or smaller than what the client says of itself. */
const unseen = `['.asker .end', '[data-unchecked]'].flatMap((selector) => {
  const found = document.querySelector(selector);
  const { left, right, top, bottom } = found.getBoundingClientRect();
  const inside = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
  const whole = found.scrollWidth <= found.clientWidth + 1 && document.elementFromPoint((left + right) / 2, bottom - 4) !== null;
  const sizeOf = (element) => parseFloat(getComputedStyle(element).fontSize);
  const large = selector !== '.asker .end' || sizeOf(found) > 1.3 * sizeOf(document.querySelector('.claimed .name'));
  return inside && whole && large ? [] : [selector + ' ' + [left, right, top, bottom, inside, whole, large].join(' ')];
})`;

/** Opens all that is folded. */
const unfold = `for (const fold of document.querySelectorAll('details')) fold.open = true`;

skipUnless('chromium')('pages in a real browser', () => {
  let browser: Browser;
  let server: SampleServer;

  beforeAll(async () => {
    server = await startSampleServer();
    browser = await chromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Visits every page; whatever the browser complains about on its console fails the test. */
  async function visit(
    options: { width: number; query?: string; scripts?: boolean },
    look: (page: Page, name: string) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({
      viewport: { width: options.width, height: 800 },
      reducedMotion: 'reduce',
      javaScriptEnabled: options.scripts ?? true,
    });
    const complaints: string[] = [];
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    for (const name of Object.keys(samplePages())) {
      await page.goto(`${server.origin}/${encodeURIComponent(name)}${options.query ?? ''}`);
      await look(page, name);
    }
    await context.close();
    expect(complaints).toEqual([]);
  }

  const light: Looked = { width: 1280, colorScheme: 'light' };
  it.each([
    { title: 'light and wide, dark on a phone', looks: [light, { width: 390, colorScheme: 'dark' }] as const },
    {
      title: 'dark and wide, light on a phone, Arabic',
      looks: [
        { width: 1280, colorScheme: 'dark' },
        { ...light, width: 390 },
      ] as const,
      query: '?in=ar',
    },
  ])('WCAG 2.2 AA: axe finds nothing on any page ($title)', async ({ looks, query = '' }) => {
    await visit({ width: 1280, query }, async (page, name) => {
      await page.evaluate(unfold);
      for (const [index, { width, colorScheme }] of looks.entries()) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        const found = await violations(page, index === 0 ? 'all' : 'visual');
        expect([name, width, ...found]).toEqual([name, width]);
      }
    });
  });

  it('WCAG 2.2 AA: nothing needs sideways scrolling at 320 pixels, long names and right-to-left included', async () => {
    for (const query of ['', '?long', '?long&in=ar']) {
      await visit({ width: 320, query }, async (page, name) => {
        const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect([name, query, Math.max(0, excess)]).toEqual([name, query, 0]);
      });
    }
  });

  it('WCAG 2.2 AA: in every language, all words find their place at 320 pixels', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
    for (const { language } of catalogs) {
      for (const name of crowded) {
        await page.goto(`${server.origin}/${encodeURIComponent(name)}?in=${language}`);
        await page.evaluate(unfold);
        expect([language, name, await page.evaluate(overflowing)]).toEqual([language, name, []]);
      }
    }
    await page.close();
  });

  it('WCAG 2.2 AA: all that is pressed or typed into is 44 pixels high, and shows its focus', async () => {
    await visit({ width: 390 }, async (page, name) => {
      // The browser gives the focus by itself before its first frame, and complains when something else has it by then.
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => drawn()))');
      await page.evaluate(unfold);
      await page.keyboard.press('Shift');
      expect([name, await page.evaluate(faultyControls)]).toEqual([name, []]);
    });
  });

  it('however long hosts and names are, the end of the host and the warning are seen without scrolling', async () => {
    const page = await browser.newPage();
    for (const width of [390, 1366]) {
      await page.setViewportSize({ width, height: 657 });
      for (const query of ['', '?in=ar']) {
        for (const name of ['consent to a site with a long host', 'consent to a site with long labels']) {
          await page.goto(`${server.origin}/${encodeURIComponent(name)}${query}`);
          expect([name, width, query, await page.evaluate(unseen)]).toEqual([name, width, query, []]);
        }
      }
    }
    await page.close();
  });

  it('the sign-in page fits into a small window, with every link', async () => {
    const page = await browser.newPage({ viewport: { width: 1366, height: 657 } });
    for (const query of ['', '?in=ar']) {
      await page.goto(`${server.origin}/${encodeURIComponent('sign-in by passkey')}${query}`);
      await page.locator('#passkey').waitFor();
      const bottoms = await page.evaluate<number[]>(
        `[...document.querySelectorAll('a, button, summary')].filter((control) => control.checkVisibility({ contentVisibilityAuto: true })).map((control) => control.getBoundingClientRect().bottom)`,
      );
      expect(Math.max(...bottoms)).toBeLessThanOrEqual(657);
      expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(657);
    }
    await page.close();
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
