import type { ABrowser, Visited } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AConsole, aConsole } from './a-console.ts';

const item = {
  id: 'one/two',
  kind: 'mail',
  attempts: 3,
  due_at: '2026-11-28T12:00:00Z',
  created_at: '2026-11-27T12:00:00Z',
  expires_at: '2026-11-30T12:00:00Z',
  last_failure: '550 <b>no</b> such mailbox',
};
const preview = {
  dry_run: true,
  operation: 'give up a message',
  changes: [],
  ends: [],
  counts: {},
  tells: [],
  audited: [],
  notes: [],
};

/** Sends the form that goes to `action`, with all that it carries. */
async function send(app: AConsole, browser: ABrowser, page: Visited, action: string): Promise<Visited> {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const body = new URLSearchParams(hidden.map(([, name = '', value = '']): [string, string] => [name, value]));
  return browser.post(app.origin + action, body, { origin: app.origin });
}

describe('mail and notices, and settings', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = ({ path, headers }) => {
      if (path === '/settings')
        return { body: { settings: { issuer: 'https://id.example', smtp_url: '***', mode: null } } };
      if (path === '/outbox') return { body: { items: [item], next: '/outbox?cursor=after%2Fthat' } };
      return headers['prefer'] === 'dry-run' ? { body: preview } : { status: 204 };
    };
  });
  afterAll(() => app.stop());

  it('lists what waits, page by page, and says nothing of its content', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/outbox?kind=mail`);
    expect(page.text).toContain('<td data-label="Attempts" class="number">3</td>');
    expect(page.text).toContain('550 &lt;b&gt;no&lt;/b&gt; such mailbox');
    expect(page.text).toContain('href="/outbox?kind=mail&amp;cursor=after%2Fthat"');
    await browser.get(`${app.origin}/outbox?kind=mail&cursor=after%2Fthat`);
    expect(Object.fromEntries(app.api.calls.at(-1)?.query ?? [])).toEqual({ cursor: 'after/that', kind: 'mail' });
  });

  it('sends an entry at once, under one key however often the answer is lost', async () => {
    const browser = await app.signedIn();
    const list = await browser.get(`${app.origin}/outbox`);
    const done = await send(app, browser, list, '/outbox/one%2Ftwo/retry');
    expect(done.text).toContain('<p>It is sent next.</p>');
    const call = app.api.calls.find(({ method }) => method === 'POST');
    expect([call?.path, call?.headers['idempotency-key']]).toEqual(['/outbox/one%2Ftwo/retry', expect.any(String)]);
  });

  it('gives an entry up after a second look', async () => {
    const browser = await app.signedIn();
    const list = await browser.get(`${app.origin}/outbox`);
    const before = await send(app, browser, list, '/outbox/one%2Ftwo/drop');
    expect(before.text).toContain('id="preview"');
    const done = await send(app, browser, before, '/outbox/one%2Ftwo/drop');
    expect(done.text).toContain('<p>It is given up.</p>');
    const sent = app.api.calls.filter(({ method }) => method === 'POST');
    expect(sent.map(({ headers }) => headers['prefer'])).toEqual(['dry-run', undefined]);
  });

  it('shows settings as they are in force, and finds some by their names', async () => {
    const browser = await app.signedIn('ja');
    const all = await browser.get(`${app.origin}/settings`);
    expect(all.text).toContain('<code>smtp_url</code>');
    const some = await browser.get(`${app.origin}/settings?q=ISS`);
    expect([some.text.includes('<code>issuer</code>'), some.text.includes('smtp_url')]).toEqual([true, false]);
  });
});

it('support sees what waits, without a button', async () => {
  const app = await aConsole({ scopes: ['outbox:read'] });
  app.api.answer = () => ({ body: { items: [item] } });
  const browser = await app.signedIn();
  const page = await browser.get(`${app.origin}/outbox`);
  expect([page.status, page.text.includes('id="outbox"'), page.text.includes('/retry')]).toEqual([200, true, false]);
  await app.stop();
});
