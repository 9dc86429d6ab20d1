/**
 * The closed list of refusals. `challenge.ts` turns a refusal into an HTTP answer. Every sentence is fixed, so nothing from a
 * request is ever echoed.
 */

/**
 * What one refusal means on the wire: HTTP status, the OAuth `error` code (none: RFC 6750 section 3.1 asks for silence), a sentence.
 *
 * @example
 * const { status, description }: RefusalDefinition = REFUSALS.token_expired;
 */
export interface RefusalDefinition {
  readonly status: 400 | 401 | 403 | 503;
  readonly error?:
    | 'invalid_request'
    | 'invalid_token'
    | 'insufficient_scope'
    | 'access_denied'
    | 'invalid_dpop_proof'
    | 'use_dpop_nonce'
    | 'insufficient_user_authentication'
    | 'temporarily_unavailable';
  readonly description: string;
}

/**
 * Every refusal this package can give, by its stable code.
 *
 * @example
 * REFUSALS.insufficient_scope.status; // 403
 */
export const REFUSALS = {
  // No usable credentials: RFC 6750 section 3.1.
  no_credentials: { status: 401, description: 'This resource needs an access token in the Authorization header.' },
  unsupported_scheme: { status: 401, description: 'The authorization scheme is not accepted here.' },
  malformed_authorization: {
    status: 400,
    error: 'invalid_request',
    description: 'The Authorization header must be one scheme and one token, separated by a space.',
  },
  several_credentials: {
    status: 400,
    error: 'invalid_request',
    description: 'More than one access token was sent. Send one, in the Authorization header.',
  },
  token_in_query: {
    status: 400,
    error: 'invalid_request',
    description: 'Access tokens in the query string are not accepted. Use the Authorization header.',
  },
  token_in_body: {
    status: 400,
    error: 'invalid_request',
    description: 'Access tokens in the request body are not accepted. Use the Authorization header.',
  },
  unreadable_request: {
    status: 400,
    error: 'invalid_request',
    description: 'The credentials of this request cannot be read.',
  },
  ambiguous_path: {
    status: 400,
    error: 'invalid_request',
    description: 'The path can be read in more than one way. Send it in its canonical form.',
  },

  // The token itself: RFC 9068 section 4, RFC 8725.
  token_too_large: { status: 401, error: 'invalid_token', description: 'The access token is too large.' },
  malformed_token: { status: 401, error: 'invalid_token', description: 'The access token is malformed.' },
  unsupported_algorithm: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is signed with an algorithm that is not accepted.',
  },
  unsupported_header: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token has a header member that is not accepted.',
  },
  wrong_type: { status: 401, error: 'invalid_token', description: 'This kind of token is not an access token.' },
  unknown_key: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is signed with a key that its issuer does not publish.',
  },
  bad_signature: { status: 401, error: 'invalid_token', description: 'The signature of the access token is wrong.' },
  invalid_claims: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token lacks a required claim, or a claim is of the wrong type.',
  },
  wrong_issuer: { status: 401, error: 'invalid_token', description: 'The issuer of the access token is not trusted.' },
  wrong_audience: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token was issued for another resource.',
  },
  wrong_client: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token was issued to a client that is not accepted here.',
  },
  several_audiences: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token names more than one audience.',
  },
  token_expired: { status: 401, error: 'invalid_token', description: 'The access token has expired.' },
  token_not_yet_valid: { status: 401, error: 'invalid_token', description: 'The access token is not valid yet.' },
  token_too_old: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token was issued too long ago.',
  },
  token_revoked: { status: 401, error: 'invalid_token', description: 'The access token was revoked.' },
  token_inactive: { status: 401, error: 'invalid_token', description: 'The access token is not active.' },
  opaque_token: { status: 401, error: 'invalid_token', description: 'Opaque access tokens are not accepted here.' },

  // Sender constraint: RFC 9449, RFC 8705.
  unsupported_confirmation: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is bound to its sender in a way that is not accepted here.',
  },
  dpop_not_accepted: { status: 401, error: 'invalid_token', description: 'DPoP is not accepted here.' },
  dpop_scheme_required: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is bound to a key. Send it with the DPoP scheme and a proof.',
  },
  dpop_proof_with_bearer: {
    status: 401,
    error: 'invalid_token',
    description: 'A DPoP proof was sent together with the Bearer scheme.',
  },
  dpop_token_not_bound: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is not bound to a key, so the DPoP scheme does not fit.',
  },
  dpop_proof_missing: { status: 401, error: 'invalid_dpop_proof', description: 'The request lacks a DPoP proof.' },
  dpop_proof_malformed: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The DPoP proof is malformed, or there is more than one.',
  },
  dpop_proof_key_mismatch: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The access token is bound to another key than the DPoP proof.',
  },
  dpop_proof_bad_signature: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The signature of the DPoP proof is wrong.',
  },
  dpop_proof_mismatch: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The DPoP proof was made for another method, URL or access token.',
  },
  dpop_proof_expired: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The DPoP proof was made too long ago, or in the future.',
  },
  dpop_proof_replayed: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The DPoP proof was used before.',
  },
  use_dpop_nonce: {
    status: 401,
    error: 'use_dpop_nonce',
    description: 'The DPoP proof must carry the nonce of this answer.',
  },
  certificate_missing: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is bound to a client certificate, and none was presented.',
  },
  certificate_unreadable: {
    status: 401,
    error: 'invalid_token',
    description:
      'The access token is bound to a client certificate, and the one that the proxy passed on cannot be read.',
  },
  certificate_mismatch: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is bound to another client certificate.',
  },
  sender_constraint_required: {
    status: 401,
    error: 'invalid_token',
    description: 'This resource needs an access token that is bound to its sender.',
  },

  // What the token allows: RFC 6750 section 3.1, RFC 9470.
  insufficient_scope: {
    status: 403,
    error: 'insufficient_scope',
    description: 'The access token lacks a scope that this resource needs.',
  },
  insufficient_claims: {
    status: 403,
    error: 'access_denied',
    description: 'The access token does not say what this resource asks for.',
  },
  insufficient_user_authentication: {
    status: 401,
    error: 'insufficient_user_authentication',
    description: 'This resource needs a stronger or more recent sign-in.',
  },
  not_allowed: { status: 403, error: 'access_denied', description: 'No rule allows this request.' },

  // Not the fault of the caller.
  keys_unavailable: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'The keys of the authorization server cannot be read at the moment.',
  },
  introspection_unavailable: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'The authorization server cannot be asked about the token at the moment.',
  },
  revocation_unavailable: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'It cannot be checked at the moment whether the token was revoked.',
  },
  replay_store_unavailable: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'It cannot be checked at the moment whether the DPoP proof was used before.',
  },
  replay_store_full: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'Too many DPoP proofs were sent. Try again later.',
  },
} as const satisfies Record<string, RefusalDefinition>;

/**
 * The stable code of a refusal: what logs and metrics name, and what an API's own tests may compare.
 *
 * @example
 * const expected: RefusalCode = 'no_credentials';
 */
export type RefusalCode = keyof typeof REFUSALS;
