/** `gatehouse api-keys` and `gatehouse service-accounts`: credentials for programs, shown once and kept as a hash. */
import { randomUUID } from 'node:crypto';
import { type ApiCredentialRecord, ConflictError, LostRaceError, type Storage } from '@gatehouse/storage';
import { credentialGrantId, hashApiKey, newApiKey } from '../accounts/api-key.ts';
import type { OperatorEvent } from '../audit/events.ts';
import { operatorRecord } from '../audit/operator.ts';
import { createResources } from '../resources/resources.ts';
import { createRevocations } from '../revocation/revocations.ts';
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
  return Math.floor(Date.now() / 1000) + number * 86_400;
}

/** The scopes as they are kept. Throws RefusedError for what the resource does not have. */
async function scopesOf(storage: Storage, { resource: indicator, scope }: AddOptions, roles?: readonly string[]) {
  const resources = await createResources(storage, () => undefined);
  const resource = resources.find(indicator);
  if (!resource)
    throw new RefusedError(`there is no resource ${indicator}; "gatehouse registry export" shows them all`);
  const unknown = scope.find((one) => !Object.hasOwn(resource.scopes, one));
  if (unknown !== undefined) throw new RefusedError(`${indicator} has no scope ${unknown}`);
  const allowed = roles && resources.scopesOfRoles(roles, indicator);
  const beyond = allowed && scope.find((one) => !allowed.has(one));
  if (beyond !== undefined) throw new RefusedError(`the roles of the owner do not allow ${beyond}`);
  return { [resource.indicator]: [...new Set(scope)] };
}

/** `api-keys add LOGIN`: a key of that person, with no more than the person may do. */
export const addApiKey = (login: string, options: AddOptions): Promise<void> =>
  withStorage(async (storage) => {
    const owner = await storage.accounts.findByLogin(login);
    if (owner?.status !== 'active')
      throw new RefusedError(`there is nobody active with the login ${login}; "gatehouse users list" shows them all`);
    const [id, key] = [randomUUID(), newApiKey()];
    const expiresAtSeconds = expiry(options.expiresInDays);
    const credential = {
      id,
      kind: 'api_key' as const,
      name: options.name ?? 'API key',
      sha256: hashApiKey(key),
      accountId: owner.id,
      scopes: await scopesOf(storage, options, owner.roles),
      expiresAtSeconds,
    };
    await storage.commit([
      storage.apiCredentials.writes.add(credential),
      operatorRecord(storage, { event: 'api_key.added', target: { type: 'api_key', id }, subject: owner.id }),
    ]);
    printDone(
      `API key of ${login}, shown this once: ${key}`,
      { id, api_key: key, owner: login, expires_at: timeOf(expiresAtSeconds) },
      options,
    );
  });

/** `service-accounts add NAME`: a name and a secret for HTTP Basic; it belongs to nobody. */
export const addServiceAccount = (login: string, options: AddOptions): Promise<void> =>
  withStorage(async (storage) => {
    if (!/^[\w.@-]{1,64}$/u.test(login)) throw new RefusedError('a name is made of letters, digits and . _ - @');
    const [id, secret] = [randomUUID(), newApiKey()];
    const expiresAtSeconds = expiry(options.expiresInDays);
    const credential = {
      id,
      kind: 'service_account' as const,
      name: options.name ?? login,
      login,
      sha256: hashApiKey(secret),
      scopes: await scopesOf(storage, options),
      claims: options.department === undefined ? {} : { department: options.department },
      expiresAtSeconds,
    };
    const record = operatorRecord(storage, { event: 'service_account.added', target: { type: 'service_account', id } });
    try {
      await storage.commit([storage.apiCredentials.writes.add(credential), record]);
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
      status: statusOf(one),
    }));
    printRows(await Promise.all(rows), options);
  });

function statusOf({ revokedAtSeconds, expiresAtSeconds = Number.POSITIVE_INFINITY }: ApiCredentialRecord): string {
  if (revokedAtSeconds !== undefined) return 'revoked';
  return expiresAtSeconds <= Date.now() / 1000 ? 'expired' : 'active';
}

/** Revokes one for good, and the tokens that came of it. */
export const revokeCredential = (kind: Kind, id: string, options: Options): Promise<void> =>
  withStorage(async (storage) => {
    const { what, command, event } = words[kind];
    const known = await storage.apiCredentials.find(id);
    if (known?.kind !== kind)
      throw new RefusedError(`there is no ${what} ${id}; "gatehouse ${command} list" shows them all`);
    const record = operatorRecord(storage, {
      event: `${event}.revoked` satisfies OperatorEvent,
      target: { type: event, id },
      subject: known.accountId,
    });
    const revoked = createRevocations(storage, Date.now).writes.grants([credentialGrantId(id)]);
    try {
      await storage.commit([storage.apiCredentials.writes.revoke(id), record, revoked]);
    } catch (error) {
      if (error instanceof LostRaceError) throw new RefusedError(`the ${what} ${id} is revoked already`);
      throw error;
    }
    printDone(`the ${what} ${id} is revoked, and the tokens that came of it`, { id, revoked: true }, options);
  });
