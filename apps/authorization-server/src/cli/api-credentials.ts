/** `gatehouse api-keys` and `gatehouse service-accounts`: credentials for programs, shown once and kept as a hash. */
import { type ApiCredentialRecord, ConflictError, LostRaceError, type Storage } from '@gatehouse/storage';
import { statusOfCredential } from '../directory/accounts/api-credentials.ts';
import { knownUser } from '../directory/accounts/names.ts';
import * as operations from '../directory/operations/api-credentials.ts';
import { createResources } from '../directory/resources/resources.ts';
import type { Settings } from '../settings.ts';
import { expiryIn } from './expiry.ts';
import { RefusedError } from './failure.ts';
import { printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';
import { typedClaims } from './typed-claims.ts';
import { userDependencies } from './user-dependencies.ts';

interface Options {
  readonly json?: boolean;
}
interface AddOptions extends Options {
  readonly resource: string;
  readonly scope: readonly string[];
  readonly name?: string;
  readonly claim?: readonly string[];
  readonly expiresInDays?: string;
}
type Kind = ApiCredentialRecord['kind'];

const words: Record<Kind, string> = { api_key: 'API key', service_account: 'service account' };

const timeOf = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

const addDependencies = async (storage: Storage, settings: Settings): Promise<operations.CredentialDependencies> => ({
  ...userDependencies(storage, settings),
  resources: await createResources(storage, () => undefined),
});

/** `api-keys add LOGIN`: a key of that user, with no more than the user may do. */
export const addApiKey = (login: string, options: AddOptions): Promise<void> => {
  const expiresAtSeconds = expiryIn(options.expiresInDays);
  return withStorage(async (storage, settings, { caller, commit }) => {
    const owner = await storage.accounts.findByLogin(login);
    if (owner?.status !== 'active')
      throw new RefusedError(`there is nobody active with the login ${login}; "gatehouse users list" shows them all`);
    const { resource: indicator, scope: scopes, name = 'API key' } = options;
    const parts = await addDependencies(storage, settings);
    const added = await operations.addApiKey(parts, caller, { owner, name, indicator, scopes, expiresAtSeconds });
    await commit(added);
    const { id, secret } = added;
    printDone(
      `API key of ${login}, shown this once: ${secret}`,
      { id, api_key: secret, owner: login, expires_at: timeOf(expiresAtSeconds) },
      options,
      secret,
    );
  });
};

/** `service-accounts add NAME`: a name and a secret for HTTP Basic; it belongs to nobody. */
export const addServiceAccount = (login: string, options: AddOptions): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const expiresAtSeconds = expiryIn(options.expiresInDays);
    const { resource: indicator, scope: scopes, name = login } = options;
    const claims = await typedClaims(storage, options.claim);
    const wanted = { login, name, claims, indicator, scopes, expiresAtSeconds };
    const added = await operations.addServiceAccount(await addDependencies(storage, settings), caller, wanted);
    try {
      await commit(added);
    } catch (error) {
      if (error instanceof ConflictError) throw new RefusedError(`there is a service account ${login} already`);
      throw error;
    }
    const { id, secret } = added;
    printDone(
      `secret of ${login}, shown this once: ${secret}`,
      { id, name: login, secret, expires_at: timeOf(expiresAtSeconds) },
      options,
      secret,
    );
  });

/** Lists all of a kind, without anything secret. */
const listCredentials = (kind: Kind, options: Options): Promise<void> =>
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

export const listApiKeys = (options: Options) => listCredentials('api_key', options);
export const listServiceAccounts = (options: Options) => listCredentials('service_account', options);

/** Revokes one for good, and the tokens that came of it. @param named its identifier; a service account has a name too */
const revokeCredential = (kind: Kind, named: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const account = kind === 'service_account' ? await storage.apiCredentials.findByLogin(named) : undefined;
    const id = account?.id ?? named;
    const revocation = await operations.revokeCredential(userDependencies(storage, settings), caller, { kind, id });
    try {
      await commit(revocation);
    } catch (error) {
      if (error instanceof LostRaceError) throw new RefusedError(`the ${words[kind]} ${named} is revoked already`);
      throw error;
    }
    const said = `the ${words[kind]} ${named} is revoked, and the tokens that came of it`;
    printDone(said, { id, ...(account && { name: account.login }), revoked: true }, options);
  });

export const revokeApiKey = (id: string, options: Options) => revokeCredential('api_key', id, options);
export const revokeServiceAccount = (name: string, options: Options) =>
  revokeCredential('service_account', name, options);

/** `api-keys revoke-all LOGIN`. */
export const revokeApiKeysOf = (login: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const { id } = await knownUser(storage, login);
    const revocation = await operations.revokeApiKeysOf(userDependencies(storage, settings), caller, id);
    await commit(revocation);
    const { keys } = revocation;
    const said =
      keys === 1
        ? `1 API key of ${login} is revoked, and the tokens that came of it`
        : `${keys} API keys of ${login} are revoked, and the tokens that came of them`;
    printDone(said, { login, keys }, options);
  });
