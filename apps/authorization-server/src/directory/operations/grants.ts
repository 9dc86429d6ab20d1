/** What users let applications do, and the end of it. */
import { grantsOf } from '../accounts/grants.ts';
import { type EndDependencies, endGrant } from '../revocation/end.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface ConsentDependencies extends EndDependencies {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Takes back what a user let an application do: every grant of the two, with its tokens. */
export async function withdrawConsent(
  parts: ConsentDependencies,
  caller: Caller,
  { accountId, clientId }: { readonly accountId: string; readonly clientId: string },
): Promise<Work> {
  const grants = await grantsOf(parts.storage, accountId, Math.floor(parts.clock() / 1000));
  const chosen = grants.filter((grant) => grant.clientId === clientId);
  return {
    writes: chosen.flatMap(({ grantId }) => endGrant(parts, grantId)),
    events: chosen.map(({ grantId }) =>
      eventOf(caller, 'consent.withdrawn', { subject: accountId, clientId, grantId }),
    ),
  };
}
