/** `gatehouse clients`: the applications and their secrets. */
import { allEntries, answerOf } from '@gatehouse/admin-client';
import type { Storage } from '@gatehouse/storage';
import { createPasswordHasher } from '../directory/accounts/password-hash.ts';
import * as operations from '../directory/operations/clients.ts';
import { applyRegistry } from '../directory/registry/apply.ts';
import { filesDeclaring } from '../directory/registry/declaring.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import { inEnglish } from '../directory/resources/localized-text.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { confirmed } from './confirmation.ts';
import { expiryIn } from './expiry.ts';
import { RefusedError } from './failure.ts';
import { counted, printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';

type Options = { json?: boolean };

const endDependencies = (storage: Storage) => ({ storage, revocations: createRevocations(storage, Date.now) });

export const addClientsOfFile = (file: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const registry = loadRegistry(file, { passwordsAllowed: false, issuer: settings.issuer });
    if (registry.resources.length + registry.users.length + Object.keys(registry.roles).length > 0) {
      throw new RefusedError(`${file} holds more than clients; use "gatehouse registry apply"`);
    }
    const hasher = createPasswordHasher({ concurrency: settings.passwordHashConcurrency, queue: 1 });
    const applied = await applyRegistry({ storage, commit, caller, source: file, hasher }, registry);
    printRows(applied, options);
  });

export const listClients = (options: Options & ServerOption): Promise<void> =>
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
    process.stdout.write(`${JSON.stringify(client, undefined, 2)}\n`);
  });

const setDisabled = (clientId: string, disabled: boolean, options: Options): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    const operation = disabled ? operations.disableClient : operations.enableClient;
    const work = await operation(endDependencies(storage), caller, clientId);
    await commit(work);
    const isSame = work.writes.length === 0;
    const status = disabled ? 'disabled' : 'enabled';
    const said = isSame ? `${clientId} is ${status} already; nothing was changed` : `${clientId} is ${status}`;
    printDone(said, { client_id: clientId, disabled, changed: !isSame }, options);
  });

export const disableClient = (clientId: string, options: Options) => setDisabled(clientId, true, options);
export const enableClient = (clientId: string, options: Options) => setDisabled(clientId, false, options);

export const removeClient = (clientId: string, options: Options & { readonly yes?: boolean }): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const { secretHashes } = await operations.knownClient({ storage }, clientId);
    const files = filesDeclaring(settings.registryFile, 'clients', clientId);
    const again = files.map((file) => `${file} declares it: take it out there too, or the next start adds it again`);
    await confirmed(
      `this removes ${clientId} for good`,
      [`its tokens are revoked, and its ${counted(secretHashes.length, 'secret')} removed`, ...again],
      options.yes,
    );
    await commit(await operations.removeClient(endDependencies(storage), caller, clientId));
    const said = [`${clientId} is removed, with its secrets and tokens`, ...again];
    printDone(said.join('\n'), { client_id: clientId, removed: true, declared_in: files }, options);
  });

export const addClientSecret = (clientId: string, options: Options & { expiresInDays?: string }): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    const expiresAtSeconds = expiryIn(options.expiresInDays);
    const added = await operations.addClientSecret({ storage }, caller, { clientId, expiresAtSeconds });
    await commit(added);
    const { secret, fingerprint } = added;
    const document = { client_id: clientId, client_secret: secret, fingerprint, expires_at_seconds: expiresAtSeconds };
    const until =
      expiresAtSeconds === undefined
        ? 'does not expire'
        : `expires at ${new Date(expiresAtSeconds * 1000).toISOString()}`;
    const said = `secret of ${clientId}, shown this once: ${secret}\nfingerprint ${fingerprint}; it ${until}, and earlier secrets stay valid`;
    printDone(said, document, options, secret);
  });

export const removeClientSecret = (clientId: string, fingerprint: string, options: Options): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    await commit(await operations.removeClientSecret({ storage }, caller, { clientId, fingerprint }));
    printDone(`secret ${fingerprint} of ${clientId} is gone`, { client_id: clientId, removed: fingerprint }, options);
  });
