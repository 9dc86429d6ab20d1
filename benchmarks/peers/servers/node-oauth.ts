import { randomBytes } from 'node:crypto';
import { freePort } from '@gatehouse/testkit';
import { spawnServer } from '../../processes.ts';
import { ask, Browser, basic, codeIn, codeRequest, posting, refreshing } from '../asking.ts';
import { type Peer, SCOPE } from '../peer.ts';
import { pinnedVersion } from '../places.ts';
import { newKeyFile } from './key-file.ts';

/** The library, with the least model that keeps its promises. */
export const nodeOauth: Peer = {
  name: '@node-oauth/oauth2-server',
  version: pinnedVersion('@node-oauth/oauth2-server'),
  store: 'PostgreSQL, synchronous_commit=on',
  settings: 'in Express 5 with NODE_ENV=production; a model of 60 lines (benchmarks/servers/node-oauth.ts)',
  differs:
    'a library: no OpenID Connect, no introspection, no audit, no limits, and a reused refresh token is refused without ending its family; refresh makes one signature',
  async install({ folder, newDatabase }) {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const database = await newDatabase();
    const secret = randomBytes(24).toString('base64url');
    const env = {
      PORT: String(port),
      CLIENT_SECRET: secret,
      DATABASE_URL: database,
      KEY_FILE: newKeyFile(folder),
      NODE_ENV: 'production',
    };
    const authorization = basic('web-app', secret);
    const token = `${origin}/token`;
    async function signIn() {
      const { query, redeem } = codeRequest('web-app', SCOPE);
      const code = codeIn(await new Browser().visit(`${origin}/auth?${query}`));
      return await ask(token, authorization, redeem(code));
    }
    return {
      database,
      start: () => ({ server: spawnServer('benchmarks/servers/node-oauth.ts', env), readyUrl: origin }),
      requests: async (server) => ({
        jwksUri: `${origin}/jwks`,
        clientCredentials: posting(server, token, authorization, { grant_type: 'client_credentials', scope: SCOPE }),
        refresh: await refreshing(server, token, authorization, signIn),
      }),
    };
  },
};
