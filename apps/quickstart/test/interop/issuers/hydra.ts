/** Ory Hydra with JWT access tokens; the sign-in and consent application that it wants is played by the test. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '@gatehouse/testkit';
import { expect } from '@jest/globals';
import { missing, startForeign } from '../foreign-program.ts';
import {
  API,
  administer,
  askForTokens,
  BUILT,
  type IssuerOfOthers,
  type OwnTest,
  type RunningIssuer,
  START_LIMIT_MS,
  Visitor,
} from './issuer-of-others.ts';
import { logoutReceiver } from './logout-receiver.ts';

const SECRET = randomBytes(24).toString('base64url');
const CALLBACK = 'http://127.0.0.1/callback';
const CLIENT = { client_id: 'job', client_secret: SECRET };

type Admin = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Signs Alice in and grants everything, as the operator's application would, and signs her out if told. */
class SignIn {
  readonly #visitor = new Visitor();
  readonly #origin: string;
  readonly #admin: Admin;

  constructor(origin: string, admin: Admin) {
    this.#origin = origin;
    this.#admin = admin;
  }

  async signIn(): Promise<Readonly<Record<string, string>>> {
    const request = new URLSearchParams({
      client_id: 'job',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid offline_access notes:read',
      audience: API,
      state: randomBytes(16).toString('base64url'),
      nonce: randomBytes(16).toString('base64url'),
    });
    const toLogin = await this.#visitor.visit(`${this.#origin}/oauth2/auth?${request.toString()}`);
    const toConsent = await this.#accept('login', toLogin.location, { subject: 'alice', remember: true });
    const back = await this.#accept('consent', toConsent, {
      grant_scope: ['openid', 'offline_access', 'notes:read'],
      grant_access_token_audience: [API],
      session: { access_token: { roles: ['manager'] }, id_token: { email: 'alice@example.org' } },
    });
    return askForTokens(`${this.#origin}/oauth2/token`, {
      grant_type: 'authorization_code',
      ...CLIENT,
      code: new URL(back).searchParams.get('code')!,
      redirect_uri: CALLBACK,
    });
  }

  async signOut(idToken: string): Promise<void> {
    const request = new URLSearchParams({ id_token_hint: idToken });
    const { location } = await this.#visitor.visit(`${this.#origin}/oauth2/sessions/logout?${request.toString()}`);
    if (new URL(location).searchParams.has('logout_challenge')) await this.#accept('logout', location, {});
  }

  async #accept(what: 'login' | 'consent' | 'logout', location: string, body: unknown): Promise<string> {
    const challenge = new URL(location).searchParams.get(`${what}_challenge`) ?? '';
    const query = new URLSearchParams({ [`${what}_challenge`]: challenge });
    const path = `/oauth2/auth/requests/${what}/accept?${query.toString()}`;
    const { redirect_to } = (await this.#admin('PUT', path, body)) as { redirect_to: string };
    return (await this.#visitor.visit(redirect_to)).location;
  }
}

async function start(folder: string): Promise<RunningIssuer> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const running = await startForeign(
    'Ory Hydra',
    folder,
    `${origin}/.well-known/openid-configuration`,
    async () => ({
      command: join(BUILT, 'hydra'),
      parameters: ['serve', 'all', '--dev'],
      env: {
        DSN: 'memory',
        SERVE_PUBLIC_HOST: '127.0.0.1',
        SERVE_PUBLIC_PORT: String(port),
        SERVE_PUBLIC_TLS_ENABLED: 'false',
        SERVE_ADMIN_HOST: '127.0.0.1',
        SERVE_ADMIN_PORT: String(adminPort),
        SERVE_ADMIN_TLS_ENABLED: 'false',
        URLS_SELF_ISSUER: origin,
        URLS_LOGIN: `${CALLBACK}/login`,
        URLS_CONSENT: `${CALLBACK}/consent`,
        URLS_LOGOUT: `${CALLBACK}/logout`,
        STRATEGIES_ACCESS_TOKEN: 'jwt',
        SECRETS_SYSTEM: randomBytes(32).toString('base64url'),
        LOG_LEVEL: 'warn',
        SQA_OPT_OUT: 'true',
      },
    }),
    START_LIMIT_MS,
  );
  const admin: Admin = (method, path, body) => administer(method, `http://127.0.0.1:${adminPort}/admin${path}`, body);
  const logout = await logoutReceiver();
  await admin('POST', '/clients', {
    ...CLIENT,
    grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [CALLBACK],
    scope: 'openid offline_access notes:read',
    audience: [API, 'https://archive.example'],
    token_endpoint_auth_method: 'client_secret_post',
    backchannel_logout_uri: logout.url,
  });
  const ofProgram = async (audience: Readonly<Record<string, string>> = { audience: API }): Promise<string> => {
    const form = { grant_type: 'client_credentials', ...CLIENT, scope: 'notes:read', ...audience };
    return (await askForTokens(`${origin}/oauth2/token`, form))['access_token']!;
  };
  const session = new SignIn(origin, admin);
  const alice = await session.signIn();
  await session.signOut(alice['id_token']!);
  const tokens = {
    'access token of a program': await ofProgram(),
    'access token of a person': alice['access_token']!,
    'access token for another API': await ofProgram({ audience: 'https://archive.example' }),
    'access token without an audience': await ofProgram({}),
    'ID token': alice['id_token']!,
    'refresh token': alice['refresh_token']!,
    'logout token': await logout.token,
  };
  await logout.close();
  return {
    url: origin,
    tokens,
    another: () => ofProgram(),
    rotate: async () => {
      await admin('POST', '/keys/hydra.jwt.access-token', { alg: 'RS256', use: 'sig', kid: 'a-newer-key' });
    },
    stop: () => running.stop(),
  };
}

const namedClients: OwnTest = {
  title: 'accepts tokens without an audience from clients that are named',
  check: async ({ tokens }, open) => {
    const token = tokens['access token without an audience']!;
    const named = await open({ clients: ['job'] });
    expect(await named.judge(token)).toMatchObject({ status: 200, principal: { clientId: 'job' } });
    const another = await open({ clients: ['shop'] });
    expect(await another.judge(token)).toMatchObject({ status: 401, reason: 'wrong_client' });
  },
};

export const hydra: IssuerOfOthers = {
  name: 'Ory Hydra 2.3.0',
  missing: missing(join(BUILT, 'hydra'), '"npm run issuers:prepare" has not built it'),
  byHand: true,
  profile: 'hydra',
  audience: [API],
  otherAudiences: ['job'],
  accepted: {
    'access token of a program': { subject: 'job', clientId: 'job', scopes: ['notes:read'], roles: [] },
    'access token of a person': {
      subject: 'alice',
      clientId: 'job',
      scopes: ['notes:read', 'offline_access', 'openid'],
      roles: ['manager'],
    },
  },
  refused: {
    'ID token': { reason: 'invalid_claims', whateverAudience: true },
    'logout token': { reason: 'invalid_claims', whateverAudience: true },
    // Opaque, with a dot in it.
    'refresh token': { reason: 'malformed_token', whateverAudience: true },
    'access token for another API': { reason: 'wrong_audience' },
    'access token without an audience': { reason: 'wrong_audience' },
  },
  own: [namedClients],
  start,
};
