/** API keys of users, and service accounts: made, and ended with the tokens that came of them. */
import type { ApiCredentialInput, ApiCredentialRecord, Storage } from '@gatehouse/storage';
import type { Account } from '../accounts/accounts.ts';
import { credentialScopes, newCredential, statusOfCredential } from '../accounts/api-credentials.ts';
import { accountNotice } from '../accounts/notices.ts';
import { OperationRefused } from '../operation-refused.ts';
import type { Resources } from '../resources/resources.ts';
import { type EndDependencies, endCredentials } from '../revocation/end.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

/** Keys that one user may have at a time. */
export const mostApiKeys = 20;
const longestName = 64;

/** What ends with a credential, and whom that tells. */
type RevocationDependencies = EndDependencies &
  Parameters<typeof accountNotice>[0] & { readonly storage: EndDependencies['storage'] & Pick<Storage, 'accounts'> };

export interface CredentialDependencies extends RevocationDependencies {
  readonly resources: Pick<Resources, 'find' | 'scopesOfRoles'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What a new credential is to be. */
interface Wanted {
  readonly name: string;
  /** Of the API that it is for. */
  readonly indicator: string;
  readonly scopes: readonly string[];
  /** Absent: it works until it is revoked. */
  readonly expiresAtSeconds?: number | undefined;
}

export interface AddedCredential extends Work {
  readonly id: string;
  /** To be shown this once. */
  readonly secret: string;
}

/** A name on one line, as lists show it. */
export const credentialName = (typed: string): string =>
  typed
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, longestName);

/** The scopes as they are kept. Throws OperationRefused for what the API does not have, or the roles do not give. */
function scopesOf({ resources }: CredentialDependencies, { indicator, scopes }: Wanted, roles?: readonly string[]) {
  const kept = credentialScopes(resources, indicator, scopes, roles);
  if ('scopes' in kept) return kept.scopes;
  if (kept.fault === 'unknown_resource') {
    throw new OperationRefused(
      kept.fault,
      `there is no resource ${indicator}; "gatehouse registry export" shows them all`,
    );
  }
  throw new OperationRefused(
    kept.fault,
    kept.fault === 'unknown_scope'
      ? `${indicator} has no scope ${kept.scope}`
      : `the roles of the owner do not allow ${kept.scope}`,
  );
}

function newOne(
  { storage }: CredentialDependencies,
  wanted: Wanted,
  rest: Pick<ApiCredentialInput, 'kind' | 'accountId' | 'login' | 'claims' | 'scopes'>,
) {
  const name = credentialName(wanted.name);
  if (name === '') throw new OperationRefused('name_missing', 'the name is empty');
  return newCredential(storage, { ...rest, name, expiresAtSeconds: wanted.expiresAtSeconds });
}

/** True when the user has as many keys that work as there may be. */
export async function hasMostApiKeys(
  { storage, clock }: Pick<CredentialDependencies, 'storage' | 'clock'>,
  accountId: string,
) {
  const keys = await storage.apiCredentials.list({ accountId });
  const active = keys.filter((key) => key.kind === 'api_key' && statusOfCredential(key, clock() / 1000) === 'active');
  return active.length >= mostApiKeys;
}

/** A key of an active user, that allows no more than the user may do. The user is told, whoever makes it. */
export async function addApiKey(
  parts: CredentialDependencies,
  caller: Caller,
  { owner, ...wanted }: Wanted & { readonly owner: Account },
): Promise<AddedCredential> {
  const scopes = scopesOf(parts, wanted, owner.roles);
  if (await hasMostApiKeys(parts, owner.id)) {
    throw new OperationRefused('key_limit', `${owner.login} has ${mostApiKeys} keys already; revoke one first`);
  }
  const { id, secret, write } = newOne(parts, wanted, { kind: 'api_key', accountId: owner.id, scopes });
  return {
    id,
    secret,
    writes: [write, ...accountNotice(parts, owner, 'api_key_added')],
    events: [eventOf(caller, 'api_key.added', { target: { type: 'api_key', id }, subject: owner.id })],
  };
}

/** A login and a secret for HTTP Basic. It belongs to nobody, so nobody is told. ConflictError when the login is taken. */
export async function addServiceAccount(
  parts: CredentialDependencies,
  caller: Caller,
  { login, claims, ...wanted }: Wanted & { readonly login: string; readonly claims: Readonly<Record<string, unknown>> },
): Promise<AddedCredential> {
  if (!/^[\w.@-]{1,64}$/u.test(login)) {
    throw new OperationRefused('login_invalid', 'a name is made of letters, digits and . _ - @');
  }
  const scopes = scopesOf(parts, wanted);
  if (await parts.storage.apiCredentials.findByLogin(login)) {
    throw new OperationRefused('login_taken', `there is a service account ${login} already`);
  }
  const { id, secret, write } = newOne(parts, wanted, { kind: 'service_account', login, claims, scopes });
  const added = eventOf(caller, 'service_account.added', { target: { type: 'service_account', id } });
  return { id, secret, writes: [write], events: [added] };
}

const words = { api_key: 'API key', service_account: 'service account' } as const;
const commands = { api_key: 'api-keys', service_account: 'service-accounts' } as const;

/** The end of credentials of one owner that are known to count; a user is told of it. */
async function revocationOf(
  parts: RevocationDependencies,
  caller: Caller,
  credentials: readonly ApiCredentialRecord[],
): Promise<Work> {
  const accountId = credentials[0]?.accountId;
  const owner = accountId === undefined ? undefined : await parts.storage.accounts.find(accountId);
  return {
    writes: [
      ...(owner ? accountNotice(parts, owner, 'api_key_revoked') : []),
      ...endCredentials(
        parts,
        credentials.map(({ id }) => id),
      ),
    ],
    events: credentials.map(({ id, kind }) =>
      eventOf(caller, kind === 'api_key' ? 'api_key.revoked' : 'service_account.revoked', {
        target: { type: kind, id },
        subject: accountId,
      }),
    ),
  };
}

/**
 * Revokes one for good, with the tokens that came of it; a user is told of a key, whoever revokes it. LostRaceError when somebody
 * was first.
 * @param one.accountId whose key it must be; absent: an operator may revoke any
 */
export async function revokeCredential(
  parts: RevocationDependencies,
  caller: Caller,
  { kind, id, accountId }: Pick<ApiCredentialRecord, 'kind' | 'id'> & { readonly accountId?: string | undefined },
): Promise<Work> {
  const known = await parts.storage.apiCredentials.find(id);
  if (known?.kind !== kind || (accountId !== undefined && known.accountId !== accountId)) {
    const list = `"gatehouse ${commands[kind]} list" shows them all`;
    throw new OperationRefused('unknown_credential', `there is no ${words[kind]} ${id}; ${list}`);
  }
  if (known.revokedAtSeconds !== undefined) {
    throw new OperationRefused('already_revoked', `the ${words[kind]} ${known.login ?? id} is revoked already`);
  }
  return revocationOf(parts, caller, [known]);
}

export interface RevokedKeys extends Work {
  /** How many. */
  readonly keys: number;
}

/** Revokes every key of a user that is not revoked yet. */
export async function revokeApiKeysOf(
  parts: RevocationDependencies,
  caller: Caller,
  accountId: string,
): Promise<RevokedKeys> {
  const keys = (await parts.storage.apiCredentials.list({ accountId })).filter(
    ({ kind, revokedAtSeconds }) => kind === 'api_key' && revokedAtSeconds === undefined,
  );
  return { keys: keys.length, ...(keys.length === 0 ? nothing : await revocationOf(parts, caller, keys)) };
}
