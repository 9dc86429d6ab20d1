import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aClient, answerOfClients, invoices } from './a-client.ts';
import { type AConsole, aConsole } from './a-console.ts';
import { faultsOfPages } from './looked-at.ts';

const long = 'Donaudampfschifffahrtsgesellschaftskapitaensmuetzenverwaltung-';
const clients = [
  aClient(),
  aClient({
    client_id: long + 'x'.repeat(128 - long.length),
    client_name: `${long}<b>`.repeat(3),
    redirect_uris: Array.from(
      { length: 20 },
      (_, at) => `https://${long.toLowerCase()}.example/${at}/${'y'.repeat(200)}`,
    ),
    disabled: true,
  }),
  ...Array.from({ length: 48 }, (_, at) => aClient({ client_id: `${long}${at}`, client_name: `${long}${at} ${long}` })),
];
const paths = [
  '/clients',
  '/clients/shop',
  '/clients/shop/edit',
  '/clients/shop/advanced',
  '/clients/shop/scopes',
  `/clients/shop/scopes/${encodeURIComponent(invoices)}`,
  `/clients/${clients[1]?.client_id}/edit`,
  `/clients/${clients[1]?.client_id}`,
];

skipUnless('chromium')('the pages of clients in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = (call) => answerOfClients(call, clients);
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    ['light', 1366, 'en', true],
    ['dark', 390, 'ar', true],
    ['light', 320, 'de', false],
  ] as const)('are accessible, small and fit, %s at %d pixels in %s', async (colorScheme, width, locale, isJudged) => {
    expect(await faultsOfPages(app, browser, paths, { colorScheme, width, locale, isJudged })).toEqual([]);
  });
});
