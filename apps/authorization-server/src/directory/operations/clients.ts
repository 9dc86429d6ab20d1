/** What is done to clients by those who run the server; what a registry file says of them comes here too. */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ClientRecord, Storage } from '@gatehouse/storage';
import { isServiceAccountSubject } from '../accounts/api-key.ts';
import type { AuditEvent } from '../audit/events.ts';
import { hashClientSecret, usesSecret } from '../clients/clients.ts';
import { OperationRefused } from '../operation-refused.ts';
import { type EndDependencies, endClient } from '../revocation/end.ts';
import { changedMembers } from './changed-members.ts';
import { isDotSegment } from './dot-segment.ts';
import { allFollow, type Following } from './followed.ts';
import { knownScopes, type Scopes } from './known-scopes.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

/** Secrets are told apart by the first characters of their hash. */
export const fingerprintOf = (sha256: Buffer): string => sha256.toString('base64url').slice(0, 12);

/** The client. Throws OperationRefused. */
export async function knownClient(
  { storage }: { readonly storage: Pick<Storage, 'clients'> },
  clientId: string,
): Promise<ClientRecord> {
  const client = await storage.clients.find(clientId);
  if (client) return client;
  throw new OperationRefused(
    'unknown_client',
    `there is no client ${clientId}; "gatehouse clients list" shows them all`,
  );
}

const recordOf = (caller: Caller, event: AuditEvent, clientId: string) =>
  eventOf(caller, event, { target: { type: 'client', id: clientId }, clientId });

/** What it had until no instance takes it for enabled any more ends too; it is useless meanwhile. */
const endedAfterwards = (parts: EndDependencies & Following, clientId: string) => async () => {
  await allFollow(parts);
  await endClient(parts, clientId);
};

/** What a client is to be. */
export interface DeclaredClient {
  readonly clientId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** To be added, or to expire at another time; others stay. */
  readonly secrets: readonly { readonly sha256: Buffer; readonly expiresAtSeconds: number | undefined }[];
}

/** What becomes of a declaration. */
export interface Declared extends Work {
  /** Absent: all is as declared. */
  readonly change: 'added' | 'changed' | undefined;
  /** Which members are others than they were, of what was changed. */
  readonly members?: readonly string[] | undefined;
}

/**
 * Tokens of a client that acts for itself have its identifier as their subject: with that of a user or a service account, APIs would
 * take it for them (RFC 9700, section 4.15). And nobody could disable one that no address can name. Throws OperationRefused.
 */
async function checkNewIdentifier({ accounts }: Pick<Storage, 'accounts'>, clientId: string): Promise<void> {
  if (isDotSegment(clientId)) {
    throw new OperationRefused('invalid_client', `a client cannot be called ${clientId}: addresses leave that out`);
  }
  if (!isServiceAccountSubject(clientId) && !(await accounts.find(clientId))) return;
  throw new OperationRefused(
    'client_id_taken',
    `${clientId} is the identifier of a user or a service account; give the client another`,
  );
}

/** Makes a client, or what is there as declared. It stays disabled if it is. */
export async function declareClient(
  { storage }: { readonly storage: Pick<Storage, 'clients' | 'accounts'> },
  caller: Caller,
  { clientId, metadata, secrets }: DeclaredClient,
): Promise<Declared> {
  const stored = await storage.clients.find(clientId);
  if (!stored) await checkNewIdentifier(storage, clientId);
  const isSame = stored !== undefined && isDeepStrictEqual(stored.metadata, metadata);
  const further = secrets.filter(({ sha256, expiresAtSeconds }) => {
    const same = stored?.secretHashes.find((one) => one.sha256.equals(sha256));
    return !same || same.expiresAtSeconds !== expiresAtSeconds;
  });
  if (isSame && further.length === 0) return { ...nothing, change: undefined };
  const change = stored ? 'changed' : 'added';
  const members = [
    ...changedMembers(stored?.metadata, metadata),
    ...(stored && further.length > 0 ? ['client_secrets'] : []),
  ];
  return {
    change,
    members,
    writes: [
      ...(isSame ? [] : [storage.clients.writes.put({ clientId, metadata })]),
      ...further.map((secret) => storage.clients.writes.addSecret({ clientId, ...secret })),
    ],
    events: [recordOf(caller, stored ? 'client.changed' : 'client.added', clientId)],
  };
}

/** Scopes of APIs that a client may ask for, from now on or no more. Throws OperationRefused for what there is not. */
export async function changeClientScopes(
  { storage }: { readonly storage: Pick<Storage, 'clients' | 'resources' | 'accounts'> },
  caller: Caller,
  { clientId, grant, revoke }: { readonly clientId: string; readonly grant: Scopes; readonly revoke: Scopes },
): Promise<Declared & { readonly metadata: Readonly<Record<string, unknown>> }> {
  const { metadata } = await knownClient({ storage }, clientId);
  const scopes = { ...((metadata['scopes'] ?? {}) as Scopes) };
  for (const [indicator, names] of Object.entries(await knownScopes(storage, grant))) {
    scopes[indicator] = [...new Set([...(scopes[indicator] ?? []), ...names])];
  }
  // What it has may be taken from it, also when there is no such API any more.
  const other = Object.entries(revoke).filter(([indicator]) => !Object.hasOwn(scopes, indicator));
  const revoked = { ...revoke, ...(await knownScopes(storage, Object.fromEntries(other))) };
  for (const [indicator, names] of Object.entries(revoked)) {
    const left = (scopes[indicator] ?? []).filter((scope) => !names.includes(scope));
    if (left.length > 0) scopes[indicator] = left;
    else delete scopes[indicator];
  }
  const { default_resource: meant, ...rest } = metadata;
  const changed = { ...rest, scopes, ...(Object.hasOwn(scopes, String(meant)) && { default_resource: meant }) };
  return {
    ...(await declareClient({ storage }, caller, { clientId, metadata: changed, secrets: [] })),
    metadata: changed,
  };
}

/** The client is refused from now on, and its tokens too. Nothing, when it is disabled already. */
export async function disableClient(
  parts: EndDependencies & Following,
  caller: Caller,
  clientId: string,
): Promise<Work> {
  const { disabled } = await knownClient(parts, clientId);
  if (disabled) return nothing;
  return {
    writes: [parts.storage.clients.writes.setDisabled(clientId, true), parts.revocations.writes.client(clientId)],
    events: [recordOf(caller, 'client.disabled', clientId)],
    afterwards: endedAfterwards(parts, clientId),
  };
}

/** The client may come again. What it had when it was disabled stays dead. */
export async function enableClient(parts: EndDependencies, caller: Caller, clientId: string): Promise<Work> {
  const { disabled } = await knownClient(parts, clientId);
  if (!disabled) return nothing;
  return {
    // Who disabled it may have been stopped before all of that was ended.
    beforehand: () => endClient(parts, clientId),
    writes: [parts.storage.clients.writes.setDisabled(clientId, false)],
    events: [recordOf(caller, 'client.enabled', clientId)],
  };
}

/** The client is gone, with its secrets and its tokens. A registry file that still names it makes it anew. */
export async function removeClient(
  parts: EndDependencies & Following,
  caller: Caller,
  clientId: string,
): Promise<Work> {
  await knownClient(parts, clientId);
  return {
    writes: [parts.storage.clients.writes.remove(clientId), parts.revocations.writes.client(clientId)],
    events: [recordOf(caller, 'client.removed', clientId)],
    afterwards: endedAfterwards(parts, clientId),
  };
}

export interface AddedSecret extends Work {
  /** To be shown this once. */
  readonly secret: string;
  readonly fingerprint: string;
}

/** A further secret; those that there are stay valid. Throws OperationRefused for a client that authenticates otherwise. */
export async function addClientSecret(
  parts: Pick<EndDependencies, 'storage'>,
  caller: Caller,
  { clientId, expiresAtSeconds }: { readonly clientId: string; readonly expiresAtSeconds?: number | undefined },
): Promise<AddedSecret> {
  const { metadata } = await knownClient(parts, clientId);
  // The default of RFC 7591, section 2.
  const { token_endpoint_auth_method: method = 'client_secret_basic' } = metadata;
  if (!usesSecret(method)) {
    throw new OperationRefused('no_secret', `${clientId} authenticates by ${String(method)} and uses no secret`);
  }
  const secret = randomBytes(32).toString('base64url');
  const sha256 = hashClientSecret(secret);
  return {
    secret,
    fingerprint: fingerprintOf(sha256),
    writes: [parts.storage.clients.writes.addSecret({ clientId, sha256, expiresAtSeconds })],
    events: [recordOf(caller, 'client.secret_added', clientId)],
  };
}

/** The client proves itself by that secret no more. Tokens that it got stay. */
export async function removeClientSecret(
  parts: Pick<EndDependencies, 'storage'>,
  caller: Caller,
  { clientId, fingerprint }: { readonly clientId: string; readonly fingerprint: string },
): Promise<Work> {
  const { secretHashes } = await knownClient(parts, clientId);
  const found = secretHashes.find(({ sha256 }) => fingerprintOf(sha256) === fingerprint);
  if (!found) {
    throw new OperationRefused(
      'unknown_secret',
      `${clientId} has no secret ${fingerprint}; "gatehouse clients show ${clientId}" lists them`,
    );
  }
  return {
    writes: [parts.storage.clients.writes.removeSecret({ clientId, sha256: found.sha256 })],
    events: [recordOf(caller, 'client.secret_removed', clientId)],
  };
}
