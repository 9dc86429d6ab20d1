import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { freePort } from '@gatehouse/testkit';
import { askTokens, type Flow, manyFlows, SessionBrowser } from '../../flows.ts';
import { spawnCommand } from '../../processes.ts';
import { RESOURCE } from '../../product.ts';
import { administer, ask, basic, codeIn, codeRequest, posting, reading, refreshing } from '../asking.ts';
import { CALLBACK, type Peer, SCOPE } from '../peer.ts';
import { keycloakFolder, keycloakVersion, missingKeycloak } from '../places.ts';
import { javaDatabase } from './java-database.ts';

type Admin = (method: string, path: string, body?: unknown) => Promise<unknown>;

const audience = (name: string, config: Readonly<Record<string, string>>) => ({
  name,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { ...config, 'access.token.claim': 'true' },
});

/** A browser in which Alice signs in by the form of Keycloak, for many code flows. */
async function newFlow(endpoint: (name: string) => string, authorization: string, password: string): Promise<Flow> {
  const browser = new SessionBrowser();
  const scope = `openid ${SCOPE}`;
  const first = new Agent();
  const form = await browser.visit(first, `${endpoint('auth')}?${codeRequest('web-app', scope).query}`);
  const action = /<form[^>]* action="([^"]+)"/u.exec(form.body)?.[1]?.replaceAll('&amp;', '&');
  if (action === undefined) throw new Error(`Keycloak shows no form: ${form.status}`);
  codeIn((await browser.visit(first, action, { username: 'alice', password })).location ?? null);
  first.destroy();
  return async (agent) => {
    const { query, redeem } = codeRequest('web-app', scope);
    const { location } = await browser.visit(agent, `${endpoint('auth')}?${query}`);
    return await askTokens(agent, endpoint('token'), authorization, redeem(codeIn(location ?? null)));
  };
}

/** A realm with a client, a user and a scope that names the API. Refresh tokens are for one use. */
async function makeRealm(admin: Admin, secret: string, password: string): Promise<void> {
  await admin('POST', '', {
    realm: 'bench',
    enabled: true,
    accessTokenLifespan: 3600,
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    clients: [
      {
        clientId: 'web-app',
        secret,
        serviceAccountsEnabled: true,
        directAccessGrantsEnabled: true,
        redirectUris: [CALLBACK],
      },
    ],
    users: [
      {
        username: 'alice',
        enabled: true,
        email: 'alice@example.org',
        firstName: 'Alice',
        lastName: 'Archer',
        credentials: [{ type: 'password', value: password }],
      },
    ],
  });
  await admin('POST', '/bench/client-scopes', {
    name: SCOPE,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true' },
    // The client as well: it may look into tokens by introspection only when they are for it too.
    protocolMappers: [
      audience('API', { 'included.custom.audience': RESOURCE }),
      audience('client', { 'included.client.audience': 'web-app' }),
    ],
  });
  const scopes = (await admin('GET', '/bench/client-scopes')) as { id: string; name: string }[];
  const clients = (await admin('GET', '/bench/clients?clientId=web-app')) as { id: string }[];
  const scope = scopes.find(({ name }) => name === SCOPE)!.id;
  await admin('PUT', `/bench/clients/${clients[0]!.id}/optional-client-scopes/${scope}`);
}

export const keycloak: Peer = {
  name: 'Keycloak',
  get version() {
    return missingKeycloak() ? 'unknown' : keycloakVersion();
  },
  store: 'PostgreSQL, synchronous_commit=on',
  settings:
    'kc.sh start --optimized after kc.sh build --db=postgres --cache=local, plain HTTP, its own heap limits; refresh tokens for one use',
  differs:
    'refresh tokens are JWTs of an HMAC beside a session in the database; introspection and userinfo are of a JWT (no opaque tokens); refresh answers with a new ID token as well',
  missing: missingKeycloak,
  async install({ newDatabase }) {
    const folder = keycloakFolder();
    const port = await freePort();
    const managementPort = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const database = await newDatabase();
    const [adminPassword, secret, password] = [0, 1, 2].map(() => randomBytes(24).toString('base64url')) as [
      string,
      string,
      string,
    ];
    const env = {
      ...javaDatabase(database),
      KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
      KC_BOOTSTRAP_ADMIN_PASSWORD: adminPassword,
    };
    const parameters = [
      join(folder, 'bin/kc.sh'),
      'start',
      '--optimized',
      '--http-enabled=true',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      `--http-management-port=${managementPort}`,
      `--hostname=${origin}`,
    ];
    const endpoint = (realm: string, name: string) => `${origin}/realms/${realm}/protocol/openid-connect/${name}`;
    const admin: Admin = async (method, path, body) => {
      const login = { grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: adminPassword };
      const { access_token } = await ask(endpoint('master', 'token'), '', login);
      return await administer(method, `${origin}/admin/realms${path}`, body, {
        authorization: `Bearer ${access_token}`,
      });
    };
    const authorization = basic('web-app', secret);
    const token = endpoint('bench', 'token');
    const signIn = () =>
      ask(token, authorization, { grant_type: 'password', username: 'alice', password, scope: `openid ${SCOPE}` });
    return {
      database,
      start: () => ({
        server: spawnCommand({ command: 'bash', parameters, env, folder }),
        readyUrl: `${origin}/realms/master`,
      }),
      async requests(server) {
        await makeRealm(admin, secret, password);
        const { access_token: accessToken = '' } = await signIn();
        return {
          jwksUri: endpoint('bench', 'certs'),
          discovery: reading(server, `${origin}/realms/bench/.well-known/openid-configuration`),
          clientCredentials: posting(server, token, authorization, { grant_type: 'client_credentials', scope: SCOPE }),
          refresh: await refreshing(server, token, authorization, signIn),
          codeFlow: {
            server,
            flows: await manyFlows(() => newFlow((name) => endpoint('bench', name), authorization, password)),
          },
          introspection: posting(server, `${token}/introspect`, authorization, { token: accessToken }),
          userinfo: reading(server, endpoint('bench', 'userinfo'), accessToken),
        };
      },
    };
  },
};
