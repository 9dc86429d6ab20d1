/** The parameter `scope` as people write it, at every endpoint that has one (RFC 6749, section 3.3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, send } from '../browser.ts';
import { claimsOf, confidential, type Parameters, TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let worker: TestClient;
let device: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
  worker = await confidential(server, 'worker');
  device = new TestClient(server, 'device');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

/** What each endpoint says to a scope: nothing, or error and description. */
const endpoints: Record<string, (scope: string) => Promise<Record<string, unknown>>> = {
  authorization: async (scope) => {
    const { location } = await send('GET', webApp.request({ scope }).url);
    return location.includes('/interaction/') ? {} : Object.fromEntries(new URL(location).searchParams);
  },
  'pushed request': async (scope) => (await webApp.post('/request', webApp.request({ scope }).parameters)).body,
  device: async (scope) => (await device.post('/device/auth', { scope })).body,
  token: async (scope) => (await worker.token({ grant_type: 'client_credentials', scope })).body,
  exchange: async (scope) => {
    const gateway = await confidential(server, 'gateway');
    const { access_token: token } = await webApp.signIn(alice);
    const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
    const subject: Parameters = {
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    };
    return (await gateway.token({ grant_type: grantType, ...subject, audience: 'https://localhost:3001', scope })).body;
  },
};
const ofEndpoint: Record<string, string> = {
  authorization: 'openid invoice_read',
  'pushed request': 'openid invoice_read',
  device: 'openid profile_read',
  token: 'invoice_read',
  exchange: 'profile_read invoice_read',
};

describe('F29: scope', () => {
  it('F29: spaces too many, before, between and after, are tolerated, and so is a scope that comes twice', async () => {
    for (const [endpoint, ask] of Object.entries(endpoints)) {
      const scope = ofEndpoint[endpoint] ?? '';
      const spaced = scope.replace(' ', '  ');
      for (const written of [
        `${spaced} `,
        ` ${spaced}`,
        `  ${spaced.replace(/ +/u, '     ')}   `,
        `${scope} ${scope}`,
      ]) {
        expect([endpoint, written, (await ask(written))['error']]).toEqual([endpoint, written, undefined]);
      }
    }
  });

  it('F29: every other character that cannot be in a scope is named', async () => {
    const characters = {
      'U+0009': '\t',
      'U+000A': '\n',
      'U+000D': '\r\n',
      'U+00A0': '\u00a0',
      'U+2003': '\u2003',
      'U+200B': '\u200b',
      'U+FEFF': '\ufeff',
      'U+1F600': '😀',
      'U+0022': '"',
      'U+005C': '\\',
      'U+00E9': 'é',
    };
    for (const [endpoint, ask] of Object.entries(endpoints)) {
      for (const [name, character] of Object.entries(characters)) {
        const { error, error_description: sentence } = await ask(`${ofEndpoint[endpoint]}${character}email`);
        expect([endpoint, error, sentence]).toEqual([
          endpoint,
          'invalid_scope',
          `scope contains the character ${name}; scopes are separated by spaces (U+0020)`,
        ]);
      }
    }
  });

  it('F29: an empty scope and one of spaces alone are no scope: the default, or a sentence', async () => {
    for (const scope of ['', ' ', '   ']) {
      const { access_token: token } = await webApp.signIn(alice, { scope });
      expect([scope, claimsOf(token)['scope']]).toEqual([scope, 'profile_read']);
      const answer = await worker.token({ grant_type: 'client_credentials', scope });
      expect([scope, answer.status, answer.body['error']]).toEqual([scope, 400, 'invalid_scope']);
    }
  });

  it('F29: the answer has each scope once with one space, at a refresh too', async () => {
    const tokens = await webApp.signIn(alice, { scope: ' openid   invoice_read profile_read  invoice_read ' });
    expect(tokens.scope).toBe('invoice_read profile_read');
    const refreshed = await webApp.refresh(tokens.refresh_token, { scope: '  openid  invoice_read ' });
    expect(refreshed.body['scope']).toBe('invoice_read');
    const again = String(refreshed.body['refresh_token']);
    expect(await webApp.refresh(again, { scope: 'openid\tinvoice_read' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope', error_description: expect.stringContaining('U+0009') },
    });
  });

  it('F29: userinfo has the parameter, too', async () => {
    const { access_token: token } = await webApp.signIn(alice, { resource: undefined, scope: 'openid profile email' });
    const ask = (scope: string) =>
      send('GET', `${server.issuer}/me?${new URLSearchParams({ scope }).toString()}`, {
        authorization: `Bearer ${token}`,
      });
    expect(Object.keys(JSON.parse((await ask(' openid  email ')).body) as object)).toEqual(
      expect.arrayContaining(['sub', 'email']),
    );
    expect((await ask('openid\u00a0email')).body).toContain('U+00A0');
  });
});

const refusal = async (client: TestClient, changes: Parameters = {}) => {
  const { url, parameters } = client.request({
    code_challenge: undefined,
    code_challenge_method: undefined,
    ...changes,
  });
  const { searchParams } = new URL((await send('GET', url)).location);
  const pushed = await client.post('/request', parameters);
  expect(pushed.body).toMatchObject({ error: 'invalid_request' });
  expect(pushed.body['error_description']).toBe(searchParams.get('error_description'));
  return [searchParams.get('error'), searchParams.get('error_description')];
};

describe('F19: a client that sends no challenge', () => {
  const sentence = 'PKCE is required: send code_challenge and code_challenge_method=S256 (RFC 7636)';

  it('F19: is told what to send, and a confidential one how an operator exempts it', async () => {
    expect(await refusal(webApp)).toEqual([
      'invalid_request',
      `${sentence}; a confidential client that cannot is exempted by require_pkce: false in the registry`,
    ]);
    const spa = new TestClient(server, 'spa', { redirectUri: 'https://localhost:3004/callback' });
    expect(await refusal(spa)).toEqual(['invalid_request', sentence]);
    expect(await refusal(spa, { code_challenge: '' })).toEqual(['invalid_request', sentence]);
    expect(await refusal(spa, { code_challenge_method: 'S256' })).toEqual(['invalid_request', sentence]);
  });
});
