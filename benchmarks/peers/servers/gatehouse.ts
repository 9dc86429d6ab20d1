import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@gatehouse/testkit';
import { registryWithoutDefault } from '../../beside-engine.ts';
import { codeFlows } from '../../flows.ts';
import { ROOT, spawnServer } from '../../processes.ts';
import { authorizationServerSettings, START_SCRIPT, tokenRequest } from '../../product.ts';
import { rotations } from '../../refreshing.ts';
import { signIn, webAppAuthorization } from '../../sign-in.ts';
import { posting, reading } from '../asking.ts';
import type { Peer } from '../peer.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** This product, as its start script and its defaults have it. */
export const gatehouse = (store: 'SQLite' | 'PostgreSQL'): Peer => ({
  name: `Gatehouse, ${store}`,
  version,
  store: store === 'SQLite' ? 'SQLite, synchronous=FULL' : 'PostgreSQL, synchronous_commit=on',
  settings:
    'defaults, access tokens for ten minutes, its longest, plain HTTP, the development registry without its default resource',
  differs:
    'an audit record of each token; artefacts sealed; userinfo and introspection are asked about one token again and again, whose answer it remembers while its rows, read each time, are as they were; refresh answers with a new ID token as well',
  async install({ folder, newDatabase }) {
    const [port, managementPort] = [await freePort(), await freePort()];
    const origin = `http://localhost:${port}`;
    const database = store === 'PostgreSQL' ? await newDatabase() : undefined;
    const env = {
      ...START_SCRIPT,
      ...authorizationServerSettings(port, managementPort, folder),
      GATEHOUSE_REGISTRY_FILE: registryWithoutDefault(folder),
      GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS: '600',
      ...(database && { GATEHOUSE_DATABASE_URL: database }),
    };
    return {
      ...(database && { database }),
      start: () => ({
        server: spawnServer('apps/authorization-server/src/main.ts', env),
        readyUrl: `http://127.0.0.1:${managementPort}/readyz`,
      }),
      async requests(server) {
        const program = { server, origin, state: folder, managementOrigin: '', readyMs: 0, stop: () => server.stop() };
        const authorization = webAppAuthorization(program);
        const renew = async () => {
          const { accessToken } = await signIn(program, { forApi: false });
          return {
            introspection: posting(server, `${origin}/token/introspection`, authorization, { token: accessToken }),
            userinfo: reading(server, `${origin}/me`, accessToken),
          };
        };
        return {
          jwksUri: `${origin}/jwks`,
          discovery: reading(server, `${origin}/.well-known/openid-configuration`),
          clientCredentials: { server, url: `${origin}/token`, method: 'POST', ...tokenRequest(program) },
          refresh: await rotations(program),
          codeFlow: await codeFlows(program),
          ...(await renew()),
          renew,
        };
      },
    };
  },
});
