/** The person's data: a copy to take away, and the end of it all. */
import { field } from '@gatehouse/html';
import { normalizeLogin } from '@gatehouse/storage';
import { grantsOf } from '../../directory/accounts/grants.ts';
import { sessionsOf } from '../../directory/accounts/sessions.ts';
import { deleteUser } from '../../directory/operations/delete-user.ts';
import { accountDeletedPage, dataPage, deleteAccountPage } from '../../pages/account/data.ts';
import { frameOf, sendPage } from './answer.ts';
import { type AccountParts, callerOf, record, type Visit } from './visit.ts';

const moment = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

export async function showData(_parts: AccountParts, visit: Visit): Promise<void> {
  sendPage(visit, dataPage(frameOf(visit)));
}

export async function askDeleteAccount(_parts: AccountParts, visit: Visit): Promise<void> {
  sendPage(visit, deleteAccountPage({ ...frameOf(visit), login: visit.account.login }));
}

/** Everything that is kept about the person, secrets apart. */
export async function downloadData(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, factors, response, nowSeconds } = visit;
  const { storage } = parts;
  const [sessions, grants, keys, events] = await Promise.all([
    sessionsOf(storage, account.id, nowSeconds),
    grantsOf(storage, account.id, nowSeconds),
    storage.apiCredentials.list({ accountId: account.id }),
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
  record(parts, visit, 'data.downloaded');
  response.set('content-disposition', 'attachment; filename="account.json"');
  response.type('json').send(JSON.stringify(copy, null, 2));
}

/**
 * Removes the account. What the audit holds stays, under the account's random identifier alone: nothing there says any
 * more whose it was.
 */
export async function deleteAccount(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, request, text, theme } = visit;
  if (normalizeLogin(field(request.body, 'confirm').slice(0, 320)) !== account.login) {
    const error = { code: 'not_confirmed', text: text.formErrors.not_confirmed };
    sendPage(visit, deleteAccountPage({ ...frameOf(visit, error), login: account.login }), 400);
    return;
  }
  await parts.commit(await deleteUser(parts, callerOf(visit), account));
  sendPage(visit, accountDeletedPage({ text, theme }));
}
