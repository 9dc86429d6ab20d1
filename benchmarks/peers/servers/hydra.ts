import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Agent } from 'node:http';
import { join } from 'node:path';
import { freePort } from '@gatehouse/testkit';
import { send } from '../../connections.ts';
import { askTokens, type Flow, manyFlows, SessionBrowser } from '../../flows.ts';
import { ROOT, spawnCommand } from '../../processes.ts';
import { RESOURCE } from '../../product.ts';
import { administer, ask, Browser, basic, codeIn, codeRequest, posting, reading, refreshing } from '../asking.ts';
import { CALLBACK, type Peer, SCOPE } from '../peer.ts';
import { hydraFile, missingHydra } from '../places.ts';

const module = readFileSync(join(ROOT, 'apps/quickstart/test/interop/issuers/hydra/go.mod'), 'utf8');

/** Hydra has no pages: this plays the application that signs users in and asks them, by Hydra's admin API. */
function signingIn(origin: string, adminOrigin: string) {
  async function accept(what: 'login' | 'consent', location: string | null, body: unknown): Promise<string> {
    const challenge = new URL(location ?? '').searchParams.get(`${what}_challenge`) ?? '';
    const query = new URLSearchParams({ [`${what}_challenge`]: challenge }).toString();
    const path = `/admin/oauth2/auth/requests/${what}/accept?${query}`;
    return ((await administer('PUT', adminOrigin + path, body)) as { redirect_to: string }).redirect_to;
  }
  return async (clientId: string, secret: string, scope: string) => {
    const browser = new Browser();
    const { query, redeem } = codeRequest(clientId, scope, { audience: RESOURCE });
    const toLogin = await browser.visit(`${origin}/oauth2/auth?${query}`);
    const toConsent = await browser.visit(await accept('login', toLogin, { subject: 'alice', remember: true }));
    const granted = { grant_scope: scope.split(' '), grant_access_token_audience: [RESOURCE] };
    const back = await browser.visit(await accept('consent', toConsent, granted));
    return await ask(`${origin}/oauth2/token`, basic(clientId, secret), redeem(codeIn(back)));
  };
}

/**
 * A browser that Hydra remembers. The application beside it is asked all the same each time, by two redirects, and says yes to both by the
 * admin API.
 */
async function newFlow(origin: string, adminOrigin: string, secret: string): Promise<Flow> {
  const browser = new SessionBrowser();
  const scope = `openid offline_access ${SCOPE}`;
  const accept = async (agent: Agent, what: 'login' | 'consent', location: string | undefined, yes: unknown) => {
    const query = new URL(location ?? '').search;
    const url = `${adminOrigin}/admin/oauth2/auth/requests/${what}/accept${query}`;
    const headers = { 'content-type': 'application/json' };
    const { status, body } = await send(agent, url, headers, { body: JSON.stringify(yes), method: 'PUT' });
    if (status !== 200) throw new Error(`Hydra's ${what}: ${status} ${body.slice(0, 300)}`);
    return (await browser.visit(agent, (JSON.parse(body) as { redirect_to: string }).redirect_to)).location;
  };
  const granted = {
    grant_scope: scope.split(' '),
    grant_access_token_audience: [RESOURCE],
    remember: true,
  };
  return async (agent) => {
    const { query, redeem } = codeRequest('web-app', scope, { audience: RESOURCE });
    const toLogin = (await browser.visit(agent, `${origin}/oauth2/auth?${query}`)).location;
    const toConsent = await accept(agent, 'login', toLogin, { subject: 'alice', remember: true });
    const back = await accept(agent, 'consent', toConsent, granted);
    return await askTokens(agent, `${origin}/oauth2/token`, basic('web-app', secret), redeem(codeIn(back ?? null)));
  };
}

/** Its own keys are of 4,096 bits: these are like those of the others, which sign four times as fast. */
function newKey(): unknown {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
}

const clientOf = (id: string, secret: string, strategy: 'jwt' | 'opaque') => ({
  client_id: id,
  client_secret: secret,
  grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [CALLBACK],
  scope: `openid offline_access ${SCOPE}`,
  audience: [RESOURCE],
  token_endpoint_auth_method: 'client_secret_basic',
  access_token_strategy: strategy,
});

export const hydra: Peer = {
  name: 'Ory Hydra',
  version: /ory\/hydra\/v2 v(\S+)/u.exec(module)?.[1] ?? 'unknown',
  store: 'PostgreSQL, synchronous_commit=on',
  settings:
    'hydra serve all --dev (which permits plain HTTP), JWT access tokens, keys of 2,048 bits instead of its 4,096, 32 connections to the database (with the two that it takes on one core, requests waited for each other for ever), log of warnings, defaults else',
  differs:
    'it checks the secret of a client by a slow hash each time; it has no users and no pages: an application beside it signs users in, and is asked in each code flow, remembered or not; refresh answers with a new ID token as well; introspection is part of its admin API and asks for no client',
  missing: missingHydra,
  async install({ folder, newDatabase }) {
    const [port, adminPort] = [await freePort(), await freePort()];
    const [origin, adminOrigin] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${adminPort}`];
    const database = await newDatabase();
    const env = {
      // Its own limit is twice the cores, and token requests that each hold one connection and wait for another never end then.
      DSN: `${database}?sslmode=disable&max_conns=32&max_idle_conns=32`,
      SERVE_PUBLIC_HOST: '127.0.0.1',
      SERVE_PUBLIC_PORT: String(port),
      SERVE_PUBLIC_TLS_ENABLED: 'false',
      SERVE_ADMIN_HOST: '127.0.0.1',
      SERVE_ADMIN_PORT: String(adminPort),
      SERVE_ADMIN_TLS_ENABLED: 'false',
      URLS_SELF_ISSUER: origin,
      URLS_LOGIN: `${CALLBACK}/login`,
      URLS_CONSENT: `${CALLBACK}/consent`,
      STRATEGIES_ACCESS_TOKEN: 'jwt',
      SECRETS_SYSTEM: randomBytes(32).toString('base64url'),
      LOG_LEVEL: 'warn',
      SQA_OPT_OUT: 'true',
    };
    execFileSync(hydraFile, ['migrate', 'sql', 'up', '-e', '-y'], { env, cwd: folder, stdio: 'ignore' });
    const secret = randomBytes(24).toString('base64url');
    const signIn = signingIn(origin, adminOrigin);
    const token = `${origin}/oauth2/token`;
    const authorization = basic('web-app', secret);
    return {
      database,
      start: () => ({
        server: spawnCommand({ command: hydraFile, parameters: ['serve', 'all', '--dev'], env, folder }),
        readyUrl: `${origin}/health/ready`,
      }),
      async requests(server) {
        for (const set of ['hydra.jwt.access-token', 'hydra.openid.id-token']) {
          await administer('PUT', `${adminOrigin}/admin/keys/${set}`, { keys: [newKey()] });
        }
        await administer('POST', `${adminOrigin}/admin/clients`, clientOf('web-app', secret, 'jwt'));
        await administer('POST', `${adminOrigin}/admin/clients`, clientOf('opaque-app', secret, 'opaque'));
        const { access_token: opaque = '' } = await signIn('opaque-app', secret, 'openid');
        const forApi = { grant_type: 'client_credentials', scope: SCOPE, audience: RESOURCE };
        return {
          jwksUri: `${origin}/.well-known/jwks.json`,
          discovery: reading(server, `${origin}/.well-known/openid-configuration`),
          clientCredentials: posting(server, token, authorization, forApi),
          refresh: await refreshing(server, token, authorization, () =>
            signIn('web-app', secret, `openid offline_access ${SCOPE}`),
          ),
          codeFlow: { server, flows: await manyFlows(() => newFlow(origin, adminOrigin, secret)) },
          introspection: posting(server, `${adminOrigin}/admin/oauth2/introspect`, '', { token: opaque }),
          userinfo: reading(server, `${origin}/userinfo`, opaque),
        };
      },
    };
  },
};
