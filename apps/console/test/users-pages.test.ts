import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import { faultsOfPages } from './looked-at.ts';
import { ada, answerForUsers } from './some-users.ts';

const user = `/users/${ada.id}`;
const paths = [
  '/users',
  '/users/new',
  user,
  ...['edit', 'roles', 'claims', 'invitation', 'password', 'sessions'].map((page) => `${user}/${page}`),
  `${user}/api-keys/new?resource=https%3A%2F%2Fapi.example.com%2F`,
  '/service-accounts',
  '/service-accounts/api-keys',
  '/service-accounts/new',
  '/service-accounts/new?resource=https%3A%2F%2Fapi.example.com%2F',
];

skipUnless('chromium')('the pages of users and service accounts in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = answerForUsers;
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
