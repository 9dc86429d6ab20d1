/** What an MCP client asks of the authorization server (MCP authorization, 2026-07-28), in the shapes in which the official SDKs ask it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Person, send } from '../browser.ts';
import { claimsOf, type Parameters, TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const notes = 'https://notes.example/mcp';
const redirectUri = 'http://127.0.0.1:43210/callback';

let server: TestServer;
let alice: Person;
let client: TestClient;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      const scopes = { notes_read: 'See your notes', notes_write: 'Add notes' };
      document.resources.push({ indicator: notes, name: 'Notes', scopes, default_scopes: ['notes_read'] });
      document.roles['accountant']![notes] = ['notes_read', 'notes_write'];
      document.clients.push({
        client_id: 'agent',
        client_name: 'Agent',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://127.0.0.1/callback'],
        scope: 'offline_access',
        scopes: { [notes]: ['notes_read', 'notes_write'] },
      });
    },
  });
  alice = await server.person('alice');
  client = new TestClient(server, 'agent', { redirectUri });
});
afterAll(() => server?.stop());

/** As the SDKs send it: the scope of the challenge, and offline_access where the metadata have it, for which consent is asked again. */
const asSdk = (scope: string): Parameters => ({
  scope: `${scope} offline_access`,
  prompt: 'consent',
  resource: notes,
});

const metadataAt = async (path: string) => {
  const { status, body, headers } = await send('GET', `${server.issuer}${path}`);
  return { status, headers, document: status === 200 ? (JSON.parse(body) as Record<string, unknown>) : undefined };
};

describe('discovery', () => {
  it('MCP: is at both well-known places, for pages too, and says what clients look for', async () => {
    for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']) {
      const { document, headers } = await metadataAt(path);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(document).toMatchObject({
        issuer: server.issuer,
        code_challenge_methods_supported: ['S256'],
        response_types_supported: ['code'],
        authorization_response_iss_parameter_supported: true,
        token_endpoint_auth_methods_supported: expect.arrayContaining(['none']),
        scopes_supported: expect.arrayContaining(['offline_access']),
      });
    }
  });

  it('MCP: an issuer has no path, so the places with a path in them have nothing that names another issuer', async () => {
    for (const path of [
      '/.well-known/oauth-authorization-server/mcp',
      '/.well-known/openid-configuration/mcp',
      '/mcp/.well-known/openid-configuration',
    ])
      expect([path, (await metadataAt(path)).status]).toEqual([path, 404]);
  });
});

describe('a public client that names the resource', () => {
  it('MCP: RFC 8707: with a slash at the end or without, then and now, it gets a token for it, written one way', async () => {
    for (const [asked, redeemed] of [
      [notes, notes],
      [notes, `${notes}/`],
      [`${notes}/`, notes],
      [`${notes}/`, `${notes}/`],
      [notes, undefined],
    ] as const) {
      const code = await client.code(alice, { ...asSdk('notes_read'), resource: asked });
      const { status, body } = await client.redeem(code, { resource: redeemed });
      expect([asked, redeemed, status, body['scope']]).toEqual([asked, redeemed, 200, 'notes_read']);
      expect(claimsOf(String(body['access_token']))).toMatchObject({ aud: notes, client_id: 'agent' });
      // A second time within the retry window, too: it is the same request.
      const again = await client.refresh(String(body['refresh_token']), { resource: redeemed });
      const refreshed = await client.refresh(String(body['refresh_token']), { resource: redeemed });
      expect([again.status, refreshed.body['refresh_token']]).toEqual([200, again.body['refresh_token']]);
      expect(claimsOf(String(refreshed.body['access_token']))).toMatchObject({ aud: notes, scope: 'notes_read' });
    }
  });

  it('MCP: RFC 8707: gets nothing for another one than it named, and the code stays for the right one', async () => {
    const code = await client.code(alice, asSdk('notes_read'));
    for (const resource of ['https://notes.example', `${notes}/x`, `${notes}//`, 'https://localhost:3001'])
      expect((await client.redeem(code, { resource })).body['error']).toBe('invalid_target');
    expect((await client.redeem(code, { resource: notes })).status).toBe(200);
  });

  it('MCP: RFC 6749 section 3.3: asks for the default where it names no scope', async () => {
    for (const scope of [undefined, '', 'offline_access']) {
      const tokens = await client.signIn(alice, { scope, resource: notes, prompt: 'consent' });
      expect([scope, tokens.scope]).toEqual([scope, 'notes_read']);
    }
  });

  it('MCP: asks for more later, by the scopes of before and of the challenge', async () => {
    const browser = new Browser();
    const first = await client.signIn(alice, asSdk('notes_read'), browser);
    const more = await client.signIn(alice, asSdk('notes_read notes_write'), browser);
    expect([first.scope, more.scope]).toEqual(['notes_read', 'notes_read notes_write']);
    expect(claimsOf(more.access_token)).toMatchObject({ scope: 'notes_read notes_write' });
  });

  it('MCP: has its refresh token rotated, and one that is used again ends them all', async () => {
    const first = await client.signIn(alice, asSdk('notes_read'));
    const second = String((await client.refresh(first.refresh_token, { resource: notes })).body['refresh_token']);
    expect(second).not.toBe(first.refresh_token);
    const third = await client.refresh(second, { resource: notes });
    expect(third.status).toBe(200);
    server.aheadMs += 120_000;
    expect((await client.refresh(first.refresh_token, { resource: notes })).body['error']).toBe('invalid_grant');
    expect((await client.refresh(String(third.body['refresh_token']))).body['error']).toBe('invalid_grant');
  });
});

describe('the answer to an authorization request', () => {
  it('MCP: RFC 9207: says which server it is of, errors too', async () => {
    const { callback } = await client.code(alice, asSdk('notes_read'));
    expect(callback.searchParams.get('iss')).toBe(server.issuer);
    for (const [changes, error] of [
      [{ scope: 'users_admin', resource: notes }, 'invalid_scope'],
      [{ scope: 'notes_read', resource: 'https://other.example/mcp' }, 'invalid_target'],
      [{ scope: 'notes_read', resource: notes, code_challenge: undefined }, 'invalid_request'],
      [{ scope: 'notes_read', resource: notes, code_challenge_method: 'plain' }, 'invalid_request'],
    ] as const) {
      const { location } = await send('GET', client.request(changes).url);
      const { searchParams } = new URL(location);
      expect([searchParams.get('error'), searchParams.get('iss')]).toEqual([error, server.issuer]);
    }
  });
});
