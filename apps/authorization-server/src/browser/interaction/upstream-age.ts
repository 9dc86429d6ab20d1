/**
 * How old a sign-in by an upstream provider is. OAuth 2.0 says nothing of it, and neither do Google and Apple: whoever comes back from
 * there may have signed in weeks ago. Where a client asks how old a sign-in is, these are not offered. The account pages ask too, and
 * take them from a user who has nothing else: the same round trip lets the user in, so there is nothing better to ask for.
 */

import type { Factors, SecondFactors } from '../../directory/accounts/second-factors.ts';
import { recentSeconds } from '../../directory/accounts/sessions.ts';
import type { Connection } from '../../directory/connections/connections.ts';
import { saysWhen } from '../../directory/connections/upstream/kinds.ts';
import type { UpstreamUser } from '../../directory/connections/upstream/upstream.ts';
import type { Interaction } from './step.ts';

/** How long ago a sign-in may be, in seconds; undefined: that is not asked. */
export function mostSecondsOf({ details, client }: Interaction): number | undefined {
  const { max_age: maxAge = client.metadata.default_max_age, prompt } = details.params;
  const isAgain = details.session !== undefined && details.prompt.reasons.includes('max_age');
  if (isAgain || (typeof prompt === 'string' && prompt.split(' ').includes('login'))) return 0;
  return maxAge === undefined ? undefined : Number(maxAge);
}

const hasOwnWay = ({ password, passkeys }: Factors): boolean => password !== undefined || passkeys.length > 0;

/**
 * The user with the age of the sign-in. What nobody dates counts as too old for the account pages, if the user has a password or a
 * passkey to prove more with; undefined where a fresh one was asked for.
 */
export async function withAge(
  { secondFactors, clock }: { readonly secondFactors: Pick<SecondFactors, 'of'>; readonly clock: () => number },
  interaction: Interaction,
  {
    connection,
    user,
    accountId,
  }: { readonly connection: Connection; readonly user: UpstreamUser; readonly accountId: string },
): Promise<UpstreamUser | undefined> {
  if (saysWhen(connection) || user.authTimeSeconds !== undefined) return user;
  if (!hasOwnWay(await secondFactors.of(accountId))) return user;
  if (mostSecondsOf(interaction) !== undefined) return undefined;
  return { ...user, authTimeSeconds: Math.floor(clock() / 1000) - recentSeconds - 1 };
}
