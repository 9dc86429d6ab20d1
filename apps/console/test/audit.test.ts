import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditEvents } from '../src/texts/audit-events.ts';
import { type AConsole, aConsole } from './a-console.ts';
import type { AdminCall, AdminReply } from './an-admin-api.ts';

const alice = '0197a1b2-0000-7000-8000-000000000001';
const gone = '0197a1b2-0000-7000-8000-000000000002';
const first = {
  id: '0190001',
  time: '2026-11-28T12:00:00.000Z',
  event: 'client.changed',
  outcome: 'success',
  request_id: 'a/request',
  actor: { type: 'client', id: 'gateway' },
  act: ['orders-api', 'gateway'],
  subject: alice,
  client_id: 'web-app',
  target: { type: 'resource', id: 'https://orders.example/api' },
  explanation: 'Ticket <4711>',
  before: 'B'.repeat(43),
  after: 'A'.repeat(43),
  changed: ['redirect_uris'],
};
const second = {
  id: '0190002',
  time: '2026-11-28T12:00:00.250Z',
  event: 'a.new_one',
  outcome: 'failure',
  reason: 'wrong_password',
  request_id: 'a/request',
  actor: { type: 'user', id: gone },
};
const ofMachine = {
  ...second,
  id: '0190003',
  request_id: undefined,
  actor: { type: 'operator', id: 'carol' },
  explanation: 'By hand',
};

function answer({ path, query }: AdminCall): AdminReply | undefined {
  if (path === '/audit/events') return { body: { items: ['user.disabled', 'user.enabled', 'registry.applied'] } };
  if (path === '/audit') return { body: { items: [first, second, ofMachine], next: '/audit?cursor=after%2Fthat' } };
  if (path === '/audit/requests/a%2Frequest') return { body: { items: [first, second] } };
  if (path.startsWith('/audit/requests/')) return { body: { items: [] } };
  if (path === `/users/${alice}`) return { body: { id: alice, login: 'alice' } };
  if (path === '/users')
    return { body: { items: query.get('login') === 'alice' ? [{ id: alice, login: 'alice' }] : [] } };
  return undefined;
}

const searched = (app: AConsole) =>
  Object.fromEntries(app.api.calls.findLast(({ path }) => path === '/audit')?.query ?? []);

describe('audit', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
    app.api.answer = answer;
  });
  beforeEach(() => {
    app.api.calls.length = 0;
  });
  afterAll(() => app.stop());

  it('lists what happened in words, who did it and on what, with the way to each', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/audit`);
    expect(text).toContain('<a href="/audit/requests/a%2Frequest?record=0190001#0190001">Application changed</a>');
    expect(text).toContain('<a href="/resources/https%3A%2F%2Forders.example%2Fapi">');
    expect(text).toContain('<a href="/clients/gateway">');
    // What has no words yet goes by its name, and users who are gone by their identifiers.
    expect(text).toContain('#0190002">a.new_one</a>');
    expect([text.includes(gone), text.includes(`/users/${gone}`)]).toEqual([true, false]);
    expect(text).toContain('<code>wrong_password</code>');
  });

  it('has the details of what no request did in the list itself', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/audit`);
    expect(text).toMatch(/<details class="record"><summary>a\.new_one<\/summary>.*<code>carol<\/code>.*By hand/su);
  });

  it('searches by what the API searches by, users by login too, and keeps it on the next page', async () => {
    const browser = await app.signedIn();
    const query =
      'event=user.*&user=alice&client=web-app&outcome=failure&since=2026-11-28T10:00&until=nonsense&tokens=false&order=oldest';
    const { text } = await browser.get(`${app.origin}/audit?${query}`);
    expect(searched(app)).toEqual({
      limit: '25',
      event: 'user.*',
      user: alice,
      client: 'web-app',
      outcome: 'failure',
      since: '2026-11-28T10:00:00.000Z',
      tokens: 'false',
      order: 'oldest',
    });
    expect(text).toContain('<option value="user.*" selected>user: all</option>');
    expect(text).toContain('value="2026-11-28T10:00"');
    expect(text).toMatch(/id="next" rel="next" href="\/audit\?event=user[^"]*user=alice[^"]*cursor=after%2Fthat"/u);
  });

  it('finds what was done to one object, as other pages link to it', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(
      `${app.origin}/audit?target_type=key&target_id=kid-1&event=a&event=b&user=${gone}`,
    );
    expect(searched(app)).toMatchObject({ target_type: 'key', target_id: 'kid-1', user: gone });
    const events = app.api.calls.findLast(({ path }) => path === '/audit')?.query.getAll('event');
    expect(events).toEqual(['a', 'b']);
    expect(text).toContain('name="target_id" value="kid-1"');
  });

  it('shows everything of one request in order, with all that is known folded below', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/audit/requests/a%2Frequest`);
    const steps = text.split('<ol class="timeline"')[1] ?? '';
    expect(steps.indexOf('Application changed')).toBeLessThan(steps.indexOf('a.new_one'));
    expect(steps).toContain('+250 ms');
    expect(steps).toContain('<li id="0190002" class="failed">');
    expect(steps).toContain('<code>orders-api</code> for <code>gateway</code> for <a href="/users/');
    expect(steps).toContain(`<code>${'B'.repeat(43)}</code>`);
    expect(steps).toContain(`<code>${'A'.repeat(43)}</code>`);
    expect(steps).toContain('Ticket &lt;4711&gt;');
    expect(text).toContain(`href="/audit?user=${alice}"`);
    expect(text).toContain('href="/audit?client=web-app"');
  });

  it('leads from a reference to its request, and says when nothing is recorded', async () => {
    const browser = await app.signedIn('ja');
    const { text, url } = await browser.get(`${app.origin}/audit?request=no%2Fthing`);
    expect([url.pathname === '/audit/requests/no%2Fthing', text.includes('data-empty')]).toEqual([true, true]);
  });
});

it('a long line comes in parts, and the details of a record where it is asked for', async () => {
  const app = await aConsole();
  const items = Array.from({ length: 60 }, (_, at) => ({ ...first, id: `a${at}` }));
  app.api.answer = ({ path }) => (path.startsWith('/audit/requests/') ? { body: { items } } : undefined);
  const browser = await app.signedIn();
  const address = `${app.origin}/audit/requests/long`;
  const part = await browser.get(address);
  expect([part.text.includes('id="a24"'), part.text.includes('id="a25"')]).toEqual([true, false]);
  expect(part.text).toContain('href="/audit/requests/long?from=25"');
  expect(part.text).not.toContain('<details>');
  const asked = await browser.get(`${address}?record=a30`);
  expect([asked.text.includes('id="a25"'), asked.text.split('<details open>').length]).toEqual([true, 2]);
  await app.stop();
});

it('an auditor without the users sees identifiers, and no link that leads nowhere', async () => {
  const app = await aConsole({ scopes: ['audit:read'] });
  app.api.answer = answer;
  const browser = await app.signedIn();
  const { status, text } = await browser.get(`${app.origin}/audit?user=alice`);
  expect([status, text.includes('href="/users'), text.includes('href="/clients')]).toEqual([200, false, false]);
  expect(app.api.calls.filter(({ path }) => path.startsWith('/users'))).toEqual([]);
  await app.stop();
});

it('every event that can be recorded has words', () => {
  const file = join(rootDirectory, 'docs/audit-record.schema.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: { event: { enum: string[] } } };
  expect(Object.keys(auditEvents('en'))).toEqual(schema.properties.event.enum);
});
