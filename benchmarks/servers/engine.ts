/**
 * The engine alone: oidc-provider on `node:http` with its own store in memory, one client and one user, who is signed in without being asked
 * for anything. It promises nothing of what Gatehouse does: nothing outlives the process, no rate limits, no audit, no revocation of JWTs.
 * PORT says where it listens, CLIENT_SECRET is the secret of `web-app`. With DATABASE_URL it keeps everything on PostgreSQL instead, with
 * KEY_FILE it signs by that key instead of a new one.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ClientMetadata, errors, Provider } from 'oidc-provider';
import { postgresAdapter } from '../peers/engine-adapter.ts';

const port = Number(process.env['PORT']);
const resource = 'https://localhost:3001';
const { KEY_FILE: keyFile, DATABASE_URL: databaseUrl } = process.env;
const privateKey = keyFile
  ? createPrivateKey(readFileSync(keyFile))
  : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const webApp: ClientMetadata = {
  client_id: 'web-app',
  client_secret: process.env['CLIENT_SECRET'] ?? '',
  redirect_uris: ['https://localhost:3003/callback'],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  scope: 'openid profile email offline_access',
};

const provider = new Provider(`http://localhost:${port}`, {
  ...(databaseUrl && { adapter: await postgresAdapter(databaseUrl) }),
  clients: [webApp],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' }] },
  cookies: { keys: ['only for the benchmark'] },
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: async () => true,
      getResourceServerInfo: async (_ctx, indicator) => {
        if (indicator !== resource) throw new errors.InvalidTarget();
        return { scope: 'invoice_read', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
      },
    },
  },
  findAccount: async (_ctx, id) => ({
    accountId: id,
    claims: async () => ({
      sub: id,
      name: 'Alice',
      preferred_username: 'alice',
      email: 'alice@example.com',
      email_verified: true,
    }),
  }),
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
});

/** Signs in and grants what is asked for. */
async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: 'alice' } });
    return;
  }
  const found = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = found ?? new provider.Grant({ accountId: session!.accountId, clientId: String(params['client_id']) });
  grant.addOIDCScope('openid profile email offline_access');
  grant.addResourceScope(resource, 'invoice_read');
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

const engine = provider.callback();
createServer((request, response) => {
  if (request.url?.startsWith('/interaction/')) void interact(request, response);
  else if (request.url === '/') response.end('ready');
  else void engine(request, response);
}).listen(port, '127.0.0.1');
