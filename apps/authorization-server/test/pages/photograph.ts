/**
 * `npm run pages [-- NAME…]`: a picture of every page (or of those whose names begin so) at three widths, light, dark and
 * right-to-left, and a sheet of all of each kind, in `reports/pages/`. For people to look at; nothing is judged here.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@gatehouse/testkit';
import type { Browser, Page } from 'playwright-core';
import { startSampleServer } from './sample-server.ts';
import { samplePages } from './samples.ts';

const folder = path.resolve('reports/pages');
const sizes = [
  { width: 390, height: 844 },
  { width: 1366, height: 657 },
  { width: 1920, height: 1080 },
];
const looks = [
  { look: 'light', colorScheme: 'light', query: '' },
  { look: 'dark', colorScheme: 'dark', query: '' },
  { look: 'right-to-left', colorScheme: 'light', query: '?in=ar' },
] as const;

/** All pictures of a kind on one, each with its name. */
async function sheet(page: Page, kind: string, names: readonly string[]): Promise<void> {
  const figures = names.map(
    (name) =>
      `<figure><img src="file://${path.join(folder, kind, `${name}.png`)}"><figcaption>${name}</figcaption></figure>`,
  );
  const source = path.join(folder, `${kind}.html`);
  await writeFile(
    source,
    `<!doctype html><style>body{display:flex;flex-wrap:wrap;gap:12px;margin:12px;background:#888;font:14px sans-serif}figure{margin:0}img{height:420px}</style>${figures.join('')}`,
  );
  await page.goto(`file://${source}`);
  await page.screenshot({ path: path.join(folder, `${kind}.png`), fullPage: true });
}

async function photograph(browser: Browser, origin: string, names: readonly string[]): Promise<void> {
  const sheets = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  for (const { look, colorScheme, query } of looks) {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const size of sizes) {
      const kind = `${size.width}-${look}`;
      await mkdir(path.join(folder, kind), { recursive: true });
      await page.setViewportSize(size);
      for (const name of names) {
        await page.goto(`${origin}/${encodeURIComponent(name)}${query}`);
        await page.screenshot({ path: path.join(folder, kind, `${name}.png`), fullPage: true });
      }
      await sheet(sheets, kind, names);
    }
    await context.close();
  }
}

const wanted = process.argv.slice(2);
const names = Object.keys(samplePages()).filter(
  (name) => wanted.length === 0 || wanted.some((beginning) => name.startsWith(beginning)),
);
await rm(folder, { recursive: true, force: true });
const server = await startSampleServer();
const browser = await chromium();
await photograph(browser, server.origin, names);
await browser.close();
await server.stop();
process.stdout.write(`${names.length} pages in ${folder}\n`);
