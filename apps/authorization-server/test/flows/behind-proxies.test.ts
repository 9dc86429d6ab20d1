import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, openPage, type Page } from '../browser.ts';
import { basic, confidential, postForm, type TestClient } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

let server: TestServer;
let client: TestClient;

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1', GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '2' },
  });
  client = await confidential(server, 'web-app');
});
afterAll(() => server?.stop());

/** A browser behind a proxy that names it by these headers. */
async function behind(headers: Record<string, string>) {
  const browser = new Browser();
  const page: Page = await openPage(browser, client.request().url);
  let tried = 0;
  return {
    guess: async (more: Record<string, string> = headers) =>
      (await browser.post(page.action, { csrf: page.csrf, login: `nobody${(tried += 1)}`, password: 'wrong' }, more))
        .status,
    signIn: async (login: string) => {
      const { password } = await server.person(login);
      return (await browser.post(page.action, { csrf: page.csrf, login, password }, headers)).status;
    },
  };
}

describe('F3: limits by address behind a proxy', () => {
  it('F3: addresses with ports count each for itself: strangers lock nobody out', async () => {
    const strangers = await behind({});
    for (let n = 0; n < 8; n += 1)
      expect(await strangers.guess({ 'x-forwarded-for': `203.0.113.${n}:4${n}` })).toBe(401);
    for (let n = 0; n < 4; n += 1) {
      expect(await strangers.guess({ forwarded: `for="[2001:db8:${n}::1]:4${n}"` })).toBe(401);
    }
    const carol = await behind({ 'x-forwarded-for': '198.51.100.7:49152' });
    expect(await carol.signIn('carol')).toBe(303);
  });

  it('F3: and nobody escapes the limit by another port, spelling or words put before', async () => {
    const stranger = await behind({});
    const from = (address: string) => stranger.guess({ 'x-forwarded-for': address });
    expect([await from('198.51.100.9:1'), await from('6.6.6.6, 198.51.100.9:2')]).toEqual([401, 401]);
    expect(await from('198.51.100.9')).toBe(429);
    expect(await from('unknown, "198.51.100.9:3"')).toBe(429);
    expect(await from('[::ffff:c633:6409]:4')).toBe(429);
    expect(await stranger.guess({ forwarded: 'for="198.51.100.9:5"' })).toBe(429);
  });

  it('F3: callers without an address share a bound that concerns nobody else', async () => {
    const stranger = await behind({});
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1) statuses.push(await stranger.guess({ 'x-forwarded-for': `_random${n}` }));
    expect(statuses).toEqual([...Array<number>(20).fill(401), 429]);
    expect(await stranger.guess({ 'x-forwarded-for': 'unknown' })).toBe(429);
    expect(await stranger.guess({ 'x-forwarded-proto': 'https' })).toBe(429);
    const bob = await behind({ 'x-forwarded-for': '198.51.100.8:49152' });
    expect(await bob.signIn('bob')).toBe(303);
  });

  it('F3: the audit names the caller and not the proxy', async () => {
    const secret = await server.clientSecret('worker');
    const form = { grant_type: 'client_credentials', resource: api, scope: 'invoice_read' };
    const addresses = ['203.0.113.77:49152', '[2001:db8::77]:49152', '_hidden77'];
    for (const address of addresses) {
      const headers = { authorization: basic('worker', secret), 'x-forwarded-for': address };
      expect((await postForm(`${server.issuer}/token`, form, headers)).status).toBe(200);
    }
    const records = await server.audited({ clientId: 'worker', limit: 500 });
    const seen = records.map(({ data }) => data['ip']);
    expect(seen).toEqual(expect.arrayContaining(['203.0.113.77', '2001:db8::77', '_hidden77']));
  });
});
