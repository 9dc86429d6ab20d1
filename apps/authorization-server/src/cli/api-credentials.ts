/** `gatehouse api-keys` and `gatehouse service-accounts`: credentials for programs, shown once and kept as a hash. */
import { type AdminClient, allEntries, answerOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { expiryIn } from './expiry.ts';
import { RefusedError } from './failure.ts';
import { knownUser, type ReasonOption, reasonHeader } from './known-user.ts';
import { printDone, printRows } from './output.ts';
import { typedClaims } from './typed-claims.ts';

interface Options extends ServerOption {
  readonly json?: boolean;
}
interface AddOptions extends Options {
  readonly resource: string;
  readonly scope: readonly string[];
  readonly name?: string;
  readonly claim?: readonly string[];
  readonly expiresInDays?: string;
}

/** What a credential is asked for by. Throws UsageError. */
function wantedOf({ resource, scope, expiresInDays }: AddOptions) {
  const seconds = expiryIn(expiresInDays);
  return {
    resource,
    scopes: [...scope],
    ...(seconds !== undefined && { expires_at: new Date(seconds * 1000).toISOString() }),
  };
}

/** `api-keys add LOGIN`: a key of that user, with no more than the user may do. */
export const addApiKey = (login: string, options: AddOptions): Promise<void> => {
  const wanted = wantedOf(options);
  return withAdmin(options, async (admin) => {
    const { items } = answerOf(await admin.GET('/users', { params: { query: { login, status: 'active' } } }));
    const [owner] = items;
    if (!owner)
      throw new RefusedError(`there is nobody active with the login ${login}; "gatehouse users list" shows them all`);
    const params = { path: { user_id: owner.id } };
    const body = { ...wanted, name: options.name ?? 'API key' };
    const { id, api_key: key } = answerOf(await admin.POST('/users/{user_id}/api-keys', { params, body }));
    printDone(
      `API key of ${login}, shown this once: ${key}`,
      { id, api_key: key, owner: login, expires_at: wanted.expires_at },
      options,
      key,
    );
  });
};

/** `service-accounts add NAME`: a name and a secret for HTTP Basic; it belongs to nobody. */
export const addServiceAccount = (login: string, options: AddOptions): Promise<void> => {
  const wanted = wantedOf(options);
  return withAdmin(options, async (admin) => {
    const claims = await typedClaims(admin, options.claim);
    const body = { ...wanted, login, name: options.name ?? login, claims };
    const { id, secret } = answerOf(await admin.POST('/service-accounts', { params: {}, body }));
    printDone(
      `secret of ${login}, shown this once: ${secret}`,
      { id, name: login, secret, expires_at: wanted.expires_at },
      options,
      secret,
    );
  });
};

const apiKeysOf = (admin: AdminClient) =>
  allEntries(async (query) => answerOf(await admin.GET('/api-keys', { params: { query } })));
const serviceAccountsOf = (admin: AdminClient) =>
  allEntries(async (query) => answerOf(await admin.GET('/service-accounts', { params: { query } })));

type Listed = Awaited<ReturnType<typeof apiKeysOf>>[number] | Awaited<ReturnType<typeof serviceAccountsOf>>[number];

/** Without anything secret. */
const printCredentials = (found: readonly Listed[], options: Options) =>
  printRows(
    found.map((one) => ({
      id: one.id,
      name: 'user_id' in one ? one.name : one.login,
      owner: 'user_id' in one ? one.login : undefined,
      scopes: Object.entries(one.scopes)
        .map(([indicator, scopes]) => `${indicator}: ${scopes.join(' ')}`)
        .join('; '),
      expires_at: one.expires_at,
      last_used_at: one.last_used_at,
      status: one.status,
    })),
    options,
  );

export const listApiKeys = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => printCredentials(await apiKeysOf(admin), options));
export const listServiceAccounts = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => printCredentials(await serviceAccountsOf(admin), options));

const unknown = (kind: string, named: string, command: string) =>
  new RefusedError(`there is no ${kind} ${named}; "gatehouse ${command} list" shows them all`);

/** Revokes one for good, and the tokens that came of it. */
export const revokeApiKey = (id: string, options: Options & ReasonOption): Promise<void> =>
  withAdmin(options, async (admin) => {
    const key = (await apiKeysOf(admin)).find((one) => one.id === id);
    if (!key) throw unknown('API key', id, 'api-keys');
    const params = { path: { user_id: key.user_id, key_id: id }, header: reasonHeader(options) };
    answerOf(await admin.DELETE('/users/{user_id}/api-keys/{key_id}', { params }));
    printDone(`the API key ${id} is revoked, and the tokens that came of it`, { id, revoked: true }, options);
  });

/** The same. @param named its name, or its identifier */
export const revokeServiceAccount = (named: string, options: Options & ReasonOption): Promise<void> =>
  withAdmin(options, async (admin) => {
    const all = await serviceAccountsOf(admin);
    const byName = all.find(({ login }) => login === named);
    const id = (byName ?? all.find((one) => one.id === named))?.id;
    if (id === undefined) throw unknown('service account', named, 'service-accounts');
    const params = { path: { service_account_id: id }, header: reasonHeader(options) };
    answerOf(await admin.DELETE('/service-accounts/{service_account_id}', { params }));
    const said = `the service account ${named} is revoked, and the tokens that came of it`;
    printDone(said, { id, ...(byName && { name: byName.login }), revoked: true }, options);
  });

/** `api-keys revoke-all LOGIN`. */
export const revokeApiKeysOf = (login: string, options: Options & ReasonOption): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { user_id: (await knownUser(admin, login)).id }, header: reasonHeader(options) };
    const { revoked: keys } = answerOf(await admin.DELETE('/users/{user_id}/api-keys', { params }));
    const said =
      keys === 1
        ? `1 API key of ${login} is revoked, and the tokens that came of it`
        : `${keys} API keys of ${login} are revoked, and the tokens that came of them`;
    printDone(said, { login, keys }, options);
  });
