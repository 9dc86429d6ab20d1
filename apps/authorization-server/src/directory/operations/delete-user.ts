/** The end of an account, whoever wants it: everything of the user goes, and only the audit keeps the random identifier. */
import type { AccountRecord, Storage, Write } from '@gatehouse/storage';
import { credentialGrantId } from '../accounts/api-key.ts';
import { type EndDependencies, endAccount, endLinks } from '../revocation/end.ts';
import { logoutItem } from '../revocation/logout-notices.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface PlannedDeletion {
  /** What goes with the account, by kind and number. */
  readonly removed: Readonly<Record<'sessions' | 'grants' | 'api_keys' | 'passkeys' | 'identities' | 'mails', number>>;
  /** For one commit. */
  readonly writes: readonly Write[];
}

export interface DeletionDependencies extends EndDependencies {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'accounts' | 'passkeys' | 'identities'>;
}

/**
 * Ends sessions, grants and tokens, the tokens that came of API keys too, and tells the applications; removes the account with
 * its ways to sign in and its API keys, links, and mails that wait. Service accounts belong to nobody and stay.
 */
export async function planDeletion(
  parts: DeletionDependencies,
  { id, email, login }: AccountRecord,
): Promise<PlannedDeletion> {
  const { storage, revocations } = parts;
  const [artefacts, keys, passkeys, identities, waiting] = await Promise.all([
    storage.artefacts.listByAccount(id, { models: ['Session', 'Grant'] }),
    storage.apiCredentials.list({ accountId: id }),
    storage.passkeys.list(id),
    storage.identities.listOfAccount(id),
    storage.outbox.list(),
  ]);
  const own = new Set([id, login, email?.toLowerCase()]);
  const mails = waiting.filter(
    ({ kind, payload }) =>
      kind !== logoutItem &&
      Object.values(payload).some((value) => typeof value === 'string' && own.has(value.toLowerCase())),
  );
  const keyGrants = keys.map((key) => credentialGrantId(key.id));
  const count = (model: string) => artefacts.filter((artefact) => artefact.model === model).length;
  return {
    removed: {
      sessions: count('Session'),
      grants: count('Grant'),
      api_keys: keys.length,
      passkeys: passkeys.length,
      identities: identities.length,
      mails: mails.length,
    },
    writes: [
      ...mails.map((mail) => storage.outbox.writes.done(mail.id)),
      endLinks(storage, id),
      storage.accounts.writes.remove(id),
      ...(await endAccount(parts, id)),
      ...(keyGrants.length > 0 ? [revocations.writes.grants(keyGrants)] : []),
    ],
  };
}

const ended = ['sessions', 'grants', 'tokens', 'api_keys', 'passkeys', 'identities', 'mailed_links'];

/** By the user, or by an operator. */
export async function deleteUser(
  parts: DeletionDependencies,
  caller: Caller,
  account: AccountRecord,
): Promise<Work & Pick<PlannedDeletion, 'removed'>> {
  const { id } = account;
  const isOwn = caller.actor.type === 'user' && caller.actor.id === id;
  const event = isOwn ? 'account.deleted' : 'user.deleted';
  return {
    ...(await planDeletion(parts, account)),
    events: [eventOf(caller, event, { target: { type: 'user', id }, subject: id, ended })],
  };
}
