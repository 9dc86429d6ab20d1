/** JWS algorithms of token keys (RFC 7518, section 3.1; RFC 9864, and the older name of the same, RFC 8037). */
export const tokenAlgorithms = ['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

export const isTokenAlgorithm = (name: unknown): name is TokenAlgorithm =>
  (tokenAlgorithms as readonly unknown[]).includes(name);
