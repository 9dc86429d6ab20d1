/** A bare oidc-provider over TLS that signs in whoever comes, to test the relying party against. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Configuration } from 'oidc-provider';
import type { TestCertificates } from '../certificates.ts';
import { AMemoryAdapter } from './a-memory-adapter.ts';

/** An issuer and the levers of a test. */
export interface AnIssuer {
  readonly issuer: string;
  /** Signs any JWT with the issuer's key. */
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  /** What was asked of the token endpoint, by grant type. */
  readonly tokenRequests: string[];
  /** Parameters of the authorization requests. */
  readonly authorizationRequests: URLSearchParams[];
  /** Who signs in next. */
  user: string;
  /** How the sign-in ends: `cancel` answers access_denied, `unmet` that the user has no such factor. */
  next: 'accept' | 'cancel' | 'unmet';
  /** Seconds that an access token lives. */
  accessTokenTtlSeconds: number;
  /** Answers every request of the token endpoint with this status instead, while set. */
  failTokensWith: number | undefined;
  /** Ends everything that was granted. */
  revokeAll(): Promise<void>;
  stop(): Promise<void>;
  /** Listens again after `stop`. */
  start(): Promise<void>;
}

/** What the issuer knows: one client, one resource. */
export interface AnIssuerOptions {
  readonly port: number;
  readonly certificates: TestCertificates;
  readonly clientId: string;
  readonly secret: string;
  /** Where the relying party is. */
  readonly webOrigin: string;
  /** The audience of access tokens. */
  readonly resource: string;
  /** Scopes of the resource: everybody is given all that is asked for. */
  readonly resourceScopes: string;
  /** Whether it tells the relying party about ended sessions. */
  readonly backChannel: boolean;
}

/** Starts it. */
export async function anIssuer(options: AnIssuerOptions): Promise<AnIssuer> {
  // Nobody else who uses this package should wait for these.
  const { default: Provider, interactionPolicy } = await import('oidc-provider');
  const { SignJWT } = await import('jose');
  const issuer = `https://localhost:${options.port}`;
  const levers = {
    user: 'alice',
    next: 'accept' as AnIssuer['next'],
    accessTokenTtlSeconds: 300,
    failTokensWith: undefined as number | undefined,
  };
  const tokenRequests: string[] = [];
  const authorizationRequests: URLSearchParams[] = [];
  const grants = new Set<string>();

  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('acr', 'a second factor is needed', (ctx) => {
      const wanted = ctx.oidc.params?.['acr_values'];
      return typeof wanted === 'string' && ctx.oidc.session?.acr !== wanted;
    }),
  );
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const configuration: Configuration = {
    adapter: AMemoryAdapter,
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${options.webOrigin}/callback`],
        ...(options.backChannel && { backchannel_logout_uri: `${options.webOrigin}/back-channel-logout` }),
        post_logout_redirect_uris: [`${options.webOrigin}/`],
        response_types: ['code'],
      },
    ],
    // The issuer reaches the relying party on this machine, which its guard against private addresses forbids by default.
    fetch(url, given) {
      const { dispatcher: _guard, ...init } = { dispatcher: undefined, ...given };
      return fetch(url, init);
    },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', kid: 'one' }] },
    cookies: { keys: ['a test key that is long enough'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'acr', 'auth_time'], profile: ['name'], email: ['email'] },
    scopes: ['openid', 'profile', 'email', ...options.resourceScopes.split(' ')],
    ttl: {
      AccessToken: () => levers.accessTokenTtlSeconds,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 300,
      Interaction: 300,
      RefreshToken: 3600,
      Session: 3600,
    },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id === 'alice' ? 'Alice <b>Archer</b>' : id, email: `${id}@example.com` }),
    }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    extraTokenClaims: (_ctx, token) => {
      if ('grantId' in token && token.grantId !== undefined) grants.add(token.grantId);
      const { acr } = _ctx.oidc.entities.AuthorizationCode ?? _ctx.oidc.entities.RefreshToken ?? {};
      return acr === undefined ? undefined : { acr };
    },
    interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== options.resource) throw new Error('unknown resource');
          return {
            scope: options.resourceScopes,
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: levers.accessTokenTtlSeconds,
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        // A user who agrees at once: the form is sent by the test.
        logoutSource: (ctx, form) => {
          ctx.body = form.replace(
            '</form>',
            '<input type="hidden" name="logout" value="yes"><button id="yes"></button></form>',
          );
        },
      },
    },
  };
  const provider = new Provider(issuer, configuration);

  async function interact(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { prompt, params, grantId } = await provider.interactionDetails(req, res);
    if (levers.next !== 'accept') {
      const error = levers.next === 'cancel' ? 'access_denied' : 'unmet_authentication_requirements';
      return provider.interactionFinished(req, res, { error });
    }
    if (prompt.name === 'login') {
      const acr = typeof params['acr_values'] === 'string' ? { acr: params['acr_values'] } : {};
      return provider.interactionFinished(req, res, { login: { accountId: levers.user, ...acr } });
    }
    const grant =
      (grantId && (await provider.Grant.find(grantId))) ||
      new provider.Grant({ accountId: levers.user, clientId: options.clientId });
    grant.addOIDCScope(String(params['scope']));
    grant.addResourceScope(options.resource, options.resourceScopes);
    return provider.interactionFinished(
      req,
      res,
      { consent: { grantId: await grant.save() } },
      { mergeWithLastSubmission: true },
    );
  }

  const answer = provider.callback();
  const tls = {
    cert: readFileSync(options.certificates.certFile('authorization-server')),
    key: readFileSync(options.certificates.keyFile('authorization-server')),
  };
  let server = listenable();
  function listenable() {
    return createServer(tls, (req, res) => {
      const url = new URL(req.url ?? '/', issuer);
      if (url.pathname.startsWith('/interaction/'))
        return void interact(req, res).catch((error: unknown) => res.writeHead(500).end(String(error)));
      if (url.pathname === '/auth') authorizationRequests.push(url.searchParams);
      if (url.pathname === '/token') {
        tokenRequests.push(url.pathname);
        if (levers.failTokensWith !== undefined)
          return void res.writeHead(levers.failTokensWith, { 'content-type': 'text/plain' }).end('no');
      }
      return void answer(req, res);
    });
  }

  const handle = {
    issuer,
    sign: (claims: Record<string, unknown>, header: Record<string, unknown> = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(privateKey),
    tokenRequests,
    authorizationRequests,
    async revokeAll() {
      for (const id of grants) {
        const { AccessToken, AuthorizationCode, RefreshToken, Grant } = provider;
        await Promise.all([AccessToken, AuthorizationCode, RefreshToken].map((model) => model.revokeByGrantId(id)));
        await (await Grant.find(id))?.destroy();
      }
    },
    async start() {
      server = listenable();
      server.listen(options.port, '127.0.0.1');
      await once(server, 'listening');
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  await handle.start();
  return Object.assign(levers, handle);
}
