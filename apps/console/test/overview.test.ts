/** The first page: what is wrong, what goes on, what waits; and what to do first. */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import { answerForOverview } from './an-overview.ts';
import { faultsOfPages } from './looked-at.ts';

describe('the overview', () => {
  let app: AConsole;
  let isFresh = false;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    isFresh = false;
    app.api.calls.length = 0;
    app.api.answer = (call) => answerForOverview(call, isFresh);
  });
  afterAll(() => app.stop());

  it('shows what is wrong, the worst first, with what to do, and nothing of what is fine', async () => {
    const browser = await app.signedIn('de');
    const { text } = await browser.get(`${app.origin}/`);
    const shown = [...text.matchAll(/<li data-finding="([^"]+)"><span class="badge (\w+)"/gu)];
    expect(shown.map(([, code, colour]) => `${code} ${colour}`)).toEqual([
      'clients bad',
      'mode caution',
      'clients caution',
      'of_a_later_version caution',
    ]);
    expect(text).toContain('<span dir="auto" lang="en">clients have a valid secret<br><span class="soft">none: shop');
    expect(text).toContain('&lt;b&gt;shop&lt;/b&gt;');
    expect(text).not.toContain('database (sqlite) answers');
  });

  it.each([
    ['', 'day', 24],
    ['?span=week', 'week', 42],
    ['?span=month', 'month', 30],
    ['?span=century', 'day', 24],
  ])('"%s" shows a %s in four charts that are tables too', async (query, span, rows) => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/${query}`);
    expect(app.api.calls.findLast(({ path }) => path === '/overview')?.query.get('span')).toBe(span);
    expect([...text.matchAll(/<figure class="chart" id="([^"]+)"/gu)].map(([, id]) => id)).toEqual([
      'sign-ins',
      'tokens',
      'refusals',
      'errors',
    ]);
    const errors = text.slice(text.indexOf('id="errors"'));
    expect(errors.match(/<tr><th scope="row">/gu)).toHaveLength(rows);
    expect(text).toContain(`aria-current="true">${{ day: '24 hours', week: '7 days', month: '30 days' }[span]}`);
  });

  it('shows how long keys sign and what waits, and says no first steps where there is much already', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/`);
    expect(text).toMatch(/<dt>Tokens \(RS256\)<\/dt>.*The next one takes over <time [^>]*>in 12 days/su);
    expect(text).toMatch(/<dt>Tried and not sent yet<\/dt><dd><span class="badge caution">3</u);
    expect(text).not.toContain('id="first-steps"');
  });

  it('of a fresh server says what to do first', async () => {
    isFresh = true;
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/`);
    expect([...text.matchAll(/id="first-\w+" href="([^"]+)"/gu)].map(([, href]) => href)).toEqual([
      '/clients/new',
      '/users/new',
    ]);
    expect(text).toContain('Nothing happened in this span of time');
    expect(text).toContain('Nothing is wrong.');
    expect(text).toContain('Nothing waits');
  });
});

it('support sees figures, and is told nothing of keys and settings', async () => {
  const app = await aConsole({ scopes: ['audit:read'] });
  app.api.answer = (call) => {
    const answer = answerForOverview(call, true);
    const {
      keys: _keys,
      outbox: _outbox,
      clients: _clients,
      users: _users,
      ...rest
    } = { ...(answer?.body as object) } as Record<string, unknown>;
    return { body: rest };
  };
  const browser = await app.signedIn();
  const { status, text } = await browser.get(`${app.origin}/`);
  expect([status, text.includes('id="charts"')]).toEqual([200, true]);
  expect(new Set(app.api.calls.map(({ path }) => path))).toEqual(new Set(['/overview']));
  for (const part of ['findings', 'keys', 'outbox', 'first-steps']) expect(text).not.toContain(`id="${part}"`);
  await app.stop();
});

skipUnless('chromium')('the overview in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  let isFresh = false;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = (call) => answerForOverview(call, isFresh);
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    ['light', 1366, 'en', true, false],
    ['dark', 390, 'ar', true, false],
    ['dark', 1366, 'ja', true, true],
    ['light', 320, 'de', false, false],
  ] as const)(
    'is accessible, small and fits, %s at %d pixels in %s',
    async (colorScheme, width, locale, isJudged, fresh) => {
      isFresh = fresh;
      const paths = ['/', '/?span=week', '/?span=month'];
      expect(await faultsOfPages(app, browser, paths, { colorScheme, width, locale, isJudged })).toEqual([]);
    },
  );
});
