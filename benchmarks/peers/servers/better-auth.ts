import { randomBytes } from 'node:crypto';
import { freePort } from '@gatehouse/testkit';
import { askTokens, type Flow, manyFlows, SessionBrowser } from '../../flows.ts';
import { spawnCommand } from '../../processes.ts';
import { RESOURCE } from '../../product.ts';
import { ask, basic, codeIn, codeRequest, forItself, posting, reading, refreshing } from '../asking.ts';
import { type Peer, SCOPE } from '../peer.ts';
import { npmPeers, pinnedVersion } from '../places.ts';

interface SetUp {
  readonly client: { readonly client_id: string; readonly client_secret: string };
  readonly cookie: string;
}

export const betterAuth: Peer = {
  name: 'better-auth',
  version: pinnedVersion('better-auth'),
  store: 'PostgreSQL, synchronous_commit=on',
  settings:
    'on node:http with the plugins jwt (RS256) and @better-auth/oauth-provider, its defaults (tokens and secrets hashed), rate limit off (benchmarks/peers/npm/better-auth.js)',
  differs: 'no audit; refresh answers with a new ID token as well',
  async install({ newDatabase }) {
    const folder = npmPeers();
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const database = await newDatabase();
    const env = {
      PORT: String(port),
      DATABASE_URL: database,
      RESOURCE,
      PASSWORD: randomBytes(18).toString('base64url'),
      BETTER_AUTH_SECRET: randomBytes(32).toString('base64url'),
      NODE_ENV: 'production',
    };
    const base = `${origin}/api/auth`;
    const token = `${base}/oauth2/token`;
    return {
      database,
      start: () => ({
        server: spawnCommand({ command: process.execPath, parameters: ['better-auth.js'], env, folder }),
        readyUrl: origin,
      }),
      async requests(server) {
        const answer = await fetch(`${origin}/set-up`);
        const { client, cookie } = (await answer.json()) as SetUp;
        const authorization = basic(client.client_id, client.client_secret);
        async function signIn(scope: string, more: Readonly<Record<string, string>> = {}) {
          const { query, redeem } = codeRequest(client.client_id, scope, more);
          const headers = { cookie, accept: 'text/html' };
          const led = await fetch(`${base}/oauth2/authorize?${query}`, { headers, redirect: 'manual' });
          // It tells fetch by a header of its own, and answers it with the address instead of a redirect.
          const location = led.headers.get('location') ?? ((await led.json()) as { url?: string }).url ?? null;
          return await ask(token, authorization, { ...redeem(codeIn(location)), ...more });
        }
        const forApi = { resource: RESOURCE };
        async function newFlow(): Promise<Flow> {
          const browser = new SessionBrowser(cookie);
          return async (agent) => {
            const { query, redeem } = codeRequest(client.client_id, `openid offline_access ${SCOPE}`, forApi);
            const { location, body } = await browser.visit(agent, `${base}/oauth2/authorize?${query}`);
            const led = location ?? (JSON.parse(body) as { url?: string }).url ?? null;
            return await askTokens(agent, token, authorization, { ...redeem(codeIn(led)), ...forApi });
          };
        }
        const { access_token: opaque = '' } = await signIn('openid profile email');
        return {
          jwksUri: `${base}/jwks`,
          discovery: reading(server, `${base}/.well-known/openid-configuration`),
          clientCredentials: posting(server, token, authorization, forItself),
          refresh: await refreshing(
            server,
            token,
            authorization,
            () => signIn(`openid offline_access ${SCOPE}`, forApi),
            forApi,
          ),
          codeFlow: { server, flows: await manyFlows(newFlow) },
          introspection: posting(server, `${base}/oauth2/introspect`, authorization, { token: opaque }),
          userinfo: reading(server, `${base}/oauth2/userinfo`, opaque),
        };
      },
    };
  },
};
