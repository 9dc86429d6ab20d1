/** A bare engine on a port, with an adapter that remembers what it was asked, for the contract tests of engine.ts. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK } from 'jose';
import { type Configuration, type JWKS, Provider } from 'oidc-provider';

/** What the adapter was asked: model and method, and its arguments. */
export interface Call {
  readonly model: string;
  readonly method: string;
  readonly values: readonly unknown[];
}

export interface EngineOnHttp {
  readonly provider: Provider;
  readonly calls: Call[];
  readonly clientKey: Record<string, unknown>;
  /** What Koa would have printed. */
  readonly failures: unknown[];
  /** Begins to listen; middleware and overrides must be in place. */
  listen(): Promise<void>;
  send(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; form?: Record<string, string> },
  ): Promise<{
    status: number;
    setCookies: readonly string[];
    type: string;
    body: string;
    json: Record<string, unknown>;
  }>;
  stop(): Promise<void>;
}

export const resource = 'https://api.example';
export const nonceSecret: Buffer = Buffer.alloc(32, 1);

const jwk = async (type: 'rsa' | 'ec') => {
  const { privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return (await exportJWK(privateKey)) as Record<string, unknown>;
};

const clientMetadata = (clientId: string, more: object) => ({
  client_id: clientId,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  ...more,
});

/** @param jwks keys of the engine; made when left out */
export async function engineOnHttp(
  build: (construct: () => Provider) => Provider = (construct) => construct(),
  jwks?: JWKS,
): Promise<EngineOnHttp> {
  const calls: Call[] = [];
  const rows = new Map<string, Record<string, unknown>>();
  const clientKey = await jwk('ec');
  const { d: _private, ...publicKey } = clientKey;
  const clients = new Map<string, Record<string, unknown>>(
    [
      clientMetadata('secret', { client_secret: 'the-secret' }),
      clientMetadata('key', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } }),
      clientMetadata('native', {
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/cb', 'http://localhost/cb'],
        post_logout_redirect_uris: ['http://127.0.0.1/bye'],
      }),
    ].map((metadata) => [metadata.client_id, metadata]),
  );
  const adapter = (model: string) => {
    const note = (method: string, ...values: unknown[]) => void calls.push({ model, method, values });
    const noted =
      (method: string) =>
      async (...values: unknown[]): Promise<void> =>
        note(method, ...values);
    return {
      ...Object.fromEntries(
        ['findByUid', 'findByUserCode', 'consume', 'revokeByGrantId', 'once', 'destroyByUid'].map((method) => [
          method,
          noted(method),
        ]),
      ),
      async upsert(id: string, payload: Record<string, unknown>) {
        note('upsert', id, payload);
        rows.set(`${model}:${id}`, payload);
      },
      async find(id: string) {
        note('find', id, Provider.ctx);
        return model === 'Client' ? clients.get(id) : rows.get(`${model}:${id}`);
      },
      async destroy(id: string) {
        note('destroy', id);
        rows.delete(`${model}:${id}`);
      },
    };
  };
  const configuration = {
    adapter,
    clients: [],
    jwks: jwks ?? { keys: [{ ...(await jwk('rsa')), alg: 'RS256', use: 'sig' }] },
    cookies: {
      keys: ['a'.repeat(32)],
      names: { session: 'session', interaction: 'gatehouse_sign_in', resume: 'gatehouse_sign_in' },
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    scopes: ['openid'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256'], idTokenSigningAlgValues: ['RS256'] },
    findAccount: async (_ctx: unknown, accountId: string) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    renderError: async (ctx: { body: unknown }, out: object) => {
      ctx.body = JSON.stringify(out);
    },
    interactions: { url: () => '/sign-in' },
    clientBasedCORS: () => false,
    ttl: Object.fromEntries(
      [
        'AccessToken',
        'AuthorizationCode',
        'ClientCredentials',
        'DeviceCode',
        'Grant',
        'IdToken',
        'Interaction',
        'RefreshToken',
        'Session',
      ].map((model) => [model, 60]),
    ),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: async () => true },
      revocation: { enabled: true, allowedPolicy: async () => true },
      pushedAuthorizationRequests: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async () => undefined,
        postLogoutSuccessSource: async () => undefined,
      },
      dPoP: { enabled: true, nonceSecret, requireNonce: () => false },
      deviceFlow: { enabled: true, userCodeInputSource: async (ctx: { body: unknown }) => void (ctx.body = 'form') },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => resource,
        getResourceServerInfo: async () => ({
          scope: 'read',
          audience: resource,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  } as unknown as Configuration;

  const port = 3999;
  const provider = build(() => new Provider(`http://issuer.example:${port}`, configuration));
  const failures: unknown[] = [];
  (provider as NodeJS.EventEmitter).on('error', (error) => failures.push(error));
  const server = createServer();
  return {
    provider,
    calls,
    clientKey,
    failures,
    async listen() {
      const callback = provider.callback();
      server.on('request', (request, response) => void callback(request, response));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    },
    send(method, path, { headers = {}, form } = {}) {
      const body = form && new URLSearchParams(form).toString();
      return new Promise((resolve, reject) => {
        const outgoing = httpRequest(
          {
            host: '127.0.0.1',
            port: (server.address() as AddressInfo).port,
            agent: false,
            method,
            path,
            headers: {
              host: `issuer.example:${port}`,
              accept: 'application/json',
              ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
              ...headers,
            },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk;
            });
            response.on('end', () => {
              let json: Record<string, unknown> = {};
              try {
                json = JSON.parse(text) as Record<string, unknown>;
              } catch {}
              const { statusCode: status = 0, headers: received } = response;
              const setCookies = received['set-cookie'] ?? [];
              resolve({ status, type: received['content-type'] ?? '', setCookies, body: text, json });
            });
          },
        );
        outgoing.on('error', reject);
        outgoing.end(body);
      });
    },
    async stop() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
