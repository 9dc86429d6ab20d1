import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Browser, errorOf, follow, type Person } from '../browser.ts';
import { claimsOf, TestClient } from '../client.ts';
import { approveDevice, xsrfOf } from '../device-approval.ts';
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

describe('the device flow', () => {
  it('RFC 8628 section 5.4: the address with the code leads to the question, needs no script and allows nothing by itself', async () => {
    const { device_code: code, user_code: userCode, verification_uri_complete: address } = await begin();
    const { status, body, headers } = await new Browser().get(address);
    expect(status).toBe(200);
    expect(body).not.toContain('<script');
    expect(body).toContain(`value="${userCode}"`);
    expect(body).toContain('id="accept"');
    expect(xsrfOf(body)).not.toBe('');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/u);
    expect((await poll(code)).body).toMatchObject({ error: 'authorization_pending' });
    const browser = new Browser();
    const question = await browser.get(address);
    const url = `${server.issuer}/device`;
    const confirmed = { xsrf: xsrfOf(question.body), user_code: userCode, confirm: 'yes' };
    const next = await follow(browser, server.issuer, await browser.post(url, confirmed));
    expect(next).toMatchObject({ action: expect.stringMatching(/\/login$/u) });
    const wrong = await browser.get(`${server.issuer}/device?user_code=AAAA-AAAA`);
    expect([wrong.status, errorOf(wrong.body)]).toEqual([200, 'user_code_not_found']);
  });

  it('RFC 8628 section 5.1: what another page loads tries no code; it is only filled in', async () => {
    const attempt = jest.spyOn(server.server.storage.counters, 'incrementAll');
    const { user_code: userCode } = await begin();
    const { body } = await new Browser().get(`${server.issuer}/device?user_code=${userCode}`, {
      'sec-fetch-dest': 'image',
    });
    expect(body).toContain(`value="${userCode}"`);
    expect(body).not.toContain('id="accept"');
    expect(attempt).not.toHaveBeenCalled();
    attempt.mockRestore();
  });

  it('AS-03: a person confirms the code; the device gets its tokens once', async () => {
    const { device_code: code, user_code: userCode } = await begin();
    const browser = new Browser();
    const answer = await approveDevice(server, browser, userCode, alice);
    expect([answer.status, errorOf(answer.body)]).toEqual([200, undefined]);
    const tokens = await poll(code);
    expect(tokens.status).toBe(200);
    expect(claimsOf(String(tokens.body['access_token']))).toMatchObject({ aud: api, scope: 'profile_read' });
    expect(await poll(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('RFC 8628 section 3.5: who polls too fast is told to slow down, by 5 s each time, without a look at the database', async () => {
    const started = await begin();
    expect(started).toMatchObject({ interval: 5 });
    const { device_code: code } = started;
    const errorAfter = async (seconds: number) => {
      server.aheadMs += seconds * 1000;
      return (await poll(code)).body['error'];
    };
    expect(await errorAfter(0)).toBe('authorization_pending');
    expect([await errorAfter(5), await errorAfter(5)]).toEqual(['authorization_pending', 'authorization_pending']);
    // From now on it is 10 seconds, then 15.
    const find = jest.spyOn(server.server.storage.artefacts, 'find');
    const commit = jest.spyOn(server.server.storage, 'commit');
    expect([await errorAfter(1), await errorAfter(6)]).toEqual(['slow_down', 'slow_down']);
    // What the server does by itself meanwhile, writing audit records for one, is not the poll's doing.
    const aboutArtefacts = commit.mock.calls.filter(([writes]) =>
      writes.some(({ statements }) => statements.some(({ sql }) => sql.includes('artefacts'))),
    );
    expect([find.mock.calls.length, aboutArtefacts.length]).toEqual([0, 0]);
    find.mockRestore();
    commit.mockRestore();
    expect([await errorAfter(15), await errorAfter(10), await errorAfter(20)]).toEqual([
      'authorization_pending',
      'slow_down',
      'authorization_pending',
    ]);
    // Another device is not held up, and a code that nobody gave is not remembered.
    expect((await poll((await begin()).device_code)).body).toMatchObject({ error: 'authorization_pending' });
    for (let n = 0; n < 3; n += 1) expect((await poll('unknown')).body).toMatchObject({ error: 'invalid_grant' });
    expect(await server.server.storage.audit.list({ type: 'token.refused' })).not.toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ reason: expect.stringMatching(/pending|slow/u) }) }),
    );
  });

  it('RFC 6749 section 5.2: a grant that the client is not registered for is unauthorized_client', async () => {
    expect(await device.token({ grant_type: 'client_credentials' })).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
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
