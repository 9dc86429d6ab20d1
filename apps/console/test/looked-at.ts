/** What is wrong with pages in a real browser: accessibility, size, width, title, scripts, and what the browser reports. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { AConsole } from './a-console.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const mostBytes = 60 * 1024;

/** How they are looked at. */
export interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly locale: string;
  /** Whether accessibility is judged too. */
  readonly isJudged: boolean;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (values) =>
      await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values } }),
    wcag,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Signs in and looks at the welcome page and at each path. @returns what is wrong */
export async function faultsOfPages(
  app: AConsole,
  browser: Browser,
  paths: readonly string[],
  { colorScheme, width, locale, isJudged }: Look,
): Promise<string[]> {
  const faults: string[] = [];
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    colorScheme,
    locale,
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // Chromium reports each answer with an error status too; some pages are about one.
  page.on('console', (message) => {
    if (!message.text().includes('the server responded with a status of')) faults.push(message.text());
  });
  const look = async (name: string) => {
    if (isJudged) faults.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
    const scrolls = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    if (scrolls === true) faults.push(`${name}: scrolls sideways`);
    if (!/^\S.* – \S/u.test(await page.title())) faults.push(`${name}: has no title`);
    const ids = (await page.evaluate('[...document.querySelectorAll("[id]")].map(({ id }) => id)')) as string[];
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length > 0) faults.push(`${name}: has these twice: ${twice.join(' ')}`);
    const bytes = Buffer.byteLength(await page.content());
    if (bytes > mostBytes) faults.push(`${name}: has ${bytes} bytes`);
    if ((await page.locator('script, [style]').count()) > 0) faults.push(`${name}: has scripts or styles of its own`);
  };
  await page.goto(app.origin);
  await look('welcome');
  await page.click('#sign-in');
  await page.locator('[data-user]').waitFor();
  for (const path of paths) {
    await page.goto(app.origin + path);
    await look(path);
  }
  await context.close();
  return faults;
}
