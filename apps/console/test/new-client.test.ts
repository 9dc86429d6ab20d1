import { type ClientKind, frameworksOf, signInSnippet } from '@gatehouse/admin-client/snippets';
import type { ABrowser, Visited } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { identifierOf } from '../src/sections/new-client/answers.ts';
import { guidedKinds } from '../src/sections/new-client/kinds.ts';
import { type AConsole, aConsole } from './a-console.ts';
import { problem } from './an-admin-api.ts';
import { programsOn } from './programs-on.ts';
import { anApi, theShop } from './the-shop.ts';

const secret = 'the-secret-that-is-shown-once';
const preview = {
  dry_run: true,
  operation: 'declare a new client',
  changes: [{ pointer: '/client_id', after: 'my-shop' }],
  ends: [],
  counts: {},
  tells: [],
  audited: [],
  notes: [],
};

/** Sends the form on the page with what it holds hidden, and what is typed. */
async function send(
  app: AConsole,
  browser: ABrowser,
  page: Visited,
  path: string,
  typed: readonly (readonly [string, string])[] = [],
): Promise<Visited> {
  const form = page.text.split('<form').find((part) => part.includes(`action="${path}"`)) ?? '';
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const names = new Set(typed.map(([name]) => name));
  const body = new URLSearchParams([
    ...hidden.map(([, name = '', value = '']): [string, string] => [name, value]).filter(([name]) => !names.has(name)),
    ...typed.map(([name, value]): [string, string] => [name, value]),
  ]);
  return browser.post(app.origin + path, body, { origin: app.origin });
}

describe('the guide to a new client', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = ({ path, method, headers }) => {
      if (path === '/resources') return { body: { items: [anApi] } };
      if (path === '/clients/web-app') return { body: theShop };
      if (path !== '/clients' || method !== 'POST') return undefined;
      if (headers['prefer'] === 'dry-run') return { body: preview };
      return { status: 201, body: { client: { ...theShop, client_id: 'my-shop' }, client_secret: secret } };
    };
  });
  afterAll(() => app.stop());

  it('asks what kind of application it is, in a sentence each', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/clients/new`);
    for (const kind of guidedKinds) expect(page.text).toContain(`href="/clients/new/${kind}"`);
    expect(page.text).toContain('href="/resources"');
    expect((await browser.get(`${app.origin}/clients/new/teapot`)).text).toContain('href="/clients/new/web"');
  });

  it('makes what was looked at, once, and shows its secret in the answer alone', async () => {
    const browser = await app.signedIn();
    const path = '/clients/new/web';
    const asked = await browser.get(app.origin + path);
    expect(asked.text).toContain('http://localhost:4000/callback');
    expect(asked.text).toContain('orders_read: See your orders');
    const before = await send(app, browser, asked, path, [
      ['name', 'Mÿ Shop!'],
      ['redirect_uris', 'http://localhost:4000/callback\r\n'],
      ['api:https://orders.example.com', 'orders_read'],
    ]);
    expect(before.text).toContain('id="preview"');
    const made = await send(app, browser, before, path);
    const [dry, earnest] = app.api.calls.filter(({ method }) => method === 'POST');
    expect(earnest?.body).toEqual({
      kind: 'web',
      client_id: 'my-shop',
      name: 'Mÿ Shop!',
      redirect_uris: ['http://localhost:4000/callback'],
      post_logout_redirect_uris: [],
      scopes: { 'https://orders.example.com': ['orders_read'] },
      resources: [],
      first_party: false,
    });
    expect(dry?.body).toEqual(earnest?.body);
    expect(earnest?.headers['idempotency-key']).toMatch(/^[\w-]{8,}$/);
    expect(made.text.split(secret)).toHaveLength(2);
    expect(made.text).toContain('href="/audit?client=my-shop"');
    expect(made.headers.get('cache-control')).toBe('no-store');
  });

  it('tells what is wrong in the form, with what was typed', async () => {
    const browser = await app.signedIn('de');
    const path = '/clients/new/spa';
    const asked = await browser.get(app.origin + path);
    const again = await send(app, browser, asked, path, [['redirect_uris', 'localhost']]);
    expect([again.status, again.text.includes('Ein Name fehlt.')]).toEqual([400, true]);
    const typed: [string, string][] = [
      ['name', 'Shop'],
      ['redirect_uris', '/callback'],
    ];
    const wrong = await send(app, browser, asked, path, typed);
    expect(wrong.text).toContain('Das ist keine vollständige Adresse: /callback');
    expect(wrong.text).toContain('value="Shop"');
    expect(app.api.calls.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    ['client_exists', 'there is a client shop already', 'client_id-fault'],
    ['insecure_redirect_uri', 'http is for development', 'redirect_uris-fault'],
    ['unknown_scope', 'there is no such scope', 'form-error'],
  ])('shows what the server refuses where it belongs: %s', async (code, detail, id) => {
    const answer = app.api.answer;
    app.api.answer = (call) => (call.path === '/clients' ? problem(409, code, detail) : answer(call));
    const browser = await app.signedIn();
    const asked = await browser.get(`${app.origin}/clients/new/native`);
    const page = await send(app, browser, asked, '/clients/new/native', [['name', 'Shop']]);
    expect(page.text).toMatch(new RegExp(`id="${id}"[^]{0,500}${detail}`, 'u'));
  });

  it('wants an API for a service without users', async () => {
    const browser = await app.signedIn();
    const asked = await browser.get(`${app.origin}/clients/new/machine`);
    const page = await send(app, browser, asked, '/clients/new/machine', [['name', 'Night job']]);
    expect(page.text).toContain('id="scopes-fault"');
  });

  it('shows ready code of a client at any time, without a secret and with its values', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/clients/web-app/code`);
    const programs = programsOn(page.text);
    expect([...programs.keys()]).toEqual(frameworksOf('web').map(([framework]) => framework));
    for (const [framework, { files, commands }] of programs) {
      const expected = signInSnippet(framework, {
        issuer: app.issuer.issuer,
        clientId: 'web-app',
        redirectUri: 'http://localhost:4000/callback',
        afterSignOut: 'http://localhost:4000/',
        scope: 'openid profile email offline_access orders_read',
        callsApi: true,
        secret: "'the client secret'",
        authority: undefined,
      });
      expect({ framework, files, commands }).toEqual(expected);
    }
  });
});

it('offers what gets a secret to those alone who may make one', async () => {
  const app = await aConsole({ scopes: ['clients:read', 'clients:write'] });
  const browser = await app.signedIn();
  const page = await browser.get(`${app.origin}/clients/new`);
  expect([page.text.includes('/clients/new/spa'), page.text.includes('/clients/new/web')]).toEqual([true, false]);
  const web = await browser.get(`${app.origin}/clients/new/web`);
  expect(web.text).toContain('href="/clients/new/spa"');
  await app.stop();
});

it('makes identifiers of names', () => {
  expect(['Ünser  Shop 2', '注文', '--', 'a_b'].map((name) => identifierOf(name, 'app-1'))).toEqual([
    'unser-shop-2',
    'app-1',
    'app-1',
    'a-b',
  ]);
});

it('has code for each kind that the guide makes', () => {
  for (const kind of guidedKinds satisfies readonly ClientKind[]) expect(frameworksOf(kind)).not.toEqual([]);
});
