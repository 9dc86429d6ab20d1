/** What clients and users ask of a server, before an upgrade and after it. */

import * as oauth from 'oauth4webapi';
import { TOTP } from 'otpauth';
import { Browser, follow, openPage, type Page, type Person, send, signIn, submitPassword } from '../browser.ts';
import { claimsOf, type JsonAnswer, type Parameters, TestClient, type TokenSet } from '../client.ts';
import { api } from '../server.ts';

export interface Server {
  readonly issuer: string;
}

export const strong = 'urn:gatehouse:acr:2';
export const spaRedirect = 'https://localhost:3004/callback';
export const thirdPartyRedirect = 'https://localhost:3005/callback';

export const asPage = (next: Page | URL): Page => {
  if (next instanceof URL) throw new Error(`no page, but ${next.href}`);
  return next;
};

export const post = async (browser: Browser, page: Page, fields: Record<string, string> = {}): Promise<Page | URL> =>
  follow(browser, new URL(page.action).origin, await browser.post(page.action, { csrf: page.csrf, ...fields }));

/** What the app shows now. */
export const otpOf = (secret: string): string => new TOTP({ secret }).generate({ timestamp: Date.now() });

/** Up to the page after the password. */
export async function afterPassword(client: TestClient, person: Person, changes: Parameters = {}) {
  const browser = new Browser();
  const request = client.request(changes);
  const page = asPage(await submitPassword(browser, await openPage(browser, request.url), person));
  return { browser, request, page };
}

const fleeting: ReadonlySet<string> = new Set(['iss', 'iat', 'exp', 'jti', 'at_hash']);
const inOrder = (names: readonly string[]) => names.toSorted((a, b) => a.localeCompare(b));

/** The claims without what differs between two tokens for the same. */
export function lastingClaims(jwt: string): Record<string, unknown> {
  const lasting = Object.entries(claimsOf(jwt)).filter(([name]) => !fleeting.has(name));
  return Object.fromEntries(
    lasting.map(([name, value]) => [name, name === 'roles' ? inOrder(value as string[]) : value]),
  );
}

export async function userinfo({ issuer }: Server, token: string): Promise<Record<string, unknown>> {
  const { status, body } = await send('GET', `${issuer}/me`, { authorization: `Bearer ${token}` });
  if (status !== 200) throw new Error(`no userinfo: ${body}`);
  return JSON.parse(body) as Record<string, unknown>;
}

/** What a user's tokens and userinfo say. */
export async function said(server: Server, tokens: TokenSet) {
  return {
    access: lastingClaims(tokens.access_token),
    id: lastingClaims(tokens.id_token),
    userinfo: await userinfo(server, tokens.access_token),
  };
}

/** What a gateway gets for an API key or a service account. */
export const exchange = (
  gateway: TestClient,
  kind: 'api-key' | 'service-account',
  value: string,
): Promise<JsonAnswer> =>
  gateway.token({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: value,
    subject_token_type: `urn:gatehouse:params:oauth:token-type:${kind}`,
    resource: api,
  });

/** The users as the command line lists them, with their roles in order. */
export function listedUsers(printed: unknown) {
  const rows = printed as {
    id: string;
    login: string;
    name: string;
    claims?: { department?: string };
    /** Text in answers of earlier versions. */
    roles: string | readonly string[];
    status: string;
  }[];
  return rows.map(({ id, login, name, claims: { department } = {}, roles, status }) => ({
    id,
    login,
    name,
    ...(department !== undefined && { department }),
    roles: inOrder(
      [roles]
        .flat()
        .flatMap((one) => one.split(' '))
        .filter(Boolean),
    ),
    status,
  }));
}

const spa: oauth.Client = { client_id: 'spa' };

/** Does the work again when the server first asks for its nonce. */
const withNonce = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return work();
  }
};

/** A browser app whose tokens are bound to its key (RFC 9449). */
export async function boundClient(server: Server, keys: oauth.CryptoKeyPair) {
  const issuer = new URL(server.issuer);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  const DPoP = oauth.DPoP(spa, keys);
  return {
    async signIn(person: Person): Promise<oauth.TokenEndpointResponse> {
      const client = new TestClient(server, 'spa', { redirectUri: spaRedirect });
      const { url, verifier } = client.request({ scope: 'openid profile profile_read' });
      const back = oauth.validateAuthResponse(as, spa, await signIn(new Browser(), url, person), 'the-state');
      return withNonce(async () => {
        const sent = oauth.authorizationCodeGrantRequest(as, spa, oauth.None(), back, spaRedirect, verifier, { DPoP });
        return oauth.processAuthorizationCodeResponse(as, spa, await sent);
      });
    },
    refresh: (token: string): Promise<oauth.TokenEndpointResponse> =>
      withNonce(async () => {
        const sent = oauth.refreshTokenGrantRequest(as, spa, oauth.None(), token, { DPoP });
        return oauth.processRefreshTokenResponse(as, spa, await sent);
      }),
  };
}
