/** `gatehouse api-keys` and `gatehouse service-accounts`: credentials for programs, shown once and kept as a hash. */
import { type ApiCredentialRecord, ConflictError, LostRaceError, type Storage } from '@gatehouse/storage';
import {
  credentialScopes,
  expiryAfter,
  newCredential,
  statusOfCredential,
} from '../directory/accounts/api-credentials.ts';
import type { AuditEvent } from '../directory/audit/events.ts';
import { eventOf } from '../directory/operations/work.ts';
import { createResources } from '../directory/resources/resources.ts';
import { endCredential } from '../directory/revocation/end.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { RefusedError } from './failure.ts';
import { printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';

interface Options {
  readonly json?: boolean;
}
interface AddOptions extends Options {
  readonly resource: string;
  readonly scope: readonly string[];
  readonly name?: string;
  readonly department?: string;
  readonly expiresInDays?: string;
}
type Kind = ApiCredentialRecord['kind'];

const words: Record<Kind, { what: string; command: string; event: 'api_key' | 'service_account' }> = {
  api_key: { what: 'API key', command: 'api-keys', event: 'api_key' },
  service_account: { what: 'service account', command: 'service-accounts', event: 'service_account' },
};

const timeOf = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

function expiry(days: string | undefined): number | undefined {
  if (days === undefined) return undefined;
  const number = Number(days);
  if (!Number.isInteger(number) || number < 1) throw new RefusedError('--expires-in-days takes a whole number above 0');
  return expiryAfter(number, Math.floor(Date.now() / 1000));
}

/** The scopes as they are kept. Throws RefusedError for what the resource does not have. */
async function scopesOf(storage: Storage, { resource: indicator, scope }: AddOptions, roles?: readonly string[]) {
  const resources = await createResources(storage, () => undefined);
  const given = credentialScopes(resources, indicator, scope, roles);
  if ('scopes' in given) return given.scopes;
  if (given.fault === 'unknown_resource')
    throw new RefusedError(`there is no resource ${indicator}; "gatehouse registry export" shows them all`);
  if (given.fault === 'unknown_scope') throw new RefusedError(`${indicator} has no scope ${given.scope}`);
  throw new RefusedError(`the roles of the owner do not allow ${given.scope}`);
}

/** `api-keys add LOGIN`: a key of that person, with no more than the person may do. */
export const addApiKey = (login: string, options: AddOptions): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    const owner = await storage.accounts.findByLogin(login);
    if (owner?.status !== 'active')
      throw new RefusedError(`there is nobody active with the login ${login}; "gatehouse users list" shows them all`);
    const expiresAtSeconds = expiry(options.expiresInDays);
    const { id, secret, write } = newCredential(storage, {
      kind: 'api_key',
      name: options.name ?? 'API key',
      accountId: owner.id,
      scopes: await scopesOf(storage, options, owner.roles),
      expiresAtSeconds,
    });
    const added = eventOf(caller, 'api_key.added', { target: { type: 'api_key', id }, subject: owner.id });
    await commit({ writes: [write], events: [added] });
    printDone(
      `API key of ${login}, shown this once: ${secret}`,
      { id, api_key: secret, owner: login, expires_at: timeOf(expiresAtSeconds) },
      options,
    );
  });

/** `service-accounts add NAME`: a name and a secret for HTTP Basic; it belongs to nobody. */
export const addServiceAccount = (login: string, options: AddOptions): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    if (!/^[\w.@-]{1,64}$/u.test(login)) throw new RefusedError('a name is made of letters, digits and . _ - @');
    const expiresAtSeconds = expiry(options.expiresInDays);
    const { id, secret, write } = newCredential(storage, {
      kind: 'service_account',
      name: options.name ?? login,
      login,
      scopes: await scopesOf(storage, options),
      claims: options.department === undefined ? {} : { department: options.department },
      expiresAtSeconds,
    });
    const added = eventOf(caller, 'service_account.added', { target: { type: 'service_account', id } });
    try {
      await commit({ writes: [write], events: [added] });
    } catch (error) {
      if (error instanceof ConflictError) throw new RefusedError(`there is a service account ${login} already`);
      throw error;
    }
    printDone(
      `secret of ${login}, shown this once: ${secret}`,
      { id, name: login, secret, expires_at: timeOf(expiresAtSeconds) },
      options,
    );
  });

/** Lists all of a kind, without anything secret. */
export const listCredentials = (kind: Kind, options: Options): Promise<void> =>
  withStorage(async (storage) => {
    const all = (await storage.apiCredentials.list()).filter((one) => one.kind === kind);
    const rows = all.map(async (one) => ({
      id: one.id,
      name: one.login ?? one.name,
      owner: one.accountId === undefined ? undefined : (await storage.accounts.find(one.accountId))?.login,
      scopes: Object.entries(one.scopes)
        .map(([indicator, scopes]) => `${indicator}: ${scopes.join(' ')}`)
        .join('; '),
      expires_at: timeOf(one.expiresAtSeconds),
      last_used_at: timeOf(one.lastUsedAtSeconds),
      status: statusOfCredential(one, Date.now() / 1000),
    }));
    printRows(await Promise.all(rows), options);
  });

/** Revokes one for good, and the tokens that came of it. */
export const revokeCredential = (kind: Kind, id: string, options: Options): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    const { what, command, event } = words[kind];
    const known = await storage.apiCredentials.find(id);
    if (known?.kind !== kind)
      throw new RefusedError(`there is no ${what} ${id}; "gatehouse ${command} list" shows them all`);
    const revoked = eventOf(caller, `${event}.revoked` satisfies AuditEvent, {
      target: { type: event, id },
      subject: known.accountId,
    });
    const revocations = createRevocations(storage, Date.now);
    try {
      await commit({ writes: endCredential({ storage, revocations }, id), events: [revoked] });
    } catch (error) {
      if (error instanceof LostRaceError) throw new RefusedError(`the ${what} ${id} is revoked already`);
      throw error;
    }
    printDone(`the ${what} ${id} is revoked, and the tokens that came of it`, { id, revoked: true }, options);
  });
