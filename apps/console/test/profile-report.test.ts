/** The report on a profile, in the console. */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import type { AdminCall, AdminReply } from './an-admin-api.ts';
import { faultsOfPages } from './looked-at.ts';

const path = '/settings/report';
const finding = (rule: string, level: string, result: string) => ({
  rule,
  level,
  section: 'section 2.1',
  requirement: `What ${rule} <b>asks</b> of a client that has to do something about it`,
  result,
  value: `https://a-long-host-of-somebody.example/${rule}/and/further/on`,
  advice: `Do something about ${rule}.`,
});
const findings = [
  finding('should_fail', 'SHOULD', 'fails'),
  finding('must_fail', 'MUST', 'fails'),
  ...Array.from({ length: 20 }, (_, at) => finding(`rule_${at}`, 'MUST', at % 2 === 0 ? 'holds' : 'not_checked')),
];
const items = [
  { kind: 'server', id: 'https://login.example', findings: findings.slice(2) },
  ...Array.from({ length: 9 }, (_, at) => ({ kind: 'client', id: `client-${at}`, findings })),
];

function answer({ path: asked }: AdminCall): AdminReply | undefined {
  if (!asked.startsWith('/reports/')) return undefined;
  const profile = asked.slice('/reports/'.length);
  const head = { profile, specification: `About ${profile}`, examined_at: '2026-11-29T12:00:00Z' };
  return { body: { ...head, items, next: `${asked}?cursor=more` } };
}

describe('the report on a profile', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = answer;
  });
  afterAll(() => app.stop());

  it('says of each what does not hold, MUST first, and what to do', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(app.origin + path);
    const [server = '', client = ''] = text.split('<section').slice(1);
    expect([server.includes('Every MUST that was checked holds'), server.includes('<table')]).toEqual([true, false]);
    expect(client).toContain('<span class="badge bad">Does not hold</span>');
    expect([...client.matchAll(/<th scope="row">\w+ <code>(\w+)/gu)].map(([, rule]) => rule)).toEqual([
      'must_fail',
      'should_fail',
    ]);
    expect(client).toContain('Do something about must_fail.');
    expect(client).toContain('&lt;b&gt;asks');
    expect(client).toContain('<summary>Other rules: 20</summary>');
  });

  it('is of the profile that was chosen, page by page, and of no other', async () => {
    const browser = await app.signedIn();
    app.api.calls.length = 0;
    const { text } = await browser.get(`${app.origin}${path}?profile=oauth21`);
    expect(text).toContain('About oauth21');
    expect(text).toContain(`href="${path}?profile=oauth21&amp;cursor=more"`);
    await browser.get(`${app.origin}${path}?profile=oauth21&cursor=more`);
    await browser.get(`${app.origin}${path}?profile=..%2Fusers`);
    expect(app.api.calls.map(({ path: to, query }) => [to, query.get('cursor')])).toEqual([
      ['/reports/oauth21', null],
      ['/reports/oauth21', 'more'],
      ['/reports/mcp-2026-07-28', null],
    ]);
  });

  it('is not linked for users who may not read clients', async () => {
    const reader = await aConsole({ scopes: ['settings:read'] });
    try {
      reader.api.answer = () => ({ body: { settings: {} } });
      const browser = await reader.signedIn();
      expect((await browser.get(`${reader.origin}/settings`)).text).not.toContain(path);
    } finally {
      await reader.stop();
    }
  });
});

skipUnless('chromium')('the report in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = answer;
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
    expect(await faultsOfPages(app, browser, [path], { colorScheme, width, locale, isJudged })).toEqual([]);
  });
});
