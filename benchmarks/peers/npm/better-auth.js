/**
 * better-auth with its OAuth provider plugin on PostgreSQL, as its documentation sets it up: JWT plugin with RS256, tokens and secrets
 * hashed, rate limits off as those of the others. PORT says where it listens, DATABASE_URL where it keeps everything.
 */
import { createServer } from 'node:http';
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins';
import pg from 'pg';

const { PORT, DATABASE_URL, RESOURCE, PASSWORD, BETTER_AUTH_SECRET } = process.env;
const origin = `http://localhost:${PORT}`;
const auth = betterAuth({
  baseURL: origin,
  secret: BETTER_AUTH_SECRET,
  database: new pg.Pool({ connectionString: DATABASE_URL }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  disabledPaths: ['/token'],
  plugins: [
    jwt({ jwks: { keyPairConfig: { alg: 'RS256', modulusLength: 2048 } }, disableSettingJwtHeader: true }),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      clientPrivileges: () => true,
      scopes: ['openid', 'profile', 'email', 'offline_access', 'invoice_read'],
      // Every client may have tokens for the API, as the client of the others.
      clientRegistrationDefaultResources: [RESOURCE],
      resources: [{ identifier: RESOURCE, allowedScopes: ['openid', 'offline_access', 'invoice_read'] }],
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();

const handler = toNodeHandler(auth);
createServer((request, response) => {
  if (request.url === '/') response.end('ready');
  else if (request.url === '/set-up') void setUp().then((made) => response.end(JSON.stringify(made)));
  else void handler(request, response);
}).listen(Number(PORT), '127.0.0.1');

/** Signs Alice up, who then makes the client; answers with it and with the cookie of her session. */
async function setUp() {
  const { headers: said } = await auth.api.signUpEmail({
    body: { name: 'Alice', email: 'alice@example.com', password: PASSWORD },
    returnHeaders: true,
  });
  const cookie = said
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const client = await auth.api.adminCreateOAuthClient({
    headers: new Headers({ cookie }),
    body: {
      client_name: 'benchmark',
      redirect_uris: ['https://app.example/callback'],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'openid profile email offline_access invoice_read',
      client_credentials_scopes: ['invoice_read'],
      skip_consent: true,
    },
  });
  return { client, cookie };
}
