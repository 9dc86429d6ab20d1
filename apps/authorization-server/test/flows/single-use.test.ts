import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Person, send } from '../browser.ts';
import { confidential, encode, type JsonAnswer, type Parameters, postForm, type TestClient } from '../client.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

let server: TestServer;
let second: Instance;
let webApp: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer();
  second = await startInstance(server);
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(async () => {
  await second?.stop();
  await server?.stop();
});

/** The same token request many times at once, half of them at the other instance. */
function flood(times: number, form: Parameters): Promise<JsonAnswer[]> {
  const { headers, parameters } = webApp.authentication;
  const { host } = new URL(server.issuer);
  const urls = [`${server.issuer}/token`, `${second.url}/token`];
  return Promise.all(
    Array.from({ length: times }, (_, index) =>
      postForm(urls[index % 2] as string, { ...parameters, ...form }, { ...headers, host }),
    ),
  );
}

const redemption = ({ code, verifier, redirectUri }: { code: string; verifier: string; redirectUri: string }) => ({
  grant_type: 'authorization_code',
  code,
  code_verifier: verifier,
  redirect_uri: redirectUri,
});

describe('once means once', () => {
  it('AS-03: a code used twice is refused, and everything that came of its first use is revoked', async () => {
    const withoutResource = { resource: undefined, scope: 'openid profile' };
    const code = await webApp.code(alice, withoutResource);
    const { body } = await webApp.redeem(code);
    const userinfo = () =>
      send('GET', `${server.issuer}/me`, { authorization: `Bearer ${String(body['access_token'])}` });
    expect((await userinfo()).status).toBe(200);
    expect(await webApp.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await webApp.refresh(String(body['refresh_token']))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect((await userinfo()).status).toBe(401);
  });

  it('AS-03: a code used 40 times at once over two instances gives one success, the others invalid_grant', async () => {
    const answers = await flood(40, redemption(await webApp.code(alice)));
    const successes = answers.filter(({ status }) => status === 200);
    const others = answers.filter(({ status }) => status !== 200);
    expect(successes).toHaveLength(1);
    expect(others.map(({ status, body }) => [status, body['error']])).toEqual(
      Array.from({ length: 39 }, () => [400, 'invalid_grant']),
    );
    for (const { body } of others) expect(Object.keys(body).toSorted()).toEqual(['error', 'error_description']);
    expect(await webApp.refresh(String(successes[0]?.body['refresh_token']))).toMatchObject({ status: 400 });
  });

  it('AS-03: a refresh token used 40 times at once over two instances gives one family', async () => {
    const { refresh_token: token } = await webApp.signIn(alice);
    const answers = await flood(40, { grant_type: 'refresh_token', refresh_token: token });
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1);
    expect((await webApp.refresh(String(answers[0]?.body['refresh_token']))).status).toBe(200);
  });

  it('AS-03: a pushed authorization request used 10 times at once gives one code', async () => {
    const browser = new Browser();
    await webApp.signIn(alice, {}, browser);
    const { parameters } = webApp.request();
    const pushed = await webApp.post('/request', parameters);
    expect(pushed.status).toBe(201);
    const query = encode({ client_id: 'web-app', request_uri: String(pushed.body['request_uri']) }).toString();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => browser.copy().get(`${server.issuer}/auth?${query}`)),
    );
    const codes = answers.filter(({ location }) => location.includes('code='));
    expect(codes).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('AS-03: a form of the sign-in sent 10 times at once does not make two sign-ins or a server error', async () => {
    const browser = new Browser();
    const first = await browser.get(webApp.request().url);
    const page = await browser.get(new URL(first.location, server.issuer).href);
    const csrf = /name="csrf" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
    const action = `${server.issuer}${first.location}/login`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        browser.copy().post(action, { csrf, login: alice.login, password: alice.password }),
      ),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const resumes = await Promise.all(
      answers
        .filter(({ status }) => status === 303)
        .map(({ location }) => browser.copy().get(new URL(location, server.issuer).href)),
    );
    expect(resumes.filter(({ status }) => status >= 500)).toEqual([]);
    expect(resumes.filter(({ location }) => location.includes('code='))).toHaveLength(1);
  });

  it('AS-03: in all of this no request failed on the server', () => {
    expect(server.log.filter((line) => (JSON.parse(line) as { level: unknown }).level === 'error')).toEqual([]);
  });
});
