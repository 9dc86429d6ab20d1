/** The end of tokens that are out there: of a grant, a user, a client, or of everybody before a moment. */
import type { AccountRecord, Storage } from '@gatehouse/storage';
import { credentialIdOf } from '../accounts/api-key.ts';
import type { AuditEntry } from '../audit/record.ts';
import { OperationRefused } from '../operation-refused.ts';
import { type EndDependencies, endAccount, endAccountBefore, endBefore, endGrant } from '../revocation/end.ts';
import { knownClient } from './clients.ts';
import { type Caller, eventOf, type Work } from './work.ts';

const revoked = (caller: Caller, details: Pick<AuditEntry, 'target' | 'subject' | 'clientId'>) => [
  eventOf(caller, 'token.revoked', details),
];

/** One access token: its `jti`, or itself when it is opaque; whoever calls it proved that the token is the caller's. */
export const revokeToken = (
  { revocations }: Pick<EndDependencies, 'revocations'>,
  caller: Caller,
  {
    token,
    expiresAtSeconds,
    ...details
  }: Pick<AuditEntry, 'subject' | 'clientId'> & {
    readonly token: { readonly jti: string } | { readonly token: string };
    readonly expiresAtSeconds: number;
  },
): Work => ({
  writes: [revocations.writes.token(token, expiresAtSeconds)],
  events: [eventOf(caller, 'token.revoked', { ...details, jti: 'jti' in token ? token.jti : undefined })],
});

/** Whether there is such a grant, or anything of it, or the API key or service account that it stands for. */
async function isKnownGrant({ storage }: EndDependencies, grantId: string): Promise<boolean> {
  const credentialId = credentialIdOf(grantId);
  if (credentialId !== undefined) return (await storage.apiCredentials.find(credentialId)) !== undefined;
  if ((await storage.artefacts.find('Grant', grantId)) !== undefined) return true;
  return (await storage.artefacts.listByGrant(grantId, { limit: 1 })).length > 0;
}

/** Whose grant, or API key, it is; undefined for a service account, and for nobody's. */
export async function userOfGrant(
  { artefacts, apiCredentials, accounts }: Pick<Storage, 'artefacts' | 'apiCredentials' | 'accounts'>,
  grantId: string,
): Promise<AccountRecord | undefined> {
  const credentialId = credentialIdOf(grantId);
  const owned =
    credentialId === undefined
      ? ((await artefacts.find('Grant', grantId)) ?? (await artefacts.listByGrant(grantId, { limit: 1 }))[0])
      : await apiCredentials.find(credentialId);
  return owned?.accountId === undefined ? undefined : accounts.find(owned.accountId);
}

/** One grant and its tokens. Throws OperationRefused for one that nobody has. @param grantId what the claim `gid` says @param about whose it is */
export async function revokeGrant(
  parts: EndDependencies,
  caller: Caller,
  grantId: string,
  about: Pick<AuditEntry, 'subject' | 'clientId'> = {},
): Promise<Work> {
  if (!(await isKnownGrant(parts, grantId))) {
    throw new OperationRefused(
      'unknown_grant',
      `there is no grant ${grantId}: it is the claim gid of an access token; one that was revoked or has expired is gone`,
    );
  }
  return {
    writes: endGrant(parts, grantId),
    events: revoked(caller, { ...about, target: { type: 'grant', id: grantId } }),
  };
}

/** All sessions and tokens of a user, or those from before a moment; the applications are told. */
export const revokeTokensOfUser = async (
  parts: EndDependencies,
  caller: Caller,
  { accountId, beforeSeconds }: { readonly accountId: string; readonly beforeSeconds?: number | undefined },
): Promise<Work> => ({
  writes:
    beforeSeconds === undefined
      ? await endAccount(parts, accountId)
      : await endAccountBefore(parts, accountId, beforeSeconds),
  events: revoked(caller, { target: { type: 'user', id: accountId }, subject: accountId }),
});

/** All tokens of a client from before a moment. */
export async function revokeTokensOfClient(
  parts: EndDependencies,
  caller: Caller,
  { clientId, beforeSeconds }: { readonly clientId: string; readonly beforeSeconds: number },
): Promise<Work> {
  await knownClient(parts, clientId);
  return {
    writes: [parts.revocations.writes.client(clientId, beforeSeconds)],
    events: revoked(caller, { target: { type: 'client', id: clientId }, clientId }),
    afterwards: () => endBefore(parts, beforeSeconds, clientId),
  };
}

/** Everything that was issued to anybody before a moment. Applications are not told: they hear of it with their next token. */
export const revokeTokensBefore = (parts: EndDependencies, caller: Caller, beforeSeconds: number): Work => ({
  writes: [parts.revocations.writes.everything(beforeSeconds)],
  events: revoked(caller, { target: { type: 'everything', id: new Date(beforeSeconds * 1000).toISOString() } }),
  afterwards: () => endBefore(parts, beforeSeconds),
});
