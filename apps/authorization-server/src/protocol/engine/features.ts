/** What oidc-provider does and does not do: each feature with its specification and our reason. */
import type { Configuration } from 'oidc-provider';
import { acrLevels } from '../../directory/accounts/assurance.ts';
import { claimsOfScopes, openIdScopes } from '../../directory/accounts/schema.ts';
import { acceptsTokensInQuery, responseTypes } from '../../directory/clients/served.ts';
import { tokenAlgorithms } from '../../directory/clients/token-algorithms.ts';

/** Members that depend on nothing but the protocol. The rest is put together in `provider.ts`. */
export const fixedConfiguration = {
  responseTypes,
  // A request without redirect_uri is refused even when only one is registered (AS-04).
  allowOmittingSingleRegisteredRedirectUri: false,
  acceptQueryParamAccessTokens: acceptsTokensInQuery,
  // The name of a connection by which the user is to sign in.
  extraParams: ['idp_hint'],
  subjectTypes: ['public'],
  acrValues: acrLevels,
  scopes: openIdScopes,
  claims: claimsOfScopes,
  // Which claims an ID token carries is decided for each client, in claims.ts.
  conformIdTokenClaims: false,
  enabledJWA: {
    idTokenSigningAlgValues: [...tokenAlgorithms],
    clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
    dPoPSigningAlgValues: ['ES256', 'Ed25519', 'EdDSA', 'RS256', 'PS256'],
  },
  // FAPI 2.0 Security Profile, section 5.3.2.1: the clock of a client may be so far ahead.
  clockTolerance: 10,
  fetchResponseBodyLimits: { jwks_uri: 65_536, sector_identifier_uri: 65_536 },
} as const satisfies Partial<Configuration>;

/** Features with no options of ours. */
export const fixedFeatures = {
  // RFC 6749, section 4.4
  clientCredentials: { enabled: true },
  // RFC 9126
  pushedAuthorizationRequests: {
    enabled: true,
    requirePushedAuthorizationRequests: false,
    allowUnregisteredRedirectUris: false,
  },
  // oidc-provider's page that signs in anybody.
  devInteractions: { enabled: false },
  // RFC 7592 and RFC 7591: off (AS-12).
  registration: { enabled: false },
  registrationManagement: { enabled: false },
  // RFC 9101, JARM, JWE: nobody asked, so they are not there to be attacked.
  requestObjects: { enabled: false },
  jwtResponseModes: { enabled: false },
  encryption: { enabled: false },
  // Our signing keys are ExternalSigningKey objects; see engine.ts.
  externalSigningSupport: { enabled: true, ack: 'experimental-01' },
} as const;
