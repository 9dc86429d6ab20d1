/** What this version serves at all, whatever is registered: the protocol is configured by it, and reports on profiles say it. */

/** OAuth 2.1: the authorization code alone; no implicit, no hybrid (AS-06). */
export const responseTypes = ['code'] as const;

/** RFC 6750, section 2.3: not in addresses, which are logged. */
export const acceptsTokensInQuery = false;

/** Ways in which a client proves who it is at the endpoints for tokens; each is given to oidc-provider. */
export const provingMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** The same with certificates (RFC 8705). */
export const certificateMethods = ['tls_client_auth', 'self_signed_tls_client_auth'] as const;

/** All that a client may be registered with. @param certificates they are asked for on this server's TLS socket */
export const authenticationMethods = (certificates: boolean) =>
  [...provingMethods, 'none', ...(certificates ? certificateMethods : [])] as const;
