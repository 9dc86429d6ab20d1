import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@gatehouse/testkit';
import { codeFlows } from '../../flows.ts';
import { spawnServer } from '../../processes.ts';
import { rotations } from '../../refreshing.ts';
import { signIn, webAppAuthorization } from '../../sign-in.ts';
import { forItself, posting, reading } from '../asking.ts';
import type { Peer } from '../peer.ts';
import { pinnedVersion } from '../places.ts';
import { newKeyFile } from './key-file.ts';

/** The engine inside this product, alone. */
export const engine: Peer = {
  name: 'oidc-provider',
  version: pinnedVersion('oidc-provider'),
  store: 'PostgreSQL, synchronous_commit=on',
  settings:
    'on node:http; one client in its configuration; an adapter for PostgreSQL of 60 lines (benchmarks/peers/engine-adapter.ts)',
  differs:
    'no audit, no limits, nothing sealed; the user is signed in without being asked; refresh answers with a new ID token as well',
  async install({ folder, newDatabase }) {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const database = await newDatabase();
    const secret = randomBytes(24).toString('base64url');
    mkdirSync(join(folder, 'secrets/clients'), { recursive: true });
    writeFileSync(join(folder, 'secrets/clients/web-app'), secret, { mode: 0o600 });
    const env = {
      PORT: String(port),
      CLIENT_SECRET: secret,
      DATABASE_URL: database,
      KEY_FILE: newKeyFile(folder),
      NODE_ENV: 'production',
    };
    return {
      database,
      start: () => ({ server: spawnServer('benchmarks/servers/engine.ts', env), readyUrl: origin }),
      async requests(server) {
        const program = { server, origin, state: folder, managementOrigin: '', readyMs: 0, stop: () => server.stop() };
        const { accessToken } = await signIn(program, { forApi: false });
        const authorization = webAppAuthorization(program);
        return {
          jwksUri: `${origin}/jwks`,
          discovery: reading(server, `${origin}/.well-known/openid-configuration`),
          clientCredentials: posting(server, `${origin}/token`, authorization, forItself),
          refresh: await rotations(program),
          codeFlow: await codeFlows(program),
          introspection: posting(server, `${origin}/token/introspection`, authorization, { token: accessToken }),
          userinfo: reading(server, `${origin}/me`, accessToken),
        };
      },
    };
  },
};
