import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aClient, answerOfClients, invoices } from './a-client.ts';
import { type AConsole, aConsole } from './a-console.ts';

const textOf = ({ text }: { readonly text: string }) => text.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');

describe('clients', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    const clients = [
      aClient(),
      aClient({
        client_id: 'a/b',
        client_name: { en: 'Both', de: 'Beide' },
        disabled: true,
        grant_types: ['client_credentials'],
      }),
      aClient({ client_id: 'new', grant_types: [], scopes: {}, scope: '', resource_server_for: [invoices] }),
    ];
    app.api.answer = (call) => answerOfClients(call, clients);
  });
  afterAll(() => app.stop());

  const asked = () => app.api.calls.findLast(({ path }) => path === '/clients');

  it('are listed by name, each with its kind, its state and a way to its page', async () => {
    const browser = await app.signedIn('de');
    const page = await browser.get(`${app.origin}/clients`);
    expect(Object.fromEntries(asked()?.query ?? [])).toEqual({
      sort: 'name',
    });
    expect(page.text).toContain('<a href="/clients/a%2Fb"><bdi>Beide</bdi></a>');
    expect(textOf(page)).toMatch(
      /The shop shop Website mit einem Server Aktiv.*Beide a\/b Dienst, der für sich selbst handelt Gesperrt/u,
    );
    expect(page.text).toContain('id="add" href="/clients/new"');
    expect(page.text).toContain('href="/clients?cursor=after%2Fthat"');
  });

  it('are searched by what the API can search by, and by nothing else', async () => {
    const browser = await app.signedIn();
    await browser.get(`${app.origin}/clients?q=+sh&by=id&status=disabled&grant=refresh_token&cursor=c%2Fd`);
    expect(Object.fromEntries(asked()?.query ?? [])).toEqual({
      q: 'sh',
      sort: 'id',
      status: 'disabled',
      grant: 'refresh_token',
      cursor: 'c/d',
    });
    await browser.get(`${app.origin}/clients?q=&by=evil&status=evil&grant=evil`);
    expect(Object.fromEntries(asked()?.query ?? [])).toEqual({ sort: 'name' });
  });

  it('may come on a later page than the first, when a filter found none on this one', async () => {
    const browser = await app.signedIn();
    app.api.answer = () => ({ body: { items: [], next: '/clients?cursor=later' } });
    const page = await browser.get(`${app.origin}/clients?grant=refresh_token`);
    expect([page.text.includes('data-empty'), page.text.includes('id="next"')]).toEqual([true, true]);
  });

  it('show what they may ask for in the words of the API, and what they never used', async () => {
    const browser = await app.signedIn('de');
    const page = await browser.get(`${app.origin}/clients/shop`);
    expect(textOf(page)).toMatch(
      /Rechnungen https:\/\/api\.example\/invoices Ändern https:\/\/api\.example\/invoices invoices:read Ihre Rechnungen sehen invoices:write Make invoices nie benutzt/u,
    );
    expect(textOf(page)).toContain('https://old.shop.example/callback nie benutzt');
    expect(textOf(page)).toMatch(/Access-Tokens gelten 5 Minuten\s*\./u);
  });

  it('show what is to be done, the worst first, in the words of the reader or else of the API', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/clients/shop`);
    expect([...page.text.matchAll(/data-finding="(\w+)"/gu)].map(([, code]) => code)).toEqual([
      'secret_old',
      'of_another_version',
    ]);
    expect(textOf(page)).toContain('Look at this A secret is more than a year old.');
    expect(page.text).toContain('What the &lt;b&gt;console&lt;/b&gt; does not know.');
  });

  it('show of secrets what tells them apart, and which have expired', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/clients/shop`);
    expect(textOf(page)).toMatch(/AbC-dEf_1234 \d+ years ago does not expire Remove zYx-wVu_9876 .+ ago expired/u);
  });

  it('may be called as a page is', async () => {
    const browser = await app.signedIn();
    const list = await browser.get(`${app.origin}/clients`);
    expect(list.text).toContain('href="/clients/%6Eew"');
    const page = await browser.get(`${app.origin}/clients/%6Eew`);
    expect([page.status, textOf(page).includes('API that checks tokens')]).toEqual([200, true]);
  });
});

it('a reader of clients who may not see APIs sees their names, and no button', async () => {
  const app = await aConsole({ scopes: ['clients:read'] });
  app.api.answer = (call) => answerOfClients(call, [aClient()]);
  const browser = await app.signedIn();
  const list = await browser.get(`${app.origin}/clients`);
  expect([list.status, list.text.includes('id="add"')]).toEqual([200, false]);
  const page = await browser.get(`${app.origin}/clients/shop`);
  expect([page.status, page.text.includes(invoices), page.text.includes('<form class="post"')]).toEqual([
    200,
    true,
    false,
  ]);
  expect(app.api.calls.some(({ path }) => path.startsWith('/resources'))).toBe(false);
  await app.stop();
});
