/** Tokens of an upstream provider that are kept, when its connection comes to another server: they stay with the one that gave them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, errorOf, openPage } from '../browser.ts';
import { TestClient } from '../client.ts';
import { type LyingUpstream, startLyingUpstream } from '../lying-upstream.ts';
import { startServer, type TestServer } from '../server.ts';
import { comeBack } from '../upstream.ts';

let upstreams: LyingUpstream;
let server: TestServer;
let client: TestClient;

const kept = { client_id: 'gatehouse', keep_tokens: true, check_at_refresh: true };
const endpoints = (issuer: string) => ({
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
});

/** Connections by name, as they are and as an operator changes them. */
const entries = () => {
  const [first, plain, other] = ['first', 'plain', 'other'].map((name) => upstreams.provider(name).issuer);
  const oauth2 = {
    kind: 'oauth2',
    issuer: plain,
    mapping: { subject: 'sub' },
    authorization_endpoint: `${plain}/authorize`,
  };
  return {
    first: [
      { ...kept, kind: 'oidc', issuer: first },
      { ...kept, kind: 'oidc', issuer: other },
    ],
    plain: [
      { ...kept, ...oauth2, ...endpoints(plain!) },
      { ...kept, ...oauth2, ...endpoints(other!) },
    ],
  } as const;
};

beforeAll(async () => {
  upstreams = await startLyingUpstream();
  for (const name of ['first', 'plain'])
    upstreams.provider(name).lies = {
      token: (answer) => ({ ...answer, refresh_token: 'kept', ...(name === 'plain' && { id_token: undefined }) }),
      userinfo: { sub: `user-of-${name}` },
    };
  const client_secret = { value: 'a-secret-of-thirty-two-characters' };
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: upstreams.origin },
    registry(document) {
      const connections = Object.entries(entries()).map(([name, [entry]]) => ({ ...entry, name, client_secret }));
      Object.assign(document, { connections });
    },
  });
  client = new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') });
});
afterAll(async () => {
  await server?.stop();
  upstreams?.stop();
});

/** Signs in by a connection; gives our refresh token. */
async function signedIn(connection: string): Promise<string> {
  const browser = new Browser();
  const request = client.request({ scope: 'openid offline_access' });
  const { action, csrf } = await openPage(browser, request.url);
  const begun = await browser.post(action.replace(/\/\w+$/u, '/upstream'), { csrf, connection });
  const back = await comeBack(browser, new URL((await new Browser().get(begun.location)).location));
  if (!(back instanceof URL)) throw new Error(errorOf(back.answer.body));
  const code = back.searchParams.get('code') ?? '';
  const { body } = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
  return String(body['refresh_token']);
}

describe.each(['first', 'plain'] as const)('a connection that is declared for another server: %s', (name) => {
  it('FED-07: kept tokens are nothing to another server', async () => {
    const token = await signedIn(name);
    const other = upstreams.provider('other');
    other.asked.length = 0;
    const { connections } = server.server.storage;
    const [, definition] = entries()[name];
    await server.change('connections', connections.writes.put({ name, definition }));
    server.aheadMs += 11_000;
    expect(await client.refresh(token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(other.asked).not.toContain('token');
  });
});
