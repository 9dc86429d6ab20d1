/** What of the claims of an answer counts, whatever is said. */
import type { Connection } from '../connections.ts';
import { nameAt, type RawClaims, valueAt } from '../mapping.ts';
import { UpstreamFailed } from './failed.ts';
import { claimOf } from './wanted-claims.ts';

/**
 * The session there, if it is named. Throws UpstreamFailed for a name that could not be kept: its end there would not be the end here.
 */
export function sidIn(claims: RawClaims): string | undefined {
  const sid = nameAt(claims, 'sid');
  if (sid === undefined && typeof claims['sid'] === 'string')
    throw new UpstreamFailed('invalid_answer', 'the ID token has a sid that could be no session');
  return sid;
}

/** What userinfo adds. That it has verified one address says nothing of another one that the ID token names. */
export function addedBy({ mapping }: Connection, more: RawClaims, claims: RawClaims): RawClaims {
  const named = valueAt(claims, mapping.email);
  if (named === undefined || named === valueAt(more, mapping.email)) return more;
  const verified = claimOf(mapping.email_verified);
  return Object.fromEntries(Object.entries(more).filter(([name]) => name !== verified));
}
