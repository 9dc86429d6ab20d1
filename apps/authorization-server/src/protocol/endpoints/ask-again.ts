/** Refusals that are part of the protocol: the client is to ask again, and does (RFC 8628, section 3.5; RFC 9449, section 8). */
export const askAgain: ReadonlySet<string> = new Set(['authorization_pending', 'slow_down', 'use_dpop_nonce']);
