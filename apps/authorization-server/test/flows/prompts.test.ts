import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, errorOf, follow, openPage, type Page, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let webApp: TestClient;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
});
afterAll(() => server?.stop());

const submit = async (browser: Browser, { action, csrf }: Page, step: string) =>
  follow(browser, new URL(action).origin, await browser.post(action.replace(/[\w-]+$/u, step), { csrf }));
const codeOf = (next: Page | URL) => (next as URL).searchParams.get('code') ?? '';

describe('choosing an account', () => {
  const chosen = { prompt: 'select_account' };

  it('AS-16: who is signed in goes on without a password, as the one who was shown', async () => {
    const browser = new Browser();
    await webApp.signIn(await server.person('alice'), {}, browser);
    const { url, verifier } = webApp.request(chosen);
    const page = await openPage(browser, url);
    expect(page.answer.body).toContain('Alice Archer');
    const code = codeOf(await submit(browser, page, 'account'));
    const { body } = await webApp.redeem({ code, verifier, redirectUri: webApp.redirectUri });
    expect(claimsOf(String(body['id_token']))).toMatchObject({ preferred_username: 'alice' });
  });

  it('AS-16: another account signs in in its place, and the page for it knows nothing of the first', async () => {
    const browser = new Browser();
    await webApp.signIn(await server.person('alice'), {}, browser);
    const { url, verifier } = webApp.request(chosen);
    const page = await openPage(browser, url);
    const signIn = (await submit(browser, page, 'other-account')) as Page;
    expect(signIn.answer.body).toContain('<title>Sign in – Invoices</title>');
    expect(signIn.answer.body).not.toContain('value="alice"');
    const code = codeOf(await submitPassword(browser, signIn, await server.person('bob')));
    const { body } = await webApp.redeem({ code, verifier, redirectUri: webApp.redirectUri });
    expect(claimsOf(String(body['id_token']))).toMatchObject({ preferred_username: 'bob' });
  });

  it('who is not signed in just signs in, and cancelling goes back to the client', async () => {
    const browser = new Browser();
    const form = await openPage(browser, webApp.request(chosen).url);
    expect(form.action).toMatch(/\/login$/u);
    expect(codeOf(await submitPassword(browser, form, await server.person('alice')))).not.toBe('');
    const again = await openPage(browser, webApp.request(chosen).url);
    expect(again.action).toMatch(/\/account$/u);
    expect(((await submit(browser, again, 'abort')) as URL).searchParams.get('error')).toBe('access_denied');
  });
});

describe('terms of use', () => {
  it('are accepted once for each version, by everybody, and cannot be stepped over', async () => {
    const versions = { version: '2026-01', uri: 'https://northwind.example/terms' };
    const strict = await startServer({
      registry: (document) => {
        const users_policy = (document as unknown as { users_policy: Record<string, unknown> }).users_policy;
        users_policy['terms'] = versions;
      },
    });
    try {
      const client = await confidential(strict, 'web-app');
      const alice = await strict.person('alice');
      const browser = new Browser();
      const signIn = await openPage(browser, client.request().url);
      const page = (await submitPassword(browser, signIn, alice)) as Page;
      expect(page.action).toMatch(/\/terms$/u);
      expect(page.answer.body).toContain('href="https://northwind.example/terms"');
      expect((await browser.get(page.action)).status).toBe(404);
      const forged = await browser.post(page.action, { csrf: 'x' });
      expect([forged.status, errorOf(forged.body)]).toEqual([403, 'csrf_failed']);
      const stepped = (await submit(browser, page, 'consent')) as Page;
      expect(stepped.action).toMatch(/\/terms$/u);
      const silent = await browser.get(client.request({ prompt: 'none' }).url);
      expect(new URL(silent.location).searchParams.get('error')).toBe('interaction_required');
      expect(codeOf(await submit(browser, page, 'terms'))).not.toBe('');
      const { location } = await browser.get(client.request({ prompt: 'none' }).url);
      expect(new URL(location).searchParams.has('code')).toBe(true);
      const account = await strict.server.storage.accounts.findByLogin('alice');
      expect(account?.terms?.version).toBe('2026-01');
      // A newer version is asked for in the session that is there.
      const { accounts, commit } = strict.server.storage;
      await commit([accounts.writes.acceptTerms(account!.id, '2025-12')]);
      const again = await openPage(browser, client.request().url);
      expect(again.action).toMatch(/\/terms$/u);
      expect(((await submit(browser, again, 'abort')) as URL).searchParams.get('error')).toBe('access_denied');
    } finally {
      await strict.stop();
    }
  });
});
