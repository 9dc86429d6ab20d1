/** A user's data to take away: everything that is kept about them, secrets apart. */
import type { Storage } from '@gatehouse/storage';
import type { Account } from '../accounts/accounts.ts';
import { grantsOf } from '../accounts/grants.ts';
import type { Factors } from '../accounts/second-factors.ts';
import { sessionsOf } from '../accounts/sessions.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface CopyDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'apiCredentials' | 'audit' | 'identities'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

const moment = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

/** The copy is to be handed out once the work is done: it is recorded first. */
export async function copyData(
  { storage, clock }: CopyDependencies,
  caller: Caller,
  { account, factors }: { readonly account: Account; readonly factors: Factors },
): Promise<Work & { readonly copy: Readonly<Record<string, unknown>> }> {
  const nowSeconds = Math.floor(clock() / 1000);
  const [sessions, grants, keys, identities, events] = await Promise.all([
    sessionsOf(storage, account.id, nowSeconds),
    grantsOf(storage, account.id, nowSeconds),
    storage.apiCredentials.list({ accountId: account.id }),
    storage.identities.listOfAccount(account.id),
    storage.audit.list({ accountId: account.id, limit: 10_000 }),
  ]);
  const { createdAtSeconds, updatedAtSeconds, ...profile } = account;
  const copy = {
    account: { ...profile, created_at: moment(createdAtSeconds), updated_at: moment(updatedAtSeconds) },
    factors: {
      password_changed_at: moment(factors.password?.updatedAtSeconds),
      authenticator_app_since: moment(factors.totp?.createdAtSeconds),
      passkeys: factors.passkeys.map(({ name, createdAtSeconds: addedAt, lastUsedAtSeconds, backupEligible }) => ({
        name,
        added_at: moment(addedAt),
        last_used_at: moment(lastUsedAtSeconds),
        synced: backupEligible,
      })),
      recovery_codes_left: factors.recoveryCodes?.data.hashes.length,
    },
    connected_accounts: identities.map(({ issuer, subject, profile: said, linkedAtSeconds, usedAtSeconds }) => ({
      issuer,
      subject,
      ...said,
      connected_at: moment(linkedAtSeconds),
      last_used_at: moment(usedAtSeconds),
    })),
    sessions: sessions.map(({ uid: _uid, reference: _reference, ...session }) => ({
      ...session,
      signedInAtSeconds: undefined,
      usedAtSeconds: undefined,
      signed_in_at: moment(session.signedInAtSeconds),
      used_at: moment(session.usedAtSeconds),
    })),
    applications: grants.map(({ clientId, oidcScopes, resources, givenAtSeconds, usedAtSeconds }) => ({
      client_id: clientId,
      scopes: oidcScopes,
      resources,
      allowed_at: moment(givenAtSeconds),
      used_at: moment(usedAtSeconds),
    })),
    api_keys: keys.map(({ id, name, scopes, ...key }) => ({
      id,
      name,
      scopes,
      created_at: moment(key.createdAtSeconds),
      expires_at: moment(key.expiresAtSeconds),
      revoked_at: moment(key.revokedAtSeconds),
      last_used_at: moment(key.lastUsedAtSeconds),
    })),
    events: events.map(({ data }) => data),
  };
  return { copy, writes: [], events: [eventOf(caller, 'data.downloaded', { subject: account.id })] };
}
