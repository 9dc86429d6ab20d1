/** What oidc-provider is told: one configuration object, made anew for each keyring. */
import type { Storage } from '@gatehouse/storage';
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { OutboundFetch, OutboundRequest } from '../delivery/outbound/guard.ts';
import type { Accounts } from '../directory/accounts/accounts.ts';
import type { Clients } from '../directory/clients/clients.ts';
import { authenticationMethods } from '../directory/clients/served.ts';
import type { Policies } from '../directory/registry/policies.ts';
import type { Resources } from '../directory/resources/resources.ts';
import { catalogs } from '../texts/catalog.ts';
import { clientsMayRegister, registrationPath } from './endpoints/client-registration.ts';
import { createDeviceFlow } from './endpoints/device.ts';
import { introspectionPolicy } from './endpoints/introspection.ts';
import { logoutForm } from './endpoints/logout.ts';
import { createProviderPages, type PageLook, providerErrorHtml, refusalOf } from './endpoints/pages.ts';
import { createLoadExistingGrant, type promptPolicy, promptValues } from './endpoints/prompts.ts';
import { feedPath } from './endpoints/revocation-feed.ts';
import { type AdapterDependencies, createAdapter } from './engine/adapter.ts';
import { claimsByScope, createExtraTokenClaims, createFindAccount } from './engine/claims.ts';
import { claimsParameter } from './engine/claims-parameter.ts';
import { governKeyFetches } from './engine/client-keys.ts';
import { cookieSigner } from './engine/cookie-signer.ts';
import { demonstratedPossession } from './engine/dpop.ts';
import { TokenSigningKey } from './engine/engine-signing.ts';
import { fixedConfiguration, fixedFeatures } from './engine/features.ts';
import { createFederatedAt } from './engine/federated-at.ts';
import { mtlsAliases, mutualTls } from './engine/mutual-tls.ts';
import { policyOf, provesItself, unregisteredOf } from './engine/registered-client.ts';
import { resourceIndicators } from './engine/resource-indicators.ts';
import { sessionTtl } from './engine/session-renewal.ts';
import { signInCookie } from './engine/sign-in-cookies.ts';
import { idJagProfile, idJagTokenType } from './grants/id-jag.ts';
import type { Keyring } from './keys/keyring.ts';

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

/** What the whole of it takes; each part takes what it uses. */
export interface ConfigurationDependencies extends AdapterDependencies {
  readonly storage: AdapterDependencies['storage'] & Pick<Storage, 'counters' | 'upstreamSessions'>;
  readonly issuer: string;
  readonly clients: Clients;
  readonly accounts: Accounts;
  readonly resources: Resources;
  /** What the operator declared of users, and of clients that nobody registered. */
  readonly declared: Pick<Policies['current'], 'users' | 'unregisteredClients'>;
  /** What users are asked, and when. */
  readonly policy: ReturnType<typeof promptPolicy>;
  /** Every request of oidc-provider goes out by it (AS-19). */
  readonly outboundFetch: OutboundFetch;
  readonly lifetimes: Lifetimes;
  readonly look: PageLook;
  /** Certificates of clients are asked for on this server's TLS socket (RFC 8705). */
  readonly clientCertificates: boolean;
}

function cookies(issuer: string, { cookieKeys }: Pick<Keyring, 'cookieKeys'>): Configuration['cookies'] {
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
  return {
    keys: cookieSigner(cookieKeys) as never,
    names: {
      session: issuer.startsWith('https:') ? '__Host-gatehouse_session' : 'gatehouse_session',
      interaction: signInCookie(issuer),
      resume: signInCookie(issuer),
    },
    long: cookie,
    short: cookie,
  };
}

/** What discovery says beside what oidc-provider knows. */
const discovery = ({
  issuer,
  policy,
  clientCertificates,
  declared,
}: Pick<
  ConfigurationDependencies,
  'issuer' | 'policy' | 'clientCertificates' | 'declared'
>): Configuration['discovery'] => ({
  prompt_values_supported: promptValues(policy),
  ui_locales_supported: catalogs.map(({ language }) => language),
  revocation_feed_endpoint: `${issuer}${feedPath}`,
  // Clients take null, and an address that answers 404, for an invitation.
  ...(clientsMayRegister(declared) ? { registration_endpoint: `${issuer}${registrationPath}` } : {}),
  // Whether a client may is a matter of its policy; what the server understands is the same for all.
  authorization_grant_profiles_supported: [idJagProfile],
  identity_chaining_requested_token_types_supported: [idJagTokenType],
  ...(declared.unregisteredClients?.documents ? { client_id_metadata_document_supported: true } : {}),
  ...(clientCertificates ? { mtls_endpoint_aliases: mtlsAliases(issuer) } : {}),
});

/** What holds for a client by what is registered of it. */
const clientRules = {
  pkce: { required: (_ctx, client) => policyOf(client).require_pkce },
  clientBasedCORS: (_ctx, origin, client) => policyOf(client).allowed_origins.includes(origin),
  clientDefaults: {
    grant_types: [],
    response_types: [],
    id_token_signed_response_alg: 'RS256',
    introspection_signed_response_alg: 'RS256',
  },
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  // A confidential client whose tokens are bound to its key keeps its refresh token; all others rotate (AS-05).
  rotateRefreshToken: ({ oidc: { client } }) => {
    const { sender_constrained: senderConstrained } = policyOf(client);
    const bound = senderConstrained === 'dpop' || senderConstrained === 'mtls';
    return !(bound && client !== undefined && provesItself(client));
  },
} satisfies Configuration;

/** AS-02: exactly this issuer, as a string; short-lived. */
const assertionCheck =
  ({
    issuer,
    clock,
  }: Pick<ConfigurationDependencies, 'issuer' | 'clock'>): Configuration['assertJwtClientAuthClaimsAndHeader'] =>
  async (_ctx, claims, { typ = 'JWT' }) => {
    // A JWT that says that it is something else was not made to authenticate a client (RFC 8725, section 3.11).
    if (typeof typ !== 'string' || !/^(?:client-authentication\+)?jwt$/iu.test(typ))
      throw new errors.InvalidClientAuth('it is a token of another kind');
    const nowSeconds = Math.floor(clock() / 1000);
    const { aud, exp, iat, nbf } = claims as { aud: unknown; exp: number; iat?: number; nbf?: number };
    if (aud !== issuer) throw new errors.InvalidClientAuth('aud must be the issuer, as a string');
    if (exp - (iat ?? nowSeconds) > 300) throw new errors.InvalidClientAuth('its lifetime is longer than 5 minutes');
    if (Math.max(iat ?? 0, nbf ?? 0) > nowSeconds + 60) throw new errors.InvalidClientAuth('not valid yet');
  };

interface LivingToken {
  readonly resourceServer?: { readonly accessTokenTTL?: number };
  readonly clientId?: string;
}

/** What the policy allows a client at most that no operator registered. */
const bounded = (seconds: number, most: number | undefined) => (most === undefined ? seconds : Math.min(seconds, most));

/** The lifetime of a token of a resource: oidc-provider ignores `accessTokenTTL` when a number is configured. */
const tokenLifetime = (seconds: number) => (_ctx: unknown, token: LivingToken, client: object | undefined) =>
  bounded(token.resourceServer?.accessTokenTTL ?? seconds, unregisteredOf(client)?.accessTokenSeconds);

const ttl = ({ lifetimes, clock }: Pick<ConfigurationDependencies, 'lifetimes' | 'clock'>): Configuration['ttl'] =>
  ({
    AccessToken: tokenLifetime(lifetimes.accessTokenSeconds),
    ClientCredentials: tokenLifetime(lifetimes.accessTokenSeconds),
    AuthorizationCode: lifetimes.authorizationCodeSeconds,
    DeviceCode: 600,
    Grant: lifetimes.grantSeconds,
    IdToken: lifetimes.idTokenSeconds,
    Interaction: lifetimes.interactionSeconds,
    RefreshToken: (_ctx: unknown, _token: unknown, client: object | undefined) =>
      bounded(lifetimes.refreshTokenSeconds, unregisteredOf(client)?.refreshTokenSeconds),
    Session: (_ctx: unknown, session: { loginTs?: number }) =>
      sessionTtl(lifetimes, session, Math.floor(clock() / 1000)),
  }) as Configuration['ttl'];

/** RP-Initiated Logout 1.0, with our pages. */
function logout({ look, accounts }: Pick<ConfigurationDependencies, 'look' | 'accounts'>) {
  const pages = createProviderPages(look.theme, accounts);
  return {
    enabled: true,
    logoutSource: async (ctx: KoaContextWithOIDC) => {
      ctx.body = await pages.confirmLogout(ctx, logoutForm(ctx));
    },
    postLogoutSuccessSource: async (ctx: KoaContextWithOIDC) => {
      ctx.type = 'html';
      ctx.body = pages.afterLogout(ctx);
    },
  };
}

/** The features with options of ours. */
const features = (
  {
    resources,
    clients,
    lifetimes,
    clock,
    look,
    accounts,
    clientCertificates,
  }: Pick<
    ConfigurationDependencies,
    'resources' | 'clients' | 'lifetimes' | 'clock' | 'look' | 'accounts' | 'clientCertificates'
  >,
  byScope: ReturnType<typeof claimsByScope>,
  keyring: Keyring,
) => ({
  ...fixedFeatures,
  claimsParameter: claimsParameter(byScope),
  resourceIndicators: resourceIndicators({
    resources,
    accessTokenTtlSeconds: lifetimes.accessTokenSeconds,
    keyring,
  }),
  introspection: { enabled: true, allowedPolicy: introspectionPolicy(clients) },
  // RFC 9701: signed answers for whoever asks for them.
  jwtIntrospection: { enabled: true },
  revocation: {
    enabled: true,
    allowedPolicy: async (_ctx: KoaContextWithOIDC, client: { clientId: string }, token: { clientId?: string }) =>
      token.clientId === client.clientId,
  },
  userinfo: { enabled: true },
  dPoP: demonstratedPossession(keyring, clock),
  mTLS: mutualTls(clientCertificates),
  deviceFlow: createDeviceFlow(look.theme),
  backchannelLogout: { enabled: true },
  rpInitiatedLogout: logout({ look, accounts }),
});

/** The configuration of one provider. */
export function configuration(dependencies: ConfigurationDependencies, keyring: Keyring): Configuration {
  const { issuer, resources, accounts, policy, look } = dependencies;
  const { claims: userClaims } = dependencies.declared.users;
  const byScope = claimsByScope(fixedConfiguration.claims, userClaims);
  const federatedAt = createFederatedAt(dependencies.storage);
  const fetch = governKeyFetches(dependencies.outboundFetch, dependencies);
  return {
    ...fixedConfiguration,
    ...clientRules,
    claims: byScope,
    clientAuthMethods: authenticationMethods(dependencies.clientCertificates),
    adapter: createAdapter(dependencies),
    jwks: { keys: keyring.tokenKeys.map((key) => new TokenSigningKey(key)) },
    cookies: cookies(issuer, keyring),
    discovery: discovery(dependencies),
    assertJwtClientAuthClaimsAndHeader: assertionCheck(dependencies),
    fetch: (url, init) => fetch(url as string | URL, init as OutboundRequest),
    findAccount: createFindAccount(accounts, userClaims, byScope, federatedAt),
    extraTokenClaims: createExtraTokenClaims(resources, userClaims, federatedAt) as never,
    loadExistingGrant: createLoadExistingGrant(resources),
    interactions: { policy, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: async (ctx, out, error) => {
      ctx.type = 'html';
      ctx.body = providerErrorHtml(ctx, refusalOf(ctx, out, error), look.theme, look.development);
    },
    ttl: ttl(dependencies),
    features: features(dependencies, byScope, keyring),
  } as Configuration;
}
