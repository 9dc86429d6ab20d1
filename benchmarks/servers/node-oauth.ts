/**
 * @node-oauth/oauth2-server in Express with a small model: RS256 JWTs as access tokens, codes and refresh tokens by their hash on PostgreSQL.
 * The library asks the model for everything else; this one has no audit, no limits and no revocation of a family.
 * PORT says where it listens, DATABASE_URL where it keeps tokens, KEY_FILE what it signs with, CLIENT_SECRET is that of `web-app`.
 */
import { createHash, createPrivateKey, createPublicKey, randomUUID, sign, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import OAuth2Server, { type Falsey, type RefreshToken, type Token, type User } from '@node-oauth/oauth2-server';
import express, { type Request, type Response } from 'express';
import { Pool } from 'pg';

const { PORT = '', DATABASE_URL: connectionString, KEY_FILE: keyFile = '', CLIENT_SECRET: secret = '' } = process.env;
const issuer = `http://localhost:${PORT}`;
const key = createPrivateKey(readFileSync(keyFile));
const pool = new Pool({ connectionString });
await pool.query(
  'create table if not exists kept (hash text primary key, what jsonb not null, expires timestamptz not null)',
);

const client: OAuth2Server.Client = {
  id: 'web-app',
  grants: ['client_credentials', 'authorization_code', 'refresh_token'],
  redirectUris: ['https://app.example/callback'],
};
const hashOf = (value: string): string => createHash('sha256').update(value).digest('base64url');
const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const head = encode({ alg: 'RS256', typ: 'at+jwt', kid: 'bench' });

async function keep(value: string, what: unknown, expires: Date): Promise<void> {
  await pool.query('insert into kept values ($1, $2, $3)', [hashOf(value), JSON.stringify(what), expires]);
}
async function find<T>(value: string): Promise<(T & { expires: Date }) | undefined> {
  const { rows } = await pool.query('select what, expires from kept where hash = $1', [hashOf(value)]);
  return rows[0] && { ...rows[0].what, expires: rows[0].expires };
}
const drop = async (value: string): Promise<boolean> =>
  (await pool.query('delete from kept where hash = $1', [hashOf(value)])).rowCount === 1;

const server = new OAuth2Server({
  requireClientAuthentication: {},
  model: {
    async getClient(id: string, given: string | null) {
      const right = given === null || timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(secret)));
      return id === client.id && right && client;
    },
    getUserFromClient: async () => ({ id: client.id }),
    validateScope: async (_user: User, _client: OAuth2Server.Client, scope?: string[]): Promise<string[] | Falsey> =>
      scope?.every((one) => one === 'invoice_read') && scope,
    async generateAccessToken(_client: OAuth2Server.Client, user: User, scope: string[]) {
      const iat = Math.floor(Date.now() / 1000);
      const about = { iss: issuer, aud: 'https://localhost:3001', sub: user['id'], client_id: client.id };
      const input = `${head}.${encode({ ...about, scope: scope.join(' '), jti: randomUUID(), iat, exp: iat + 3600 })}`;
      return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
    },
    async saveToken(token: Token, _client: OAuth2Server.Client, user: User) {
      if (token.refreshToken)
        await keep(token.refreshToken, { user, scope: token.scope }, token.refreshTokenExpiresAt!);
      return { ...token, client, user };
    },
    async getRefreshToken(refreshToken: string): Promise<RefreshToken | Falsey> {
      const found = await find<{ user: User; scope: string[] }>(refreshToken);
      return found && { ...found, refreshToken, refreshTokenExpiresAt: found.expires, client };
    },
    revokeToken: ({ refreshToken }: RefreshToken) => drop(refreshToken),
    async saveAuthorizationCode(code, _client: OAuth2Server.Client, user: User) {
      await keep(code.authorizationCode, { ...code, user }, code.expiresAt);
      return { ...code, client, user };
    },
    async getAuthorizationCode(authorizationCode: string) {
      const found = await find<OAuth2Server.AuthorizationCode>(authorizationCode);
      return found && { ...found, authorizationCode, expiresAt: found.expires, client };
    },
    revokeAuthorizationCode: ({ authorizationCode }) => drop(authorizationCode),
    getAccessToken: async () => undefined,
  },
});

const app = express();
app.use(express.urlencoded({ extended: false }));
const answering =
  (act: (request: OAuth2Server.Request, response: OAuth2Server.Response) => Promise<unknown>) =>
  async (request: Request, response: Response): Promise<void> => {
    const answer = new OAuth2Server.Response(response);
    await act(new OAuth2Server.Request(request), answer).catch(() => undefined);
    response
      .set(answer.headers)
      .status(answer.status ?? 500)
      .send(answer.body);
  };
app.get('/', (_request, response) => void response.send('ready'));
app.get('/jwks', (_request, response) => {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  response.json({ keys: [{ ...jwk, kid: 'bench', alg: 'RS256', use: 'sig' }] });
});
app.post(
  '/token',
  answering((request, response) => server.token(request, response)),
);
const authenticateHandler = { handle: () => ({ id: 'alice' }) };
app.get(
  '/auth',
  answering((request, response) => server.authorize(request, response, { authenticateHandler })),
);
app.listen(Number(PORT), '127.0.0.1');
