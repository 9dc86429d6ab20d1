/** Assurance: what the methods of a sign-in are worth, and how tokens say it (`acr`, `amr`). */
import { z } from 'zod';

/** Authentication context classes, weakest first: one factor, two factors. */
export const acrLevels = ['urn:gatehouse:acr:1', 'urn:gatehouse:acr:2'] as const;

export type Acr = (typeof acrLevels)[number];

/** A level in a stored record: one that a newer version wrote is read as it is, and reached by no sign-in here. */
export const storedAcr = z.string().optional();

/** Its place among the levels, from 1; 0 for anything else. */
export const levelOf = (acr: unknown): number => acrLevels.indexOf(acr as Acr) + 1;

/**
 * A method by which somebody proved who they are: RFC 8176 where it has a word. A passkey proves possession of a key, which may
 * be copied between devices (`swk`) or of which nothing more is known (`pop`), and, where the device verified its user
 * (`user`), two factors in one. Whoever signed in at an upstream provider is said by `fed`, for which RFC 8176 has no word.
 */
export type AuthenticationMethod = 'pwd' | 'fed' | 'otp' | 'recovery_code' | 'email' | 'pop' | 'swk' | 'user';

/** Said of `fed` where the upstream is trusted for two factors and says so; tokens have `mfa` for it. */
export const upstreamTwoFactors = 'fed_mfa';

// A code by mail (`email`) is said in `amr`, and is no second factor for `acr`: who reads the mails can reset the password
// too (NIST SP 800-63B, section 5.1.3.1). RFC 8176 has no word for it; `otp` there is a code of an authenticator.
const secondFactors: ReadonlySet<string> = new Set(['otp', 'recovery_code', 'pop', 'swk']);

/** The `acr` and `amr` of a sign-in by these methods (RFC 9068, section 2.2.1; RFC 8176). */
export function assuranceOf(methods: readonly string[]): { acr: Acr; amr: string[] } {
  const proved = new Set(methods.filter((method) => method !== 'mfa'));
  const verifiedPasskey = proved.has('user');
  const twoUpstream = proved.delete(upstreamTwoFactors) && proved.has('fed');
  const isFirst = proved.has('pwd') || proved.has('fed');
  const firstAndMore = isFirst && [...proved].some((method) => secondFactors.has(method));
  const strong = verifiedPasskey || firstAndMore || twoUpstream;
  return { acr: acrLevels[strong ? 1 : 0], amr: [...proved, ...(strong ? ['mfa'] : [])] };
}
