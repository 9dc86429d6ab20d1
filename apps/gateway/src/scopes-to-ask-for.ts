import type { Route } from './route-schema.ts';

/** The scopes that a client without a token is told to ask for (RFC 6750, section 3; RFC 9728, section 2). */
export const scopesToAskFor = ({
  challenge_scopes: first,
  scopes,
}: Pick<Route, 'challenge_scopes' | 'scopes'>): readonly string[] => first ?? scopes ?? [];
