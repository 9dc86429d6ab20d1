/** `gatehouse clients`: the applications and their secrets. */
import { type AdminClient, allEntries, answerOf, seenOf } from '@gatehouse/admin-client';
import { createPasswordHasher } from '../directory/accounts/password-hash.ts';
import { applyRegistry } from '../directory/registry/apply.ts';
import { filesDeclaring } from '../directory/registry/declaring.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import { inEnglish } from '../directory/resources/localized-text.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { appliedRows } from './applied-rows.ts';
import { confirmed } from './confirmation.ts';
import { daysToExpiry } from './expiry.ts';
import { RefusedError, UsageError } from './failure.ts';
import { isElsewhere } from './login/server-option.ts';
import { counted, printDone, printJson, printRows } from './output.ts';
import { warnOfFile } from './registry-files.ts';
import { someScopes } from './scope-options.ts';
import { withStorage } from './settings.ts';

type Options = ServerOption & { json?: boolean };

/** On the machine itself: the file is read by the rules of its mode. */
export const addClientsOfFile = (file: string, options: Options): Promise<void> => {
  if (isElsewhere(options)) {
    throw new UsageError('the clients of a file are added on the machine of the server; --kind adds one from here');
  }
  return withStorage(async (storage, settings, { caller, commit }) => {
    const registry = loadRegistry(file, { passwordsAllowed: false, issuer: settings.issuer });
    if (registry.resources.length + registry.users.length + Object.keys(registry.roles).length > 0) {
      throw new RefusedError(`${file} holds more than clients; use "gatehouse registry apply"`);
    }
    const hasher = createPasswordHasher({ concurrency: settings.passwordHashConcurrency, queue: 1 });
    const applied = await applyRegistry({ storage, commit, caller, source: file, hasher }, registry);
    printRows(appliedRows(applied), options);
  });
};

export const listClients = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const clients = await allEntries(async (query) => answerOf(await admin.GET('/clients', { params: { query } })));
    printRows(
      clients.map(({ client_id, client_name, grant_types, token_endpoint_auth_method, secrets, disabled }) => ({
        client_id,
        name: inEnglish(client_name),
        grants: grant_types.map((grant) => grant.split(':').at(-1)).join(' '),
        authentication: token_endpoint_auth_method,
        secrets: secrets.length,
        status: disabled ? 'disabled' : 'active',
      })),
      options,
    );
  });

export const showClient = (clientId: string, options: ServerOption): Promise<void> =>
  withAdmin(options, async (admin) => {
    const path = { client_id: clientId };
    const client = answerOf(await admin.GET('/clients/{client_id}', { params: { path } }));
    printJson(client, 2);
  });

/** The client, and what to send with a change of it. */
async function read(admin: AdminClient, clientId: string) {
  const path = { client_id: clientId };
  const { seen, etag } = seenOf(await admin.GET('/clients/{client_id}', { params: { path } }));
  return { seen, params: { path, header: { 'If-Match': etag } } };
}

const setDisabled = (clientId: string, disabled: boolean, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { seen, params } = await read(admin, clientId);
    const isSame = seen.disabled === disabled;
    if (!isSame) answerOf(await admin.PATCH('/clients/{client_id}', { params, body: { disabled } }));
    const status = disabled ? 'disabled' : 'enabled';
    const said = isSame ? `${clientId} is ${status} already; nothing was changed` : `${clientId} is ${status}`;
    printDone(said, { client_id: clientId, disabled, changed: !isSame }, options);
  });

export const disableClient = (clientId: string, options: Options) => setDisabled(clientId, true, options);
export const enableClient = (clientId: string, options: Options) => setDisabled(clientId, false, options);

export const removeClient = (clientId: string, options: Options & { readonly yes?: boolean }): Promise<void> =>
  withAdmin(options, async (admin, { settings }) => {
    const { seen, params } = await read(admin, clientId);
    const files = settings ? filesDeclaring(settings.registryFile, 'clients', clientId) : [];
    const again = files.map((file) => `${file} declares it: take it out there too, or the next start adds it again`);
    await confirmed(
      `this removes ${clientId} for good`,
      [`its tokens are revoked, and its ${counted(seen.secrets.length, 'secret')} removed`, ...again],
      options.yes,
    );
    answerOf(await admin.DELETE('/clients/{client_id}', { params }));
    const said = [`${clientId} is removed, with its secrets and tokens`, ...again];
    printDone(said.join('\n'), { client_id: clientId, removed: true, declared_in: files }, options);
  });

const change =
  (verb: 'grant' | 'revoke') =>
  async (clientId: string, options: Options & { readonly scope?: readonly string[] }): Promise<void> => {
    const body = { [verb]: someScopes(options.scope) };
    await withAdmin(options, async (admin, { settings }) => {
      const { seen, params } = await read(admin, clientId);
      const { scopes } = answerOf(await admin.POST('/clients/{client_id}/scopes', { params, body }));
      const isSame = JSON.stringify(scopes) === JSON.stringify(seen.scopes);
      const named = Object.entries(scopes).map(([resource, names]) => `${resource}=${names.join(',')}`);
      const said = `${clientId} may ask for ${named.join(' ') || 'no scopes of APIs'}`;
      const document = { client_id: clientId, scopes, changed: !isSame };
      printDone(`${said}, ${isSame ? 'as before' : 'from the next token on'}`, document, options);
      if (!isSame && settings) warnOfFile(settings, 'clients', clientId);
    });
  };

export const grantScopes = change('grant');
export const revokeScopes = change('revoke');

export const addClientSecret = (clientId: string, options: Options & { expiresInDays?: string }): Promise<void> => {
  const days = daysToExpiry(options.expiresInDays);
  const body = days === undefined ? {} : { expires_in_days: days };
  return withAdmin(options, async (admin) => {
    const params = { path: { client_id: clientId } };
    const added = answerOf(await admin.POST('/clients/{client_id}/secrets', { params, body }));
    const { client_secret: secret, fingerprint, expires_at: expiresAt } = added;
    const expires = expiresAt === undefined ? {} : { expires_at_seconds: Date.parse(expiresAt) / 1000 };
    const until = expiresAt === undefined ? 'does not expire' : `expires at ${expiresAt}`;
    const said = `secret of ${clientId}, shown this once: ${secret}\nfingerprint ${fingerprint}; it ${until}, and earlier secrets stay valid`;
    const document = { client_id: clientId, client_secret: secret, fingerprint, ...expires };
    printDone(said, document, options, secret);
  });
};

export const removeClientSecret = (clientId: string, fingerprint: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { params } = await read(admin, clientId);
    const path = { client_id: clientId, fingerprint };
    answerOf(await admin.DELETE('/clients/{client_id}/secrets/{fingerprint}', { params: { ...params, path } }));
    printDone(`secret ${fingerprint} of ${clientId} is gone`, { client_id: clientId, removed: fingerprint }, options);
  });
