/** What oidc-provider is told: one configuration object, made anew for each keyring. */
import type { IncomingMessage } from 'node:http';
import type { Storage } from '@gatehouse/storage';
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { OutboundFetch, OutboundRequest } from '../delivery/outbound/guard.ts';
import type { Accounts } from '../directory/accounts/accounts.ts';
import type { UserClaims } from '../directory/accounts/schema.ts';
import type { Audit } from '../directory/audit/audit.ts';
import type { Clients } from '../directory/clients/clients.ts';
import type { TokenAlgorithm } from '../directory/clients/token-algorithms.ts';
import type { Resources } from '../directory/resources/resources.ts';
import type { Revocations } from '../directory/revocation/revocations.ts';
import type { Throttle } from '../directory/throttle/throttle.ts';
import { catalogs } from '../texts/catalog.ts';
import { createDeviceFlow } from './endpoints/device.ts';
import { introspectionPolicy } from './endpoints/introspection.ts';
import { logoutForm } from './endpoints/logout.ts';
import { createEnginePages, engineErrorHtml, refusalOf, type ThemeOf } from './endpoints/pages.ts';
import { createLoadExistingGrant, promptPolicy, promptValues } from './endpoints/prompts.ts';
import { feedPath } from './endpoints/revocation-feed.ts';
import { createAdapter } from './engine/adapter.ts';
import { claimsByScope, createExtraTokenClaims, createFindAccount } from './engine/claims.ts';
import { claimsParameter } from './engine/claims-parameter.ts';
import { demonstratedPossession } from './engine/dpop.ts';
import { TokenSigningKey } from './engine/engine-signing.ts';
import { fixedConfiguration, fixedFeatures } from './engine/features.ts';
import { mtlsAliases, mutualTls } from './engine/mutual-tls.ts';
import { certificateMethods, policyOf, provesItself, provingMethods } from './engine/registered-client.ts';
import { resourceIndicators } from './engine/resource-indicators.ts';
import { signInCookie } from './engine/sign-in-cookies.ts';
import type { Keyring, TokenKey } from './keys/keyring.ts';
import type { RevocationFeed } from './revocation-feed/feed.ts';

export interface Lifetimes {
  readonly accessTokenSeconds: number;
  readonly authorizationCodeSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly grantSeconds: number;
  readonly sessionIdleSeconds: number;
  readonly sessionSeconds: number;
  readonly interactionSeconds: number;
  readonly refreshRetrySeconds: number;
  /** How long others may cache discovery and JWKS. */
  readonly documentsSeconds: number;
}

export interface ProviderParts {
  readonly issuer: string;
  readonly storage: Storage;
  readonly clients: Clients;
  readonly resources: Resources;
  /** Further claims of people that the operator declared. */
  readonly userClaims: UserClaims;
  /** Of the terms that everybody must have accepted; undefined when there are none. */
  readonly termsVersion: string | undefined;
  /** Whether people may make themselves an account: it is allowed, and mail can be sent. */
  readonly registrationOpen: boolean;
  readonly accounts: Accounts;
  readonly throttle: Throttle;
  readonly revocations: Revocations;
  readonly feed: RevocationFeed;
  readonly audit: Audit;
  /** Every request of the engine goes out by it (AS-19). */
  readonly outboundFetch: OutboundFetch;
  readonly lifetimes: Lifetimes;
  readonly clock: () => number;
  /** The key of the algorithm that signs now, made if a client has just been set to it. */
  readonly signingKey: (algorithm: TokenAlgorithm) => Promise<TokenKey>;
  readonly clientAddress: (request: IncomingMessage) => string;
  /** The look of pages. */
  readonly theme: ThemeOf;
  /** Certificates of clients are asked for on this server's TLS socket (RFC 8705). */
  readonly clientCertificates: boolean;
  readonly onError: (error: unknown, ctx?: KoaContextWithOIDC) => void;
}

/** What a token of a resource lives: the engine ignores `accessTokenTTL` when a number is configured. */
const tokenLifetime = (seconds: number) => (_ctx: unknown, token: { resourceServer?: { accessTokenTTL?: number } }) =>
  token.resourceServer?.accessTokenTTL ?? seconds;

/** The configuration of one provider. */
export function configuration(parts: ProviderParts, keyring: Keyring): Configuration {
  const { resources, lifetimes, issuer } = parts;
  const secure = issuer.startsWith('https:');
  const pages = createEnginePages(parts.theme);
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
  const policy = promptPolicy(parts);
  const byScope = claimsByScope(fixedConfiguration.claims, parts.userClaims);
  return {
    ...fixedConfiguration,
    claims: byScope,
    clientAuthMethods: [...provingMethods, 'none', ...(parts.clientCertificates ? certificateMethods : [])],
    adapter: createAdapter(parts),
    jwks: { keys: keyring.tokenKeys.map((key) => new TokenSigningKey(key)) },
    cookies: {
      keys: [...keyring.cookieKeys],
      names: {
        session: secure ? '__Host-gatehouse_session' : 'gatehouse_session',
        interaction: signInCookie(issuer),
        resume: signInCookie(issuer),
      },
      long: cookie,
      short: cookie,
    },
    discovery: {
      prompt_values_supported: promptValues(policy),
      ui_locales_supported: catalogs.map(({ language }) => language),
      revocation_feed_endpoint: `${issuer}${feedPath}`,
      ...(parts.clientCertificates ? { mtls_endpoint_aliases: mtlsAliases(issuer) } : {}),
    },
    pkce: { required: (_ctx, client) => policyOf(client).require_pkce },
    clientBasedCORS: (_ctx, origin, client) => policyOf(client).allowed_origins.includes(origin),
    clientDefaults: {
      grant_types: [],
      response_types: [],
      id_token_signed_response_alg: 'RS256',
      introspection_signed_response_alg: 'RS256',
    },
    // AS-02: exactly this issuer, as a string; short-lived.
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims) => {
      const nowSeconds = Math.floor(parts.clock() / 1000);
      const { aud, exp, iat, nbf } = claims as { aud: unknown; exp: number; iat?: number; nbf?: number };
      if (aud !== issuer) throw new errors.InvalidClientAuth('aud must be the issuer, as a string');
      if (exp - (iat ?? nowSeconds) > 300) throw new errors.InvalidClientAuth('lives longer than 5 minutes');
      if (Math.max(iat ?? 0, nbf ?? 0) > nowSeconds + 60) throw new errors.InvalidClientAuth('not valid yet');
    },
    fetch: (url, init) => parts.outboundFetch(url as string | URL, init as OutboundRequest),
    findAccount: createFindAccount(parts.accounts, parts.userClaims, byScope),
    extraTokenClaims: createExtraTokenClaims(resources, parts.userClaims) as never,
    loadExistingGrant: createLoadExistingGrant(parts),
    interactions: { policy, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // A confidential client whose tokens are bound to its key keeps its refresh token; all others rotate (AS-05).
    rotateRefreshToken: ({ oidc: { client } }) => {
      const { sender_constrained: senderConstrained } = policyOf(client);
      const bound = senderConstrained === 'dpop' || senderConstrained === 'mtls';
      return !(bound && client !== undefined && provesItself(client));
    },
    renderError: async (ctx, out, error) => {
      ctx.type = 'html';
      ctx.body = engineErrorHtml(ctx, refusalOf(ctx, out, error), parts.theme);
    },
    ttl: {
      AccessToken: tokenLifetime(lifetimes.accessTokenSeconds),
      ClientCredentials: tokenLifetime(lifetimes.accessTokenSeconds),
      AuthorizationCode: lifetimes.authorizationCodeSeconds,
      DeviceCode: 600,
      Grant: lifetimes.grantSeconds,
      IdToken: lifetimes.idTokenSeconds,
      Interaction: lifetimes.interactionSeconds,
      RefreshToken: lifetimes.refreshTokenSeconds,
      // A session ends when it is idle for too long, and in any case some time after the sign-in (AS-16).
      Session: (_ctx, session) => {
        const ageSeconds = session.loginTs === undefined ? 0 : Math.floor(parts.clock() / 1000) - session.loginTs;
        return Math.max(1, Math.min(lifetimes.sessionIdleSeconds, lifetimes.sessionSeconds - ageSeconds));
      },
    },
    features: {
      ...fixedFeatures,
      claimsParameter: claimsParameter(byScope),
      resourceIndicators: resourceIndicators({
        ...parts,
        accessTokenTtlSeconds: lifetimes.accessTokenSeconds,
        keyring,
      }),
      introspection: { enabled: true, allowedPolicy: introspectionPolicy(parts.clients) },
      // RFC 9701: signed answers for whoever asks for them.
      jwtIntrospection: { enabled: true },
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
      userinfo: { enabled: true },
      dPoP: demonstratedPossession(keyring, parts.clock),
      mTLS: mutualTls(parts.clientCertificates),
      deviceFlow: createDeviceFlow(parts.theme),
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx) => {
          ctx.body = pages.confirmLogout(ctx, logoutForm(ctx));
        },
        postLogoutSuccessSource: async (ctx) => {
          ctx.type = 'html';
          ctx.body = pages.afterLogout(ctx);
        },
      },
    },
  } as Configuration;
}
