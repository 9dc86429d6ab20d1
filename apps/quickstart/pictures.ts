/**
 * Makes the pictures of pages that README.md shows: `npm run pictures` starts the product on free ports, opens each page in
 * Chromium, light and dark, and writes docs/pictures/. Needs an installed Chromium.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, rootDirectory } from '@gatehouse/testkit';
import type { Browser, Page } from 'playwright-core';
import { type Product, startProduct } from './test/product.ts';

const folder = join(rootDirectory, 'docs/pictures');
const schemes = ['light', 'dark'] as const;
/** A window as narrow as three of them side by side in a README, twice as sharp as it is shown there. */
const looks = { viewport: { width: 440, height: 760 }, deviceScaleFactor: 1.5, locale: 'en-GB' };

/** Somebody else's application, for which the user is asked for consent. Nobody comes back to it. */
function consentRequest({ issuer, api }: Product): string {
  const parameters = new URLSearchParams({
    client_id: 'third-party',
    response_type: 'code',
    redirect_uri: 'https://localhost:3005/callback',
    scope: 'openid email invoice_read',
    resource: api,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  return `${issuer}/auth?${parameters.toString()}`;
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.fill('input[name=login]', 'alice');
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForEvent('load'), page.click('#submit')]);
}

async function photograph(product: Product, browser: Browser, colorScheme: (typeof schemes)[number]): Promise<void> {
  const context = await browser.newContext({ ...looks, colorScheme, ignoreHTTPSErrors: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const shoot = async (name: string) => {
    await page.evaluate('document.activeElement?.blur()');
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  };
  await page.goto(product.webApp);
  await Promise.all([page.waitForEvent('load'), page.click('#sign-in')]);
  await shoot('sign-in');
  const password = await product.passwordOf('alice');
  await page.goto(consentRequest(product));
  await signIn(page, password);
  await shoot('consent');
  await page.goto(`${product.issuer}/account`);
  await shoot('account');
  await context.close();
}

const product = await startProduct();
const browser = await chromium();
try {
  mkdirSync(folder, { recursive: true });
  for (const scheme of schemes) await photograph(product, browser, scheme);
} finally {
  await browser.close();
  await product.stop();
}
