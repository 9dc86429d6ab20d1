/** Keycloak as an operator sets it up: a realm by its admin API, roles, clients, and a scope that names the API as audience. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { TOKEN_PROFILES } from '@gatehouse/oauth-guard';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { eventually, freePort } from '@gatehouse/testkit';
import { expect } from '@jest/globals';
import { missing, type Running, SHORT_LIVED_JAVA, startForeign } from '../foreign-program.ts';
import {
  administer,
  askForTokens,
  BUILT,
  type IssuerOfOthers,
  type OwnTest,
  type RunningIssuer,
  START_LIMIT_MS,
} from './issuer-of-others.ts';
import { logoutReceiver } from './logout-receiver.ts';

const SECRET = randomBytes(24).toString('base64url');
const PASSWORD = randomBytes(24).toString('base64url');
/** How Keycloak names an API: as a client. */
const AUDIENCE = 'notes-api';
const DEFAULT_ROLES = ['default-roles-shop', 'offline_access', 'uma_authorization'];

const service = (client_id: string) => ({ grant_type: 'client_credentials', client_id, client_secret: SECRET });
const person = (client_id: string) => ({
  grant_type: 'password',
  client_id,
  client_secret: SECRET,
  username: 'alice',
  password: PASSWORD,
});

const client = (clientId: string, attributes: Readonly<Record<string, string>> = {}) => ({
  clientId,
  secret: SECRET,
  serviceAccountsEnabled: true,
  directAccessGrantsEnabled: true,
  attributes,
});

type Admin = (method: string, path: string, body?: unknown) => Promise<unknown>;

async function makeRealm(admin: Admin, realm: string, logoutUrl: string): Promise<void> {
  await admin('POST', '', {
    realm,
    enabled: true,
    // In seconds: longer than the tests take on a slow machine.
    accessTokenLifespan: 3600,
    roles: { realm: [{ name: 'manager' }], client: { [AUDIENCE]: [{ name: 'editor' }] } },
    clients: [
      { clientId: AUDIENCE, bearerOnly: true },
      client('job', { 'backchannel.logout.url': logoutUrl }),
      client('job-rfc9068', { 'access.token.header.type.rfc9068': 'true' }),
      client('job-lightweight', { 'client.use.lightweight.access.token.enabled': 'true' }),
    ],
    users: [
      {
        username: 'alice',
        enabled: true,
        email: 'alice@example.org',
        firstName: 'Alice',
        lastName: 'Archer',
        credentials: [{ type: 'password', value: PASSWORD }],
        realmRoles: ['manager', `default-roles-${realm}`],
        clientRoles: { [AUDIENCE]: ['editor'] },
      },
    ],
  });
  await admin('POST', `/${realm}/client-scopes`, {
    name: 'notes:read',
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true' },
    protocolMappers: [
      {
        name: 'audience',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-audience-mapper',
        config: { 'included.client.audience': AUDIENCE, 'access.token.claim': 'true' },
      },
    ],
  });
  const scopes = (await admin('GET', `/${realm}/client-scopes`)) as { id: string; name: string }[];
  const scope = scopes.find(({ name }) => name === 'notes:read')!.id;
  const clients = (await admin('GET', `/${realm}/clients`)) as { id: string; clientId: string }[];
  for (const { id, clientId } of clients) {
    if (clientId.startsWith('job')) await admin('PUT', `/${realm}/clients/${id}/optional-client-scopes/${scope}`);
  }
}

/** Starts it on a free port; over TLS with a certificate. */
export async function startKeycloak(
  folder: string,
  certificate?: { readonly certFile: string; readonly keyFile: string },
): Promise<{ readonly origin: string; readonly admin: Admin; readonly running: Running }> {
  const port = await freePort();
  const origin = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  const adminPassword = randomBytes(24).toString('base64url');
  const listening = certificate
    ? [
        '--http-enabled=false',
        `--https-port=${port}`,
        `--https-certificate-file=${certificate.certFile}`,
        `--https-certificate-key-file=${certificate.keyFile}`,
      ]
    : ['--http-enabled=true', `--http-port=${port}`];
  const running = await startForeign(
    'Keycloak',
    folder,
    `${origin}/realms/master`,
    async () => ({
      command: 'bash',
      parameters: [
        join(BUILT, 'keycloak/bin/kc.sh'),
        'start',
        '--optimized',
        '--http-host=127.0.0.1',
        `--hostname=${origin}`,
        ...listening,
      ],
      env: {
        KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
        KC_BOOTSTRAP_ADMIN_PASSWORD: adminPassword,
        JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
        JAVA_OPTS_APPEND: SHORT_LIVED_JAVA,
      },
    }),
    START_LIMIT_MS,
  );
  // Asked for each time: such a token lives for a minute.
  const admin: Admin = async (method, path, body) => {
    const { access_token } = await askForTokens(`${origin}/realms/master/protocol/openid-connect/token`, {
      grant_type: 'password',
      client_id: 'admin-cli',
      username: 'admin',
      password: adminPassword,
    });
    return administer(method, `${origin}/admin/realms${path}`, body, { authorization: `Bearer ${access_token}` });
  };
  return { origin, admin, running };
}

async function start(folder: string): Promise<RunningIssuer> {
  const { origin, admin, running } = await startKeycloak(folder);
  const logout = await logoutReceiver();
  await makeRealm(admin, 'shop', logout.url);
  await makeRealm(admin, 'branch', logout.url);

  const endpoint = (realm: string, name: string) => `${origin}/realms/${realm}/protocol/openid-connect/${name}`;
  const ask = async (form: Readonly<Record<string, string>>, scope = 'notes:read', realm = 'shop') =>
    askForTokens(endpoint(realm, 'token'), { ...form, scope });
  const alice = await ask(person('job'), 'openid notes:read');
  const offline = await ask(person('job'), 'openid offline_access notes:read');
  const out = { client_id: 'job', client_secret: SECRET, refresh_token: alice['refresh_token']! };
  await fetch(endpoint('shop', 'logout'), { method: 'POST', body: new URLSearchParams(out) });
  const accessToken = async (...parameters: Parameters<typeof ask>) => (await ask(...parameters))['access_token']!;
  const tokens = {
    'access token of a program': await accessToken(service('job')),
    'access token with the type of RFC 9068': await accessToken(service('job-rfc9068')),
    'access token of a person': alice['access_token']!,
    'access token without the scope of the API': await accessToken(service('job'), 'email'),
    'access token of another realm': await accessToken(service('job'), 'notes:read', 'branch'),
    'lightweight access token': await accessToken(service('job-lightweight')),
    'ID token': alice['id_token']!,
    'refresh token': alice['refresh_token']!,
    'offline token': offline['refresh_token']!,
    'logout token': await logout.token,
  };
  await logout.close();
  return {
    url: `${origin}/realms/shop`,
    tokens,
    another: () => accessToken(service('job')),
    rotate: async () => {
      await admin('POST', '/shop/components', {
        name: 'a newer key',
        providerId: 'rsa-generated',
        providerType: 'org.keycloak.keys.KeyProvider',
        config: { priority: ['200'], algorithm: ['RS256'], keySize: ['2048'] },
      });
    },
    stop: () => running.stop(),
  };
}

const dpop: OwnTest = {
  title: 'accepts a token that Keycloak bound to a key, from whoever proves to have that key',
  check: async ({ url: issuer }, open) => {
    const api = await open({});
    const holder = await createDpopClient();
    const endpoint = `${issuer}/protocol/openid-connect/token`;
    const proof = await holder.proof({ method: 'POST', url: endpoint });
    const { access_token } = await askForTokens(endpoint, { ...service('job'), scope: 'notes:read' }, { dpop: proof });
    const { principal, ...verdict } = await api.judge(access_token!, (url, token) => holder.fetch(url, token));
    expect(verdict).toEqual({ status: 200, reason: 'ok', detail: undefined });
    expect(principal).toMatchObject({ scheme: 'DPoP', clientId: 'job' });
    expect(await api.judge(access_token!)).toMatchObject({ status: 401 });
    const thief = await createDpopClient();
    expect(await api.judge(access_token!, (url, token) => thief.fetch(url, token))).toMatchObject({ status: 401 });
  },
};

const clientRoles: OwnTest = {
  title: 'reads the roles of one API, where a profile says so',
  check: async ({ tokens }, open) => {
    const roles = [['resource_access', AUDIENCE, 'roles']];
    const api = await open({ profile: { ...TOKEN_PROFILES.keycloak, roles } });
    const { principal } = await api.judge(tokens['access token of a person']!);
    expect(principal?.roles).toEqual(['editor']);
  },
};

const lightweight: OwnTest = {
  title: 'accepts tokens without an audience from clients that are named, where a profile says so',
  check: async ({ tokens }, open) => {
    const profile = { ...TOKEN_PROFILES.keycloak, audience: 'clients' } as const;
    const token = tokens['lightweight access token']!;
    const named = await open({ profile, clients: ['job-lightweight'] });
    expect(await named.judge(token)).toMatchObject({ status: 200, principal: { clientId: 'job-lightweight' } });
    const another = await open({ profile, clients: ['job'] });
    expect(await another.judge(token)).toMatchObject({ status: 401, reason: 'wrong_client' });
  },
};

const slash: OwnTest = {
  title: 'says which slash is wrong when the issuer is not written as it calls itself (G13)',
  check: async ({ url, tokens }, open) => {
    const api = await open({ issuer: `${url}/` });
    const verdict = await api.judge(tokens['access token of a program']!);
    expect(verdict).toMatchObject({ status: 401, reason: 'wrong_issuer' });
    await eventually(() => api.faults.length > 0);
    expect(api.faults[0]).toContain(`the issuer calls itself "${url}": write it so in issuers, without the slash`);
  },
};

const strict: OwnTest = {
  title: 'takes nothing but the type of RFC 9068 without a profile',
  check: async ({ tokens }, open) => {
    const api = await open({ profile: 'rfc9068' });
    expect(await api.judge(tokens['access token of a program']!)).toMatchObject({ status: 401, reason: 'wrong_type' });
  },
};

export const keycloak: IssuerOfOthers = {
  name: 'Keycloak 26.7.3',
  missing: missing(join(BUILT, 'keycloak/built-from')),
  profile: 'keycloak',
  audience: [AUDIENCE],
  otherAudiences: ['job', 'account'],
  accepted: {
    'access token of a program': { clientId: 'job', scopes: ['email', 'notes:read', 'profile'], roles: DEFAULT_ROLES },
    'access token with the type of RFC 9068': { clientId: 'job-rfc9068' },
    'access token of a person': {
      clientId: 'job',
      scopes: ['email', 'notes:read', 'openid', 'profile'],
      roles: ['default-roles-shop', 'manager', 'offline_access', 'uma_authorization'],
    },
  },
  refused: {
    'ID token': { reason: 'invalid_claims', detail: /typ/u, whateverAudience: true },
    'logout token': { reason: 'wrong_type', whateverAudience: true },
    // Both are signed by a secret that only Keycloak has.
    'refresh token': { reason: 'unsupported_algorithm', whateverAudience: true },
    'offline token': { reason: 'unsupported_algorithm', whateverAudience: true },
    'access token without the scope of the API': { reason: 'wrong_audience' },
    'access token of another realm': { reason: 'wrong_issuer' },
    'lightweight access token': { reason: 'wrong_audience' },
  },
  own: [dpop, clientRoles, lightweight, slash, strict],
  start,
};
