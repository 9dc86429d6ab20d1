import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, errorOf, follow, type Person } from '../browser.ts';
import { claimsOf, TestClient } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

let server: TestServer;
let device: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer();
  device = new TestClient(server, 'device');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

async function begin() {
  const { status, body } = await device.post('/device/auth', { scope: 'openid profile_read', resource: api });
  expect(status).toBe(200);
  return body as { device_code: string; user_code: string; verification_uri_complete: string };
}
const poll = (code: string) => device.token({ grant_type: grantType, device_code: code });
const xsrfOf = (page: string) => /name="xsrf" value="([^"]+)"/u.exec(page)?.[1] ?? '';

describe('the device flow', () => {
  it('AS-17: the address with the code leads to a page that is filled in, needs no script and sends nothing by itself', async () => {
    const { device_code: code, user_code: userCode, verification_uri_complete: address } = await begin();
    const { status, body, headers } = await new Browser().get(address);
    expect(status).toBe(200);
    expect(body).not.toContain('<script');
    expect(body).toContain(`value="${userCode}"`);
    expect(xsrfOf(body)).not.toBe('');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/u);
    expect((await poll(code)).body).toMatchObject({ error: 'authorization_pending' });
  });

  it('AS-03: a person confirms the code; the device gets its tokens once', async () => {
    const { device_code: code, user_code: userCode, verification_uri_complete: address } = await begin();
    const browser = new Browser();
    const filledIn = await browser.get(address);
    const url = `${server.issuer}/device`;
    const asked = await browser.post(url, { xsrf: xsrfOf(filledIn.body), user_code: userCode });
    const confirm = { xsrf: xsrfOf(asked.body), user_code: userCode, confirm: 'yes' };
    let next = await follow(browser, server.issuer, await browser.post(url, confirm));
    if (next instanceof URL) throw new Error('no sign-in was asked for');
    const login = await browser.post(next.action, { csrf: next.csrf, ...alice });
    let answer = await browser.get(new URL(login.location, server.issuer).href);
    if (answer.status === 303) {
      next = await follow(browser, server.issuer, answer);
      if (next instanceof URL) throw new Error('no consent was asked for');
      const consent = await browser.post(next.action, { csrf: next.csrf });
      answer = await browser.get(new URL(consent.location, server.issuer).href);
    }
    expect([answer.status, errorOf(answer.body)]).toEqual([200, undefined]);
    const tokens = await poll(code);
    expect(tokens.status).toBe(200);
    expect(claimsOf(String(tokens.body['access_token']))).toMatchObject({ aud: api, scope: 'profile_read' });
    expect(await poll(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('AS-17: a form without the token of its page, or of another site, is refused', async () => {
    const { user_code: userCode, verification_uri_complete: address } = await begin();
    const browser = new Browser();
    const form = { xsrf: xsrfOf((await browser.get(address)).body), user_code: userCode };
    const url = `${server.issuer}/device`;
    expect((await browser.post(url, { ...form, xsrf: 'x' })).status).toBe(400);
    expect((await browser.post(url, form, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await new Browser().post(url, form)).status).toBe(400);
  });
});
