/** Signing out with a hint that proves nothing: the user is asked, is never at a dead end, and is led nowhere by it. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, SignJWT } from 'jose';
import { type Answer, Browser, errorOf, isErrorPage, type Person } from '../browser.ts';
import { altered, claimsOf, confidential, encode, headerOf, type Parameters, type TestClient } from '../client.ts';
import { revokeKey } from '../protocol/keys/gatehouse.ts';
import { startServer, type TestServer } from '../server.ts';

const home = 'https://localhost:3003/';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let server: TestServer;
let webApp: TestClient;
let alice: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  browser = new Browser();
});

const end = (parameters: Parameters) => browser.get(`${server.issuer}/session/end?${encode(parameters).toString()}`);
const isSignedIn = async () =>
  new URL((await browser.get(webApp.request({ prompt: 'none' }).url)).location).searchParams.has('code');
const isQuestion = ({ status, body }: Answer) => status === 200 && body.includes('id="logout"') && !isErrorPage(body);

/** Says yes on the page that asks. Gives where that leads. */
async function sayYes({ body }: Answer): Promise<string> {
  const action = /<form method="post" action="([^"]+)"/u.exec(body)?.[1] ?? '';
  const xsrf = /name="xsrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';
  const { status, location } = await browser.post(new URL(action, server.issuer).href, { xsrf, logout: 'yes' });
  expect(status).toBe(303);
  return new URL(location, server.issuer).href;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Claims of a real ID token, signed by somebody else. */
const forged = (claims: Record<string, unknown>, header: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(privateKey);

describe('F11: a hint that cannot be verified', () => {
  it('F11: of nobody, tampered with, unsigned, of another issuer or kind, encrypted or long: the user is asked', async () => {
    const tokens = await webApp.signIn(alice, {}, browser);
    const [header = '', payload = '', signature = ''] = tokens.id_token.split('.');
    const claims = claimsOf(tokens.id_token);
    const hints: Record<string, string> = {
      unsigned: `${encoded({ alg: 'none' })}.${payload}.`,
      'for nobody': `${header}.${encoded({ ...claims, aud: 'nobody' })}.${signature}`,
      'for several': `${header}.${encoded({ ...claims, aud: ['web-app', 'spa'] })}.${signature}`,
      'changed signature': `${header}.${payload}.${altered(signature)}`,
      'an access token': tokens.access_token,
      'a refresh token': tokens.refresh_token,
      'one letter': 'x',
      'three letters': 'a.b.c',
      'no text': '\u0000\u{1F6AA}'.slice(1),
      'signed by another key': await forged(claims, headerOf(tokens.id_token)),
      'of another issuer': await forged({ ...claims, iss: 'https://other.example' }, {}),
      encrypted: await new CompactEncrypt(Buffer.from(tokens.id_token))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
        .encrypt(publicKey),
      long: `${header}.${encoded({ ...claims, more: 'x'.repeat(8000) })}.${signature}`,
      empty: '',
    };
    for (const [what, hint] of Object.entries(hints)) {
      const page = await end({ id_token_hint: hint, post_logout_redirect_uri: home });
      expect([what, isQuestion(page), page.headers['location']]).toEqual([what, true, undefined]);
    }
    expect(await isSignedIn()).toBe(true);
    // Nobody stands for the address.
    const page = await end({ id_token_hint: 'x', post_logout_redirect_uri: home, state: 's' });
    expect(new URL(await sayYes(page)).origin).toBe(server.issuer);
    expect(await isSignedIn()).toBe(false);
  });

  it('F11: with client_id and its own address the user is led there, after the question', async () => {
    await webApp.signIn(alice, {}, browser);
    const page = await end({ id_token_hint: 'x', client_id: 'web-app', post_logout_redirect_uri: home, state: 's' });
    expect(isQuestion(page)).toBe(true);
    expect(page.body).toContain('data-client="web-app"');
    expect(await isSignedIn()).toBe(true);
    expect(await sayYes(page)).toBe(`${home}?state=s`);
    expect(await isSignedIn()).toBe(false);
  });

  it('F11: no hint opens a way to an address that is not registered', async () => {
    await webApp.signIn(alice, {}, browser);
    for (const uri of [
      'https://evil.example/',
      'https://localhost:3003/x',
      'https://localhost:3004/',
      'javascript:1',
    ]) {
      const known = await end({ id_token_hint: 'x', client_id: 'web-app', post_logout_redirect_uri: uri });
      expect([uri, known.status, known.headers['location']]).toEqual([uri, 400, undefined]);
      expect([uri, errorOf(known.body)]).toEqual([uri, 'invalid_request']);
    }
    const evil = await end({ id_token_hint: 'x', post_logout_redirect_uri: 'https://evil.example/' });
    expect(new URL(await sayYes(evil)).origin).toBe(server.issuer);
  });

  it('F11, C13: a client that is not registered (any more) is left out, and the user is asked', async () => {
    const { id_token: hint } = await webApp.signIn(alice, {}, browser);
    for (const parameters of [
      { client_id: 'nobody' },
      { client_id: 'nobody', id_token_hint: hint },
      { client_id: 'nobody', id_token_hint: 'x', post_logout_redirect_uri: home },
    ]) {
      const page = await end(parameters);
      expect([parameters, page.status, isErrorPage(page.body)]).toEqual([parameters, 200, false]);
      expect(page.body).not.toContain('data-client=');
    }
    const page = await end({ client_id: 'nobody', post_logout_redirect_uri: home });
    expect(new URL(await sayYes(page)).origin).toBe(server.issuer);
  });

  it('F11: nobody is signed in: a bad hint leads to the end, and nowhere else', async () => {
    for (const parameters of [{ id_token_hint: 'x' }, { id_token_hint: 'x', post_logout_redirect_uri: home }]) {
      const { status, location } = await end(parameters);
      expect([status, new URL(location, server.issuer).origin]).toEqual([303, server.issuer]);
    }
  });

  it('F11: an expired hint is good still', async () => {
    const { id_token: hint } = await webApp.signIn(alice, {}, browser);
    server.aheadMs = (Number(claimsOf(hint)['exp']) + 60) * 1000 - Date.now();
    const { status, location } = await end({ id_token_hint: hint, post_logout_redirect_uri: home });
    server.aheadMs = 0;
    expect([status, location]).toEqual([303, home]);
  });

  it('F11: after the drill for a stolen key every user can sign out of every application', async () => {
    const spa: Parameters = { client_id: 'spa', post_logout_redirect_uri: 'https://localhost:3004/' };
    const { id_token: hint } = await webApp.signIn(alice, {}, browser);
    await revokeKey(server, String(headerOf(hint)['kid']));
    expect(await isSignedIn()).toBe(true);
    for (const parameters of [{ id_token_hint: hint }, { id_token_hint: hint, client_id: 'web-app' }, spa]) {
      expect([parameters, isQuestion(await end(parameters))]).toEqual([parameters, true]);
    }
    const page = await end({ id_token_hint: hint, client_id: 'web-app', post_logout_redirect_uri: home });
    expect(await sayYes(page)).toBe(home);
    expect(await isSignedIn()).toBe(false);
    // A new sign-in has a hint of the next key, by which nobody is asked.
    const next = await webApp.signIn(alice, {}, browser);
    expect((await end({ id_token_hint: next.id_token, post_logout_redirect_uri: home })).location).toBe(home);
  });
});
