/** Callers of the admin API over the network, with access tokens bound to a key (RFC 9449), for tests. */
import { createHash, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { TOTP } from 'otpauth';
import { adminIndicator as adminResource, adminScopes } from '../src/directory/resources/admin-api.ts';
import { type Answer, Browser, follow, send, submitPassword } from './browser.ts';
import { confidential, type JsonAnswer, type TestClient } from './client.ts';
import type { TestServer } from './server.ts';

export const twoFactors = 'urn:gatehouse:acr:2';
const consoleRedirect = 'https://localhost:3006/callback';

export interface AdminSignIn {
  /** Of the development registry; carol is an operator. */
  readonly login?: string;
  /** Asks for those; what the roles of the user do not give is left out. Default all. */
  readonly scopes?: readonly string[];
  /** Default two; a user who has one adds an authenticator app on the way, and has two from then on. */
  readonly factors?: 1 | 2;
  /** Which client it is by; default the console, of whose kind it must be. */
  readonly clientId?: string;
}

/** A key of a client, and proofs that it holds it. */
export class ProofKey {
  readonly #keys = generateKeyPair('ES256', { extractable: true }) as Promise<{
    privateKey: CryptoKey;
    publicKey: CryptoKey;
  }>;

  async proof(method: string, url: string, claims: Record<string, unknown> = {}): Promise<string> {
    const { privateKey, publicKey } = await this.#keys;
    const jwk = await exportJWK(publicKey);
    return new SignJWT({ htm: method, htu: url.split('?')[0], jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt()
      .sign(privateKey);
  }
}

/** Somebody with a token who calls. */
export class AdminVisitor {
  readonly issuer: string;
  readonly token: string;
  readonly key: ProofKey;
  /** Where the API is called: the issuer, unless it has a listener of its own. */
  readonly origin: string;
  /** Which of several instances is asked, as a balancer would choose. */
  readonly via: string;

  constructor(issuer: string, token: string, key: ProofKey, origin = issuer, via = origin) {
    this.issuer = issuer;
    this.token = token;
    this.key = key;
    this.origin = origin;
    this.via = via;
  }

  /** The headers of one call. @param path below `/admin/v1` */
  async headers(method: string, path: string): Promise<{ authorization: string; dpop: string }> {
    const ath = createHash('sha256').update(this.token).digest('base64url');
    const dpop = await this.key.proof(method, `${this.origin}/admin/v1${path}`, { ath });
    return { authorization: `DPoP ${this.token}`, dpop };
  }

  /** One call. @param body sent as JSON */
  async call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const own = await this.headers(method, path);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const host = this.via === this.origin ? {} : { host: new URL(this.origin).host };
    return send(method, `${this.via}/admin/v1${path}`, { ...type, ...host, ...own, ...headers }, text);
  }
}

/** A token request that carries a proof, and the nonce of the server where it wants one. */
async function redeem(
  client: TestClient,
  key: ProofKey,
  ask: (headers: Record<string, string>) => Promise<JsonAnswer>,
): Promise<string> {
  const url = `${client.server.issuer}/token`;
  let answer = await ask({ dpop: await key.proof('POST', url) });
  const nonce = answer.headers['dpop-nonce'];
  if (answer.body['error'] === 'use_dpop_nonce') answer = await ask({ dpop: await key.proof('POST', url, { nonce }) });
  if (answer.status !== 200) throw new Error(`no token: ${answer.text}`);
  return String(answer.body['access_token']);
}

/** Who has signed in with two factors stays signed in: a code of an authenticator app is good once. */
const browsers = new WeakMap<TestServer, Map<string, Browser>>();

function browserOf(server: TestServer, who: string): Browser {
  const known = browsers.get(server) ?? new Map<string, Browser>();
  browsers.set(server, known);
  const browser = known.get(who) ?? new Browser();
  known.set(who, browser);
  return browser;
}

/** Signs a user in by the console, through the pages. */
export async function signInAdmin(
  server: TestServer,
  { login = 'carol', scopes = Object.keys(adminScopes), factors = 2, clientId = 'console' }: AdminSignIn = {},
): Promise<AdminVisitor> {
  const client = await confidential(server, clientId, consoleRedirect);
  const request = client.request({
    scope: `openid ${scopes.join(' ')}`,
    resource: adminResource(server.issuer),
    acr_values: factors === 2 ? twoFactors : undefined,
  });
  const browser = browserOf(server, `${login} ${factors}`);
  let next = await follow(browser, server.issuer, await browser.get(request.url));
  let secret = '';
  while (!(next instanceof URL)) {
    const { action, csrf, answer } = next;
    secret = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(answer.body)?.[1]?.replaceAll(' ', '') ?? secret;
    const otp = action.endsWith('/add-totp') ? { otp: new TOTP({ secret }).generate() } : {};
    next = action.endsWith('/login')
      ? await submitPassword(browser, next, await server.person(login))
      : await follow(browser, server.issuer, await browser.post(action, { csrf, ...otp }));
  }
  const code = next.searchParams.get('code');
  if (!code) throw new Error(`no code, but ${next.search}`);
  const key = new ProofKey();
  const grant = { code, verifier: request.verifier, redirectUri: consoleRedirect };
  const token = await redeem(client, key, (headers) => client.redeem(grant, {}, headers));
  return new AdminVisitor(server.issuer, token, key);
}

/** A client that acts for itself; it must be in the registry with those scopes. */
export async function adminClient(
  server: TestServer,
  clientId: string,
  scopes: readonly string[],
): Promise<AdminVisitor> {
  const client = await confidential(server, clientId);
  const key = new ProofKey();
  const form = { grant_type: 'client_credentials', scope: scopes.join(' '), resource: adminResource(server.issuer) };
  return new AdminVisitor(server.issuer, await redeem(client, key, (headers) => client.token(form, headers)), key);
}
