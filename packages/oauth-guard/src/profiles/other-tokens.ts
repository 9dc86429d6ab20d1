/**
 * Claims of tokens and answers that are no access tokens: ID tokens (OpenID Connect Core 1.0 sections 2 and 3.3.2.11, FAPI 1.0
 * part 2 section 5.1), logout and security event tokens (RFC 8417 section 2.2), authorization responses (JARM section 2.1) and
 * introspection answers (RFC 9701 section 5).
 */
export const OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'code', 'token_introspection'] as const;
